package io.planshare.quota.plan;

import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;

/** Execution plans on the wire (spec S6). A sharing group is asked for by any account in it. */
@RestController
@RequestMapping("/v1/sharing-groups/{accountId}/execution-plans")
@Tag(name = "Execution plans", description = "In which order use is taken from packages, and why")
class PlanController {

    private static final String ACCOUNT = "01920000-0000-7000-8000-00000000ac01";

    private final ExecutionPlans plans;

    PlanController(ExecutionPlans plans) {
        this.plans = plans;
    }

    @Schema(name = "ExecutionPlanPreview")
    record PreviewView(AccountId groupId,
            @Schema(description = "to activate this very plan") String hash, PlanView plan,
            @Schema(description = "who must still accept which package's policy") Map<PackageId, List<AccountId>> missing) {}

    @Schema(name = "ExecutionPlanActivation", example = """
                                                        {"hash": "5f3a0c1d5f3a0c1d5f3a0c1d5f3a0c1d"}""")
    record ActivationRequest(@NotBlank @Schema(description = "of the preview") String hash) {}

    @PostMapping("/preview")
    @Operation(summary = "Preview an execution plan", description = "What would bind if all policies that are offered and effective were activated now, with a reason for each place. Changes nothing.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PreviewView.class)))
    ResponseEntity<?> preview(@Parameter(example = ACCOUNT) @PathVariable AccountId accountId) {
        return answer(plans.preview(accountId));
    }

    @PostMapping("/activate")
    @Operation(summary = "Activate an execution plan", description = "The one that was previewed, from now on. Charging is told of orders and members in the same transaction. 409 not-accepted while a member has not accepted, plan-changed if something changed since the preview.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ActivatedPlan.class)))
    ResponseEntity<?> activate(@Parameter(example = ACCOUNT) @PathVariable AccountId accountId,
            @Valid @RequestBody ActivationRequest request) {
        return answer(plans.activate(accountId, request.hash()));
    }

    @GetMapping("/current")
    @Operation(summary = "Show the execution plan in force", description = "As it was activated last, with reasons. 404 unknown-execution-plan while nothing was activated: the group's packages are private.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ActivatedPlan.class)))
    ResponseEntity<?> current(@Parameter(example = ACCOUNT) @PathVariable AccountId accountId) {
        return answer(plans.current(accountId));
    }

    private static ResponseEntity<?> answer(PlanOutcome outcome) {
        return switch (outcome) {
            case PlanOutcome.Activated(var plan) -> ResponseEntity.ok(plan);
            case PlanOutcome.Previewed(var group, var hash, var plan, var missing) -> ResponseEntity
                    .ok(new PreviewView(group, hash, plan, missing));
            case PlanOutcome.NoGroup(var account) -> Problem.notFound("sharing-group", "of account " + account)
                    .response();
            case PlanOutcome.NoPlan(var group) -> Problem.notFound("execution-plan", "of group " + group).response();
            case PlanOutcome.NotAccepted(var missing) -> Problem
                    .of(409, "not-accepted", "Not every member has accepted what is offered.").with("missing", missing)
                    .response();
            case PlanOutcome.Changed(var hash) -> Problem
                    .of(409, "plan-changed", "Something changed since the preview: look again.")
                    .at("/hash", "must be " + hash).with("currentHash", hash).response();
        };
    }
}
