package io.planshare.charging.rating;

import java.net.URI;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.PlanId;

/** Plans of the catalogue on the wire. */
@RestController
@RequestMapping("/v1/plans")
@Tag(name = "Catalogue", description = "Plans, and what use beyond them costs")
class PlanController {

    private static final String EXAMPLE = "01930000-0000-7000-8000-0000000000b1";

    private final RatePlans plans;

    PlanController(RatePlans plans) {
        this.plans = plans;
    }

    @PutMapping("/{id}")
    @Operation(summary = "Create or change a plan", description = "Without If-Match to create it, with it to change. Subscriptions name plans by this id; a subscription on a plan that is not here has no tariff, no fee and no cycle. 409 unknown-tariff.")
    @ApiResponse(responseCode = "200", description = "Changed", content = @Content(schema = @Schema(implementation = PlanView.class)))
    @ApiResponse(responseCode = "201", description = "Created", content = @Content(schema = @Schema(implementation = PlanView.class)))
    ResponseEntity<?> put(@Parameter(example = EXAMPLE) @PathVariable PlanId id,
            @Parameter(description = "the ETag that was seen; nothing to create it") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody PlanRequest request) {
        var plan = request.toPlan(id);
        if (ifMatch == null) {
            var created = plans.create(plan);
            if (created.isPresent()) return answer(created.get());
        }
        return answer(plans.change(plan, seen -> Etag.requireMatch(ifMatch, seen.version())));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a plan", description = "With the cycle that runs now.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PlanView.class)))
    ResponseEntity<?> find(@Parameter(example = EXAMPLE) @PathVariable PlanId id) {
        return shown(ResponseEntity.ok(), plans.find(id).orElseThrow(() -> unknown(id).exception()));
    }

    @GetMapping
    @Operation(summary = "List plans", description = "In the order of their ids.")
    Page<PlanView> list(Cursor cursor) {
        var now = plans.now();
        return plans.list(cursor).map(plan -> PlanView.of(plan, now));
    }

    private ResponseEntity<?> answer(PlanOutcome outcome) {
        return switch (outcome) {
            case PlanOutcome.Created(var plan) -> shown(ResponseEntity.created(URI.create("/v1/plans/" + plan.id())),
                    plan);
            case PlanOutcome.Changed(var plan) -> shown(ResponseEntity.ok(), plan);
            case PlanOutcome.UnknownPlan(var id) -> unknown(id).response();
            case PlanOutcome.UnknownTariff(var id) ->
                Problem.of(409, "unknown-tariff", "There is no tariff " + id + ".")
                        .at("/tariffId", "is not in the catalogue").response();
        };
    }

    private ResponseEntity<?> shown(ResponseEntity.BodyBuilder answer, RatePlan plan) {
        return answer.eTag(Etag.of(plan.version())).body(PlanView.of(plan, plans.now()));
    }

    private static Problem unknown(PlanId id) {
        return Problem.notFound("plan", id);
    }
}
