package io.planshare.charging.camara;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.camara.CamaraError.Identifying;
import io.planshare.charging.camara.VolumeOutcome.Found;
import io.planshare.charging.camara.VolumeOutcome.NoDataVolume;
import io.planshare.charging.camara.VolumeOutcome.NotYetKnown;
import io.planshare.charging.camara.VolumeOutcome.NumberUnknown;
import io.planshare.kit.idempotency.OwnTransactions;
import io.planshare.kit.security.CurrentCaller;

/** The two operations of CAMARA DeviceDataVolume 0.1 (release 1.3). They ask and change nothing. */
@RestController
@RequestMapping(path = DataVolumeController.BASE, consumes = MediaType.APPLICATION_JSON_VALUE)
class DataVolumeController {

    static final String PREFIX = "/device-data-volume/";
    static final String BASE = PREFIX + "v0.1";
    private static final Duration SOON = Duration.ofSeconds(1);

    private final RemainingVolumes volumes;

    DataVolumeController(RemainingVolumes volumes) {
        this.volumes = volumes;
    }

    /** How much about is left. */
    @Schema(name = "RetrieveDataVolumeResponse")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Category(@Nullable DeviceChosen device,
            @Schema(allowableValues = {"<200MiB", "<1GiB", "<5GiB", ">=5GiB"}) String dataVolumeCategory) {}

    /** Whether more is left. */
    @Schema(name = "CheckDataVolumeResponse")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Check(@Nullable DeviceChosen device, boolean thresholdExceeded) {}

    @DataVolumeDocs.Retrieve
    @PostMapping("/retrieve")
    @OwnTransactions
    ResponseEntity<Object> retrieve(HttpServletRequest http) throws IOException {
        var request = read(http);
        return answer(request, remaining -> new Category(request.device(), remaining.category()));
    }

    @DataVolumeDocs.Check
    @PostMapping("/check")
    @OwnTransactions
    ResponseEntity<Object> check(HttpServletRequest http) throws IOException {
        var request = read(http);
        var threshold = request.threshold();
        return answer(request, remaining -> new Check(request.device(), remaining.exceeds(threshold)));
    }

    private static VolumeRequest read(HttpServletRequest http) throws IOException {
        return VolumeRequest.read(http.getInputStream().readAllBytes(), CurrentCaller.phoneNumber());
    }

    private ResponseEntity<Object> answer(VolumeRequest request, Function<RemainingVolume, Object> success) {
        return switch (volumes.of(request.number())) {
            case Found(var remaining) -> ResponseEntity.ok(success.apply(remaining));
            case NumberUnknown() ->
                new CamaraError(404, "IDENTIFIER_NOT_FOUND", "Device identifier not found.").response();
            case NoDataVolume() -> CamaraError.of(Identifying.SERVICE_NOT_APPLICABLE,
                    "The service is not available for the provided identifier.").response();
            case NotYetKnown() -> {
                var headers = new HttpHeaders();
                headers.set(HttpHeaders.RETRY_AFTER, Long.toString(SOON.toSeconds()));
                yield new CamaraError(503, "UNAVAILABLE", "Subscriptions are still being read.").response(headers);
            }
        };
    }
}
