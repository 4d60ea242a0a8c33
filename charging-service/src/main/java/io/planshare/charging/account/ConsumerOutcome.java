package io.planshare.charging.account;

import io.planshare.model.Units;

/** What came of adding a consumer, of changing its terms or of sending it away. */
sealed interface ConsumerOutcome {

    record Done(StoredConsumer consumer) implements ConsumerOutcome {}

    record UnknownAccount() implements ConsumerOutcome {}

    record UnknownConsumer() implements ConsumerOutcome {}

    record Exists() implements ConsumerOutcome {}

    record NoSuchConsumer(Unusable unusable) implements ConsumerOutcome {}

    /** Less than what is used and reserved already: the network was promised that (spec G4). */
    record BelowUse(Units consumed, Units reserved) implements ConsumerOutcome {}
}
