package io.planshare.enrollment.device;

import java.util.List;
import java.util.Locale;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.Capability;
import io.planshare.model.SNssai;
import io.planshare.model.TrafficMatch;

@Schema(name = "OfferedCapability", description = "Something that the device can do, and the traffic that belongs to it")
record CapabilityBody(
        @Schema(description = "A well-known code or CONTENT: and a seller", example = "INFOTAINMENT") @NotNull @Pattern(regexp = CODES, message = "is not a capability") String code,
        @Schema(description = "At least one, but none for UNCLASSIFIED") @NotNull @Size(max = 32) List<@Valid @NotNull MatchBody> matches) {

    /** Those that {@link Capability} takes; the message names the field. */
    static final String CODES = "OEM_TELEMATICS|SAFETY|OTA_UPDATE|INSURANCE|INFOTAINMENT|HOTSPOT|VOICE|MESSAGING"
            + "|RECOVERY_BEACON|UNCLASSIFIED|CONTENT:[A-Za-z0-9._-]{1,64}";

    @Schema(name = "OfferedMatch", description = "All that is given must be equal; at least one is given")
    record MatchBody(
            @Schema(description = "Data network name, in any case", example = "internet") @Nullable @Size(max = 100) @Pattern(regexp = "[A-Za-z0-9.-]+", message = "is not a data network name") String dnn,
            @Nullable @Valid SliceBody sNssai,
            @Schema(description = "TS 29.571 RatingGroup", example = "100") @Nullable @Min(0) @Max(UINT32_MAX) Long ratingGroup,
            @Schema(description = "TS 29.571 ServiceId", example = "7") @Nullable @Min(0) @Max(UINT32_MAX) Long serviceId) {

        static final long UINT32_MAX = 4_294_967_295L;

        MatchBody {
            if (dnn == null && sNssai == null && ratingGroup == null && serviceId == null) {
                throw new IllegalArgumentException("names none of dnn, sNssai, ratingGroup, serviceId");
            }
        }

        TrafficMatch match() {
            return new TrafficMatch(dnn == null ? null : dnn.toLowerCase(Locale.ROOT),
                    sNssai == null ? null : sNssai.slice(), ratingGroup, serviceId);
        }

        static MatchBody from(TrafficMatch match) {
            var slice = match.sNssai() == null ? null : new SliceBody(match.sNssai().sst(), match.sNssai().sd());
            return new MatchBody(match.dnn(), slice, match.ratingGroup(), match.serviceId());
        }
    }

    @Schema(name = "OfferedSlice", description = "A slice (TS 29.571 Snssai)")
    record SliceBody(@Schema(example = "1") @NotNull @Min(0) @Max(255) Integer sst,
            @Schema(example = "00F1A0") @Nullable @Pattern(regexp = "[0-9A-Fa-f]{6}", message = "is not six hex digits") String sd) {
        SNssai slice() {
            return new SNssai(sst, sd);
        }
    }

    Capability capability() {
        return new Capability(code, matches.stream().map(MatchBody::match).toList());
    }

    static CapabilityBody from(Capability capability) {
        return new CapabilityBody(capability.code(), capability.matches().stream().map(MatchBody::from).toList());
    }
}
