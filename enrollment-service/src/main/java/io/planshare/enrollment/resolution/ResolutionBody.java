package io.planshare.enrollment.resolution;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.enrollment.time.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.Imei;
import io.planshare.model.SNssai;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Traffic;

@Schema(name = "PayerQuestion", description = "Traffic of exactly one of a device, a subscription, a card or an equipment, at an instant")
record ResolutionBody(
        @Schema(example = "01930000-0000-7000-8000-000000000031") @Nullable DeviceId deviceId,
        @Schema(description = "The device that held its card then", example = "01930000-0000-7000-8000-000000000021") @Nullable SubscriptionId subscriptionId,
        @Schema(description = "In clear: the device that held it then", implementation = String.class, example = "8965880812100011146") @Nullable Iccid iccid,
        @Schema(description = "In clear", implementation = String.class, example = "490154203237518") @Nullable Imei imei,
        @Schema(description = "When the traffic occurred", example = "2026-11-23T10:00:00Z") @NotNull @BusinessTime Instant at,
        @NotNull @Valid TrafficBody traffic) {

    private static final long UINT32_MAX = 4_294_967_295L;

    @Schema(name = "Traffic", description = "What the network says of it")
    record TrafficBody(
            @Schema(example = "internet") @Nullable @Size(max = 100) @Pattern(regexp = "[A-Za-z0-9.-]+", message = "is not a data network name") String dnn,
            @Nullable @Valid SliceBody sNssai,
            @Schema(example = "100") @Nullable @Min(0) @Max(UINT32_MAX) Long ratingGroup,
            @Schema(example = "7") @Nullable @Min(0) @Max(UINT32_MAX) Long serviceId) {
        Traffic traffic() {
            return new Traffic(dnn, sNssai == null ? null : new SNssai(sNssai.sst, sNssai.sd), ratingGroup, serviceId);
        }
    }

    @Schema(name = "TrafficSlice", description = "TS 29.571 Snssai")
    record SliceBody(@Schema(example = "1") @NotNull @Min(0) @Max(255) Integer sst,
            @Schema(example = "00F1A0") @Nullable @Pattern(regexp = "[0-9A-Fa-f]{6}", message = "is not six hex digits") String sd) {}

    ResolutionOutcome ask(Resolutions resolutions) {
        var at = this.at.truncatedTo(ChronoUnit.MICROS);
        if (Stream.of(deviceId, subscriptionId, iccid, imei).filter(Objects::nonNull).count() == 1) {
            if (deviceId != null) return resolutions.ofDevice(deviceId, at, traffic.traffic());
            if (subscriptionId != null) return resolutions.ofSubscription(subscriptionId, at, traffic.traffic());
            if (iccid != null) return resolutions.ofIccid(iccid, at, traffic.traffic());
            if (imei != null) return resolutions.ofImei(imei, at, traffic.traffic());
        }
        throw Problem.of(400, "invalid-value", "The question is about exactly one thing.")
                .at("", "exactly one of deviceId, subscriptionId, iccid and imei is needed").exception();
    }
}
