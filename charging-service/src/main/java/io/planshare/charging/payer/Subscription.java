package io.planshare.charging.payer;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.cap.GroupedCard;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

/**
 * A subscription as enrollment last told it.
 *
 * @param grouped what its card may use of its SIM group; null for one in none
 */
public record Subscription(SubscriptionId id, AccountId accountId, SubscriptionStatus status,
        @Nullable SimCardId simCardId, @Nullable DeviceId deviceId, long payerMapVersion,
        @Nullable GroupedCard grouped) {}
