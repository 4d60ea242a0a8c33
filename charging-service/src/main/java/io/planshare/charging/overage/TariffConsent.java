package io.planshare.charging.overage;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Money;
import io.planshare.model.PlanId;
import io.planshare.model.SubscriptionId;

/**
 * A consent to pay what the plan's tariff says.
 *
 * @param planId that the subscription is on; null when it is not known here any more
 * @param limit at most so much in one cycle of the plan
 * @param roamingLimitMinor of that at most so much abroad; null: without a limit of its own, as the customer wished
 */
record TariffConsent(UUID consentId, SubscriptionId subscriptionId, @Nullable AccountId accountId,
        @Nullable PlanId planId, Money limit, @Nullable Long roamingLimitMinor) implements Consent {}
