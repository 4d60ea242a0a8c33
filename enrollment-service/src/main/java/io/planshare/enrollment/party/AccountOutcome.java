package io.planshare.enrollment.party;

import io.planshare.model.AccountId;
import io.planshare.model.PartyId;

/** What became of the wish to open an account. */
sealed interface AccountOutcome {

    record Opened(Account account) implements AccountOutcome {}

    record IdTaken(AccountId id) implements AccountOutcome {}

    record UnknownParty(PartyId id) implements AccountOutcome {}
}
