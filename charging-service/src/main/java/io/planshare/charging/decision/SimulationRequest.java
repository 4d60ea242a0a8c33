package io.planshare.charging.decision;

import java.time.Instant;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.BusinessTime;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.charging.session.Simulations.Described;
import io.planshare.charging.session.Simulations.On;
import io.planshare.charging.session.Simulations.Who;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.Imei;
import io.planshare.model.Imsi;
import io.planshare.model.SNssai;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** The wire form of {@link Described}. */
@Schema(name = "Simulation", example = """
                                       {"subscriptionId": "01930000-0000-7000-8000-000000000031",
                                        "ratingGroups": [{"ratingGroup": 10, "unit": "OCTET", "requested": 10485760}]}""")
record SimulationRequest(
        @Schema(example = "imsi-001010000000001", description = "this or subscriptionId") @Nullable String supi,
        @Schema(example = "01930000-0000-7000-8000-000000000031", description = "this or supi") @Nullable SubscriptionId subscriptionId,
        @Schema(description = "the equipment that the network would tell: 15 digits; this, deviceId or neither") @Nullable String imei,
        @Schema(description = "this, imei or neither: then the device that holds the card, if any") @Nullable DeviceId deviceId,
        @Size(min = 1, max = 255) @Schema(example = "internet", description = "data network name") @Nullable String dnn,
        @Nullable SNssai sNssai,
        @Schema(description = "when it would be asked; missing: now. Balances are those of now in any case") @Nullable Instant at,
        @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid Wish> ratingGroups) {

    /** What one rating group would ask for. */
    @Schema(name = "SimulatedWish")
    record Wish(@NotNull @Min(0) @Max(UINT32_MAX) @Schema(example = "10") Long ratingGroup,
            @NotNull @Schema(example = "OCTET") UnitType unit,
            @Schema(example = "10485760", description = "how many; 0 or missing: as many as we see fit") @Nullable Units requested) {

        private static final long UINT32_MAX = 4_294_967_295L;

        UnitUsage asUsage() {
            return new UnitUsage(ratingGroup, unit, requested == null ? Units.ZERO : requested, List.of());
        }
    }

    Described toCommand() {
        return new Described(who(), on(), dnn, sNssai,
                at == null ? null : Problem.reading("/at", () -> BusinessTime.sensible(at)),
                ratingGroups.stream().map(Wish::asUsage).toList());
    }

    private Who who() {
        if ((supi == null) == (subscriptionId == null)) {
            throw Problem.of(400, "invalid-value", "A simulation is about exactly one subscription.")
                    .at("", "exactly one of supi and subscriptionId is needed").exception();
        }
        return subscriptionId == null
                ? new Who.BySupi(Problem.reading("/supi", () -> Imsi.ofSupi(supi)))
                : new Who.ById(subscriptionId);
    }

    private On on() {
        if (imei != null && deviceId != null) {
            throw Problem.of(400, "invalid-value", "The equipment is named once.")
                    .at("", "at most one of imei and deviceId is needed").exception();
        }
        if (deviceId != null) return new On.Device(deviceId);
        return imei == null ? new On.Untold() : new On.Pei(Problem.reading("/imei", () -> Imei.parse(imei)));
    }
}
