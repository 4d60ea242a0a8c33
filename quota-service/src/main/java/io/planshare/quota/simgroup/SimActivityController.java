package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.problem.Problem;
import io.planshare.model.Iccid;
import io.planshare.model.SimCardId;

/** What a card was used for, whichever device held it. */
@RestController
@RequestMapping("/v1/sims")
@Tag(name = "SIM groups")
class SimActivityController {

    @Schema(name = "SimActivity")
    record ActivityView(SimCardId simCardId,
            @Schema(description = "How far what is known reaches", example = "2026-11-20T12:00:00Z") @Nullable Instant asOf,
            List<SimActivityStore.Hour> hours) {}

    @Schema(name = "SimSearch")
    record Search(
            @Schema(implementation = String.class, example = "8949000000000001230") @NotNull Iccid iccid) {}

    @Schema(name = "FoundSim")
    record Found(@Schema(example = "01920000-0000-7000-8000-00000000ca01") SimCardId simCardId) {}

    private final SimGroups groups;

    SimActivityController(SimGroups groups) {
        this.groups = groups;
    }

    @GetMapping("/{simCardId}/activity")
    @Operation(summary = "What a card used", description = "Hour by hour, the last 31 days unless told; each hour counts what ended in it. 409 stale-base, with asOf, when what is known of the card is older than its group allows.")
    @ApiResponse(responseCode = "200", description = "From a fresh base", content = @Content(schema = @Schema(implementation = ActivityView.class)))
    ResponseEntity<?> activity(
            @Parameter(example = "01920000-0000-7000-8000-00000000ca01") @PathVariable SimCardId simCardId,
            @Parameter(example = "2026-11-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant from,
            @Parameter(example = "2026-12-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant to) {
        return switch (groups.activity(simCardId, from, to)) {
            case SimGroupOutcome.Activity(var asOf, var hours) -> ResponseEntity
                    .ok(new ActivityView(simCardId, asOf, hours));
            case SimGroupOutcome.Unknown() -> Problem.notFound("sim", simCardId).response();
            case SimGroupOutcome.TooOld(var asOf) -> {
                var problem = Problem.of(409, "stale-base", "What is known of this card is too old to be shown.");
                yield (asOf == null ? problem : problem.with("asOf", asOf)).response();
            }
        };
    }

    @PostMapping("/searches")
    @Operation(summary = "Find a group's card by its number", description = "Numbers never stand in a URL. 404 for one that was in no group yet.")
    Found search(@Valid @RequestBody Search search) {
        return groups.cardOf(search.iccid()).map(Found::new).orElseThrow(
                () -> Problem.of(404, "unknown-sim", "No group has or had this card.").exception());
    }
}
