package io.planshare.enrollment.enrollment;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.enrollment.time.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.CapLimit;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Id;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;

@Schema(name = "NewEnrollment", description = "A device is to be used by a party on that party's subscription")
record EnrollmentBody(
        @Schema(description = "Chosen by the caller, else by the service", example = "01930000-0000-7000-8000-000000000042") @Nullable EnrollmentId id,
        @Schema(description = "Who uses it and pays", example = "01930000-0000-7000-8000-000000000002") @NotNull PartyId userPartyId,
        @Schema(example = "CONSUMER") @NotNull EnrolledPayer.Role role,
        @Schema(description = "One of the user's own", example = "01930000-0000-7000-8000-000000000022") @NotNull SubscriptionId subscriptionId,
        @ArraySchema(schema = @Schema(description = "Offered by the device", example = "INFOTAINMENT")) @NotNull @Size(min = 1, max = 32) List<@NotNull @Pattern(regexp = CODES, message = "is not a capability") String> capabilities,
        @Schema(description = "Higher pays first", example = "100") @NotNull @Min(0) @Max(1000) Integer priority,
        @Schema(description = "Whether it pays only while the user is signed in to the device", example = "REQUIRED") @NotNull EnrolledPayer.Presence presence,
        @Nullable @Size(max = 8) List<@Valid @NotNull CapBody> caps,
        @Schema(description = "Now unless told; may lie in the past", example = "2026-11-01T00:00:00Z") @Nullable @BusinessTime Instant validFrom,
        @Schema(description = "Without end unless told", example = "2027-11-01T00:00:00Z") @Nullable @BusinessTime Instant validTo,
        @Nullable @Size(max = 8) List<@Valid @NotNull ConsentBody> consents) {

    static final String CODES = "OEM_TELEMATICS|SAFETY|OTA_UPDATE|INSURANCE|INFOTAINMENT|HOTSPOT|VOICE|MESSAGING"
            + "|RECOVERY_BEACON|UNCLASSIFIED|CONTENT:[A-Za-z0-9._-]{1,64}";

    EnrollmentWish wish(DeviceId device, Instant now) {
        return new EnrollmentWish(id == null ? new EnrollmentId(Id.next()) : id, device, userPartyId, role,
                subscriptionId, distinct(capabilities), priority, presence, caps(caps), validity(now),
                consents == null ? List.of() : consents.stream().map(ConsentBody::consent).toList());
    }

    private Interval validity(Instant now) {
        var from = validFrom == null ? now : validFrom.truncatedTo(ChronoUnit.MICROS);
        var to = validTo == null ? null : validTo.truncatedTo(ChronoUnit.MICROS);
        if (to != null && !to.isAfter(from)) {
            throw Problem.of(400, "invalid-value", "The enrollment would end before it begins.")
                    .at("/validTo", "must lie after validFrom").exception();
        }
        return new Interval(from, to);
    }

    static Set<String> distinct(Collection<String> capabilities) {
        var codes = new HashSet<String>();
        int place = 0;
        for (var code : capabilities) {
            if (!codes.add(code)) {
                throw Problem.of(400, "invalid-value", "A capability is named twice.")
                        .at("/capabilities/" + place, "stands here twice").exception();
            }
            place++;
        }
        return codes;
    }

    static List<CapLimit> caps(@Nullable List<CapBody> caps) {
        if (caps == null) return List.of();
        var limits = caps.stream().map(CapBody::cap).toList();
        if (Caps.areDistinct(limits)) return limits;
        throw Problem.of(400, "invalid-value", "There are two caps of one unit and window.")
                .at("/caps", "must hold at most one of each unit and window").exception();
    }
}
