package io.planshare.charging.usage;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.DeviceId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

/** Units that the network asked for and did not, or not all, get; and what bound. */
@Schema(name = "Denial")
record DenialView(@Schema(example = "019a0000-0000-7000-8000-0000000000d1") UUID id,
        @Schema(example = "01930000-0000-7000-8000-000000000040.019a0000-0000-7000-8000-0000000000e1") String chargingDataRef,
        @Schema(example = "01930000-0000-7000-8000-000000000040") @Nullable DeviceId deviceId,
        @Schema(example = "01930000-0000-7000-8000-000000000031", description = "whose SUPI asked") SubscriptionId subscriptionId,
        @Schema(description = "who would have paid; null when nobody would") @Nullable SubscriptionId payer,
        @Schema(example = "10") long ratingGroup, @Schema(example = "10485760") long requested,
        @Schema(example = "0") long granted,
        @Schema(example = "BALANCE", description = "what bound: NO_PAYER, RESTRICTED, NO_ACCOUNT, BALANCE, CONSUMER_LIMIT, OWNER_RESERVE, CAP or ACCOUNT_FROZEN") String reason,
        @Schema(description = "the account that bound, if one did") @Nullable ProviderAccountId providerAccountId,
        Instant deniedAt) {}
