package io.planshare.enrollment.party;

import java.time.Instant;

import io.planshare.model.AccountId;
import io.planshare.model.PartyId;

/** Where the bills of a party's subscriptions go, in one currency. */
record Account(AccountId id, PartyId partyId, String currency, Instant createdAt) {}
