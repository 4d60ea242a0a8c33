package io.planshare.charging.account;

import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.model.Units;

/** What came of adding a consumer or of moving its limit. */
sealed interface ConsumerOutcome {

    record Done(ConsumerAccount consumer) implements ConsumerOutcome {}

    record UnknownAccount() implements ConsumerOutcome {}

    record UnknownConsumer() implements ConsumerOutcome {}

    record Exists() implements ConsumerOutcome {}

    record NoSuchConsumer(Unusable unusable) implements ConsumerOutcome {}

    /** Less than what is used and reserved already: the network was promised that (spec G4). */
    record BelowUse(Units consumed, Units reserved) implements ConsumerOutcome {}
}
