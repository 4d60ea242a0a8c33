package io.planshare.charging.usage;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SNssai;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

/** A charging session as people see it: ids only. */
@Schema(name = "ChargingSession")
record SessionView(
        @Schema(example = "01930000-0000-7000-8000-000000000040.019a0000-0000-7000-8000-0000000000e1") String chargingDataRef,
        @Schema(example = "01930000-0000-7000-8000-000000000031") SubscriptionId subscriptionId,
        @Schema(example = "01930000-0000-7000-8000-000000000040", description = "null: the subscription pays itself") @Nullable DeviceId deviceId,
        @Nullable SimCardId simCardId, @Schema(example = "smf-1") String nfConsumer,
        @Schema(example = "1138") String chargingId, @Schema(example = "internet") @Nullable String dnn,
        @Nullable SNssai sNssai, State state, @Schema(description = "by the network's clock") Instant openedAt,
        @Schema(description = "heard of last") Instant updatedAt,
        @Schema(description = "if not heard of until then, what it holds is released") Instant expiresAt) {

    @Schema(name = "ChargingSessionState")
    enum State {
        OPEN, RELEASED, EXPIRED
    }

    /** With where each of its rating groups stands. */
    @Schema(name = "ChargingSessionDetail")
    record Detail(@JsonUnwrapped SessionView session, List<RatingGroup> ratingGroups) {}

    /** One rating group: who pays now, and what is out with the network. */
    @Schema(name = "ChargingSessionRatingGroup")
    record RatingGroup(@Schema(example = "10") long ratingGroup, @Schema(example = "OCTET") UnitType unit,
            @Schema(description = "end of the span that was reported last") Instant reportedUntil,
            @Schema(description = "the subscription whose grant is out; null without a grant") @Nullable SubscriptionId payer,
            @Nullable EnrollmentId enrollmentId, @Nullable Instant grantedAt,
            @Schema(example = "10485760", description = "counted against the payer's caps") long capped,
            @Schema(example = "0", description = "held in the payer's overage consent") long overageHeld,
            List<Held> holds) {}

    /** What an account holds for it. */
    @Schema(name = "Hold")
    record Held(@Schema(example = "01930000-0000-7000-8000-000000000052") ProviderAccountId providerAccountId,
            @Schema(example = "10485760") long units) {}
}
