package io.planshare.quota.chargeback;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.problem.Problem;
import io.planshare.model.PackageId;

/** Chargeback reports on the wire (spec S6 (6)). */
@RestController
@Tag(name = "Chargeback", description = "Who used how much of a package")
class ChargebackController {

    private static final String CSV = "text/csv";

    private final Chargebacks chargebacks;
    private final Clock clock;

    ChargebackController(Chargebacks chargebacks, Clock clock) {
        this.chargebacks = chargebacks;
        this.clock = clock;
    }

    @GetMapping("/v1/packages/{id}/chargeback")
    @Operation(summary = "Report who used a package", description = "One cycle's use by subscription, as it lies now: a close may move some of it, late use may come on top. As JSON, or as CSV with Accept: text/csv. 404 unknown-cycle where the package has none at that instant.")
    @ApiResponse(responseCode = "200", content = {
            @Content(mediaType = "application/json", schema = @Schema(implementation = Chargeback.class)),
            @Content(mediaType = CSV, schema = @Schema(type = "string", example = "packageId,cycleFrom,cycleTo,accountId,subscriptionId,borrowed,records,unit,used,recallable"))})
    ResponseEntity<?> report(
            @Parameter(example = "01920000-0000-7000-8000-00000000ba01") @PathVariable PackageId id,
            @Parameter(description = "an instant in the cycle; now if it is left out", example = "2026-11-15T00:00:00Z") @RequestParam(required = false) @Nullable Instant at,
            @Parameter(hidden = true) @RequestHeader(name = "Accept", required = false) @Nullable String accept) {
        var instant = at == null ? clock.instant() : at;
        return chargebacks.find(id, instant)
                .<ResponseEntity<?>>map(report -> prefersCsv(accept)
                        ? ResponseEntity.ok().contentType(MediaType.parseMediaType(CSV + ";charset=UTF-8"))
                                .body(report.toCsv())
                        : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(report))
                .orElseGet(
                        () -> Problem.of(404, "unknown-cycle", "No package of this id has a cycle then.").response());
    }

    private static boolean prefersCsv(@Nullable String accept) {
        return accept != null && MediaType.parseMediaTypes(accept).stream().findFirst()
                .filter(it -> it.equalsTypeAndSubtype(MediaType.parseMediaType(CSV))).isPresent();
    }
}
