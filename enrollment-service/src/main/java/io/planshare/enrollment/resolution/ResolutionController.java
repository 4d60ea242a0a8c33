package io.planshare.enrollment.resolution;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.enrollment.time.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;

@RestController
@Tag(name = "Payers")
class ResolutionController {

    @Schema(name = "Payers", description = "Who pays, or would pay, for each capability of a device")
    record PayersView(@Schema(example = "01930000-0000-7000-8000-000000000031") DeviceId deviceId,
            @Schema(example = "2026-11-23T10:00:00Z") Instant at,
            @Schema(example = "NONE") RestrictionLevel restriction, List<CapabilityPayerView> payers) {}

    @Schema(name = "PayerOfCapability")
    record CapabilityPayerView(@Schema(example = "INFOTAINMENT") String capability,
            @Schema(example = "PAID") Resolution.Outcome outcome,
            @Schema(example = "CAPABILITY") Resolution.Reason reason, ResolutionView.@Nullable PayerView payer) {}

    private final Resolutions resolutions;
    private final Clock clock;

    ResolutionController(Resolutions resolutions, Clock clock) {
        this.resolutions = resolutions;
        this.clock = clock;
    }

    @PostMapping("/v1/payer-resolutions")
    @Operation(summary = "Ask who pays", description = "For traffic at any instant, from the full history, by the six rules: emergency is free, a restricted device is denied, the most specific capability, its active enrollments, the first of them, else the fallback. Of a subscription whose card no device held, the subscription itself pays. 404 unknown-device, unknown-subscription.")
    @ApiResponse(responseCode = "200", description = "Who pays and why, or why nobody does", content = @Content(schema = @Schema(implementation = ResolutionView.class)))
    ResponseEntity<?> resolve(@Valid @RequestBody ResolutionBody body) {
        return switch (body.ask(resolutions)) {
            case ResolutionOutcome.Resolved(var resolution) -> ResponseEntity.ok(ResolutionView.from(resolution));
            case ResolutionOutcome.Unknown(var kind, var member) ->
                Problem.of(404, "unknown-" + kind, "There is no " + kind + " with this " + member + ".")
                        .at("/" + member, "is not known").response();
        };
    }

    @GetMapping("/v1/devices/{deviceId}/payers")
    @Operation(summary = "Show who pays for what on a device", description = "For each capability that the device offers or offered at that instant, and for the rest. Emergency is always free.")
    PayersView payers(
            @Parameter(example = "01930000-0000-7000-8000-000000000031") @PathVariable DeviceId deviceId,
            @Parameter(description = "Now unless told", example = "2026-11-23T10:00:00Z") @RequestParam(required = false) @Nullable @BusinessTime Instant at) {
        var found = resolutions.payers(deviceId, at == null ? clock.instant() : at.truncatedTo(ChronoUnit.MICROS))
                .orElseThrow(() -> Problem.notFound("device", deviceId).exception());
        var payers = found.payers().stream()
                .map(by -> new CapabilityPayerView(by.capability(), by.resolution().outcome(),
                        by.resolution().reason(), ResolutionView.PayerView.from(by.resolution().payer())))
                .toList();
        return new PayersView(found.deviceId(), found.at(), found.restriction(), payers);
    }
}
