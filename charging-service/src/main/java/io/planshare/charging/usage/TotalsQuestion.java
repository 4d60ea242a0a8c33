package io.planshare.charging.usage;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

/**
 * Which usage is summed up: all that is given must fit.
 *
 * @param from occurred at or after
 * @param to occurred before
 */
record TotalsQuestion(@Nullable String nfConsumer, @Nullable SubscriptionId payer, @Nullable DeviceId deviceId,
        @Nullable Instant from, @Nullable Instant to, boolean byRatingGroup) {}
