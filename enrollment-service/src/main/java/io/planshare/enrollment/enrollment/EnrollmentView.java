package io.planshare.enrollment.enrollment;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.enrollment.consent.Consent;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;

@Schema(name = "Enrollment", description = "Who uses which device on whose subscription")
record EnrollmentView(@Schema(example = "01930000-0000-7000-8000-000000000042") EnrollmentId id,
        @Schema(description = "Rises with each step and change; the ETag", example = "2") long version,
        @Schema(example = "01930000-0000-7000-8000-000000000031") DeviceId deviceId,
        @Schema(example = "01930000-0000-7000-8000-000000000002") PartyId userPartyId,
        @Schema(example = "CONSUMER") EnrolledPayer.Role role,
        @Schema(example = "01930000-0000-7000-8000-000000000022") SubscriptionId subscriptionId,
        @Schema(example = "01930000-0000-7000-8000-000000000012") AccountId accountId,
        @ArraySchema(schema = @Schema(example = "INFOTAINMENT")) Set<String> capabilities,
        @Schema(example = "100") int priority, @Schema(example = "REQUIRED") EnrolledPayer.Presence presence,
        List<CapBody> caps, @Schema(example = "2026-11-01T00:00:00Z") Instant validFrom,
        @Schema(description = "At the latest when the owner's consent ends", example = "2027-11-01T00:00:00Z") @Nullable Instant validTo,
        @Schema(example = "ACTIVE") Enrollment.State state,
        @Schema(description = "Why it is suspended; all must be lifted") Set<Enrollment.Suspension> suspendedFor,
        @Schema(description = "Why it is over", example = "UNENROLLED") Enrollment.@Nullable Ending reason,
        List<ConsentView> consents, @Schema(example = "2026-11-23T10:00:00Z") Instant requestedAt,
        @Schema(example = "2026-11-23T10:00:00Z") Instant changedAt) {

    @Schema(name = "Consent")
    record ConsentView(@Schema(example = "01930000-0000-7000-8000-000000000051") UUID id,
            @Schema(example = "01930000-0000-7000-8000-000000000001") PartyId byPartyId,
            @Schema(example = "01930000-0000-7000-8000-000000000002") PartyId toPartyId,
            @Schema(example = "paper 2026/117") String reference,
            @ArraySchema(schema = @Schema(example = "INFOTAINMENT")) Set<String> capabilities, @Nullable CapBody limit,
            @Schema(example = "2026-11-23T10:00:00Z") Instant givenAt,
            @Schema(example = "2027-11-23T00:00:00Z") @Nullable Instant until,
            @Schema(example = "2027-01-01T00:00:00Z") @Nullable Instant revokedAt) {
        static ConsentView from(Consent consent) {
            var limit = consent.limit();
            return new ConsentView(consent.id(), consent.by(), consent.to(), consent.reference(),
                    consent.capabilities(), limit == null ? null : CapBody.from(limit), consent.givenAt(),
                    consent.until(), consent.revokedAt());
        }
    }

    static EnrollmentView from(Enrollment e, List<Consent> consents) {
        var pairing = e.pairing();
        return new EnrollmentView(e.id(), e.version(), pairing.deviceId(), pairing.userPartyId(), pairing.role(),
                pairing.subscriptionId(), pairing.accountId(), e.capabilities(), pairing.priority(),
                pairing.presence(), e.caps().stream().map(CapBody::from).toList(), e.validity().from(),
                e.validity().to(), e.state(), e.suspendedFor(), e.reason(),
                consents.stream().map(ConsentView::from).toList(), e.requestedAt(), e.changedAt());
    }
}
