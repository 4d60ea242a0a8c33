package io.planshare.charging.account;

import io.planshare.charging.ledger.Balance;

/** What came of taking units out. */
sealed interface WithdrawalOutcome {

    record Withdrawn(LedgerEntry entry, Balance balance) implements WithdrawalOutcome {}

    record UnknownAccount() implements WithdrawalOutcome {}
}
