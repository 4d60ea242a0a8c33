package io.planshare.charging.ledger;

import java.time.Instant;

import io.planshare.model.AccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

/**
 * Somebody who draws on accounts, and for what.
 *
 * @param subscriptionId who pays
 * @param accountId the payer's billing account
 * @param at when it is used: now for a grant, the instant it occurred for use
 */
public record Draw(SubscriptionId subscriptionId, AccountId accountId, long ratingGroup, UnitType unit, Instant at) {}
