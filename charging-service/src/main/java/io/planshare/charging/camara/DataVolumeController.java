package io.planshare.charging.camara;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.charging.camara.VolumeOutcome.Found;
import io.planshare.charging.camara.VolumeOutcome.NoDataVolume;
import io.planshare.charging.camara.VolumeOutcome.NotYetKnown;
import io.planshare.charging.camara.VolumeOutcome.NumberUnknown;
import io.planshare.kit.idempotency.OwnTransactions;
import io.planshare.kit.problem.Problem;
import io.planshare.kit.security.CurrentCaller;

/** The two operations of CAMARA DeviceDataVolume 0.1 (release r1.3). They ask and change nothing. */
@Tag(name = "Device Data Volume", description = "CAMARA: how much data a phone number has left. x-correlator comes back on every answer")
@ApiResponse(responseCode = "400", description = "INVALID_ARGUMENT or OUT_OF_RANGE, with the place", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = CamaraError.class)))
@ApiResponse(responseCode = "401", description = "UNAUTHENTICATED", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = CamaraError.class)))
@ApiResponse(responseCode = "403", description = "PERMISSION_DENIED", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = CamaraError.class)))
@ApiResponse(responseCode = "404", description = "IDENTIFIER_NOT_FOUND", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = CamaraError.class)))
@ApiResponse(responseCode = "422", description = "MISSING_IDENTIFIER, UNNECESSARY_IDENTIFIER, UNSUPPORTED_IDENTIFIER (all but phoneNumber), or SERVICE_NOT_APPLICABLE: who pays has no account for data now", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = CamaraError.class)))
@RestController
@RequestMapping(path = DataVolumeController.BASE, produces = MediaType.APPLICATION_JSON_VALUE)
class DataVolumeController {

    static final String PREFIX = "/device-data-volume/";
    static final String BASE = PREFIX + "v0.1";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RemainingVolumes volumes;

    DataVolumeController(RemainingVolumes volumes) {
        this.volumes = volumes;
    }

    @Schema(name = "RetrieveDataVolumeRequest")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RetrieveRequest(@Nullable @Valid Device device) {}

    @Schema(name = "CheckDataVolumeRequest")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record CheckRequest(@Nullable @Valid Device device, @NotNull @Valid Threshold volumeToCheck) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Threshold(@NotNull @Schema(minimum = "0", maximum = "1024", example = "500") Long value,
            @NotNull Unit unit) {

        long octets() {
            if (value < 0 || value > RemainingVolume.THRESHOLD_MAX) {
                throw Problem.of(400, "out-of-range", "The body has a value that is out of range.")
                        .at("/volumeToCheck/value", "must lie between 0 and " + RemainingVolume.THRESHOLD_MAX)
                        .exception();
            }
            return value * (unit == Unit.MIB ? RemainingVolume.MIB : RemainingVolume.GIB);
        }
    }

    enum Unit {
        @JsonProperty("MiB")
        MIB, @JsonProperty("GiB")
        GIB;

        /** As it is written, also where a refusal says what might have been. */
        @Override
        public String toString() {
            return this == MIB ? "MiB" : "GiB";
        }
    }

    /** @param device where the request named it in several ways */
    @Schema(name = "RetrieveDataVolumeResponse")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Category(@Nullable Device device,
            @Schema(allowableValues = {"<200MiB", "<1GiB", "<5GiB", ">=5GiB"}) String dataVolumeCategory) {}

    /** @param device where the request named it in several ways */
    @Schema(name = "CheckDataVolumeResponse")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Check(@Nullable Device device, boolean thresholdExceeded) {}

    @Operation(operationId = "retrieveDataVolume", summary = "About how much data is left", description = """
                                                                                                          About how much plain internet the number may still use now, whoever pays for it: own and shared packages and top-ups \
                                                                                                          together, no more than limits, caps and SIM groups leave. What an open session holds counts as not used; what costs \
                                                                                                          money beyond the packages does not count. The device is left out where the token stands for a person.""")
    @ApiResponse(responseCode = "200", description = "In which of four ranges it lies", useReturnTypeSchema = true)
    @PostMapping("/retrieve")
    @OwnTransactions
    Category retrieve(@Valid @RequestBody RetrieveRequest request) {
        return new Category(Device.chosen(request.device), remaining(request.device).category());
    }

    @Operation(operationId = "checkDataVolume", summary = "Whether more data is left", description = """
                                                                                                     Whether more than so much is left, counted as in retrieve. As much is not more.""")
    @ApiResponse(responseCode = "200", description = "Whether it exceeds the threshold", useReturnTypeSchema = true)
    @PostMapping("/check")
    @OwnTransactions
    Check check(@Valid @RequestBody CheckRequest request) {
        var threshold = request.volumeToCheck.octets();
        return new Check(Device.chosen(request.device), remaining(request.device).exceeds(threshold));
    }

    private RemainingVolume remaining(@Nullable Device device) {
        return switch (volumes.of(Device.subject(device, !CurrentCaller.isClient(), CurrentCaller.phoneNumber()))) {
            case Found(var remaining) -> remaining;
            case NumberUnknown() ->
                throw Problem.of(404, "identifier-not-found", "Device identifier not found.").exception();
            case NoDataVolume() -> throw Problem.of(422, "service-not-applicable",
                    "The service is not available for the provided identifier.").exception();
            case NotYetKnown() ->
                throw Problem.of(503, "unavailable", "Subscriptions are still being read.").retryAfter(SOON)
                        .exception();
        };
    }
}
