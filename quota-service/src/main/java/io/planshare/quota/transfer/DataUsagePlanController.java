package io.planshare.quota.transfer;

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

import io.planshare.kit.page.Etag;
import io.planshare.kit.problem.Problem;
import io.planshare.model.SubscriptionId;

/** Data usage plans on the wire. */
@RestController
@RequestMapping("/v1/subscriptions/{id}/data-usage-plan")
@Tag(name = "Data usage plans", description = "What a subscription's devices may use, over which connections")
class DataUsagePlanController {

    private static final String EXAMPLE = "01920000-0000-7000-8000-000000005001";

    private final DataUsagePlans plans;

    DataUsagePlanController(DataUsagePlans plans) {
        this.plans = plans;
    }

    @GetMapping
    @Operation(summary = "Show a plan", description = "With its meters of this cycle. The ETag is that of the plan: it stays the same while octets are used.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PlanView.class)))
    ResponseEntity<?> find(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId id) {
        return plans.meters(id).<ResponseEntity<?>>map(it -> ResponseEntity.ok()
                .eTag(Etag.of(it.plan().version())).body(PlanView.of(it))).orElseGet(() -> unknown(id).response());
    }

    @PutMapping
    @Operation(summary = "Make or change a plan", description = "Without If-Match for the first time, with it to change. A threshold that changes inside a cycle counts for the rest of it: each value for its part of the time. Transfers of devices and over connections that the plan does not name any more are cancelled; all that wait are decided anew. 409 device-in-other-plan.")
    @ApiResponse(responseCode = "200", description = "Changed", content = @Content(schema = @Schema(implementation = PlanView.class)))
    @ApiResponse(responseCode = "201", description = "Made", content = @Content(schema = @Schema(implementation = PlanView.class)))
    ResponseEntity<?> put(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId id,
            @Parameter(description = "the ETag that was seen; nothing for the first time") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody PlanBody body) {
        var wanted = body.toPlan(id);
        if (ifMatch == null) {
            var made = plans.make(wanted);
            if (made.isPresent()) return answer(id, made.get());
        }
        return answer(id, plans.change(wanted, seen -> Etag.requireMatch(ifMatch, seen.version())));
    }

    private ResponseEntity<?> answer(SubscriptionId id, PlanOutcome outcome) {
        return switch (outcome) {
            case PlanOutcome.Made(var plan) -> shown(
                    ResponseEntity.created(URI.create("/v1/subscriptions/" + id + "/data-usage-plan")), plan);
            case PlanOutcome.Changed(var plan) -> shown(ResponseEntity.ok(), plan);
            case PlanOutcome.Unknown() -> unknown(id).response();
            case PlanOutcome.DeviceTaken(var device) -> Problem.of(409, "device-in-other-plan",
                    "Device " + device + " uses another data usage plan.").at("/devices", "names " + device).response();
        };
    }

    private ResponseEntity<?> shown(ResponseEntity.BodyBuilder answer, DataUsagePlan plan) {
        var books = plans.meters(plan.subscriptionId()).orElseThrow();
        return answer.eTag(Etag.of(plan.version())).body(PlanView.of(books));
    }

    static Problem unknown(SubscriptionId id) {
        return Problem.of(404, "unknown-data-usage-plan", "Subscription " + id + " has no data usage plan.");
    }
}
