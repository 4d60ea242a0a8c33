package io.planshare.charging.account;

import io.planshare.charging.ledger.Balance;

/** What came of a top-up. */
sealed interface TopUpOutcome {

    record ToppedUp(LedgerEntry entry, Balance balance) implements TopUpOutcome {}

    record UnknownAccount() implements TopUpOutcome {}

    /** The account would hold more units than can be counted (2^63-1). */
    record Overflow() implements TopUpOutcome {}
}
