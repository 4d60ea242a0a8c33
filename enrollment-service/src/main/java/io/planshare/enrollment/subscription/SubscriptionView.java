package io.planshare.enrollment.subscription;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.enrollment.identifier.StoredIdentifier;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.PlanId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

/** A subscription as the API shows it: its numbers masked. */
@Schema(name = "Subscription", description = "A plan on an account, carried by a SIM; its numbers are masked")
record SubscriptionView(@Schema(example = "01930000-0000-7000-8000-000000000021") SubscriptionId id,
        @Schema(description = "Rises by one with each change; the ETag", example = "1") long version,
        @Schema(example = "01930000-0000-7000-8000-000000000011") AccountId accountId,
        @Schema(example = "01930000-0000-7000-8000-000000000061") PlanId planId,
        @Schema(example = "ACTIVE") SubscriptionStatus status, @Schema(example = "*************01") String imsi,
        @Schema(example = "**********67") @Nullable String msisdn,
        @Schema(example = "*****************46") @Nullable String iccid,
        @Schema(example = "01930000-0000-7000-8000-000000000071") @Nullable SimCardId simCardId,
        @Schema(description = "The device that holds its card", example = "01930000-0000-7000-8000-000000000031") @Nullable DeviceId deviceId,
        @Schema(example = "2026-11-23T10:00:00Z") Instant createdAt) {

    static SubscriptionView from(Subscription s) {
        return new SubscriptionView(s.id(), s.version(), s.accountId(), s.planId(), s.status(), s.imsi().masked(),
                masked(s.msisdn()), masked(s.iccid()), s.simCardId(), s.deviceId(), s.createdAt());
    }

    private static @Nullable String masked(@Nullable StoredIdentifier identifier) {
        return identifier == null ? null : identifier.masked();
    }
}
