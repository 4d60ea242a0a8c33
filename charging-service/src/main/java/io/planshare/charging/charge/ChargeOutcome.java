package io.planshare.charging.charge;

import io.planshare.model.AccountId;
import io.planshare.model.ChargeId;

/** What came of putting a charge right. */
sealed interface ChargeOutcome {

    record Added(Charge charge) implements ChargeOutcome {}

    record UnknownCharge(ChargeId id) implements ChargeOutcome {}

    record UnknownAccount(AccountId id) implements ChargeOutcome {}

    /** Only what was charged is given back: refunds and adjustments are put right by an adjustment. */
    record NotRefundable(Charge charge) implements ChargeOutcome {}

    record MoreThanCharged(long leftMinor) implements ChargeOutcome {}

    record AnotherCurrency(String currency) implements ChargeOutcome {}

    /** The charge that the adjustment is about stands on another account. */
    record AnotherAccount() implements ChargeOutcome {}
}
