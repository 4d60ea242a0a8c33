package io.planshare.quota.simgroup;

import java.net.URI;
import java.time.Clock;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

/** Groups, their cards and their allowance. */
@RestController
@RequestMapping("/v1/sim-groups")
@Tag(name = "SIM groups", description = "SIM cards that share one allowance: who is restricted when little is left")
class SimGroupController {

    private static final String GROUP = "01920000-0000-7000-8000-0000000056a1";

    @Schema(name = "SimGroupMembers")
    record Joining(@NotNull @NotEmpty @Size(max = 1000) List<@Valid @NotNull NewMember> members) {}

    @Schema(name = "SimGroupAllowance")
    record Allowance(
            @Schema(description = "Octets until the next cycle sets it anew; null: unlimited", implementation = Long.class, example = "120000000000") @Nullable Units totalAllowance) {}

    private final SimGroups groups;
    private final Clock clock;

    SimGroupController(SimGroups groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
    }

    @PostMapping
    @IdempotencyKeyRequired
    @Operation(summary = "Open a group", description = "Counts from now on. 409 sim-in-group names the cards that are in a group already, 422 wrong-carrier those that are not in our register and should be, or the other way round, 422 threshold-above-allowance.")
    @ApiResponse(responseCode = "201", description = "Opened; Location and ETag tell where and which version", content = @Content(schema = @Schema(implementation = SimGroupView.class)))
    ResponseEntity<?> create(@Valid @RequestBody NewSimGroup group) {
        var outcome = groups.create(group.accountId(), group.name(), group.terms(),
                group.members() == null ? List.of() : group.members());
        return outcome instanceof SimGroupOutcome.Done(var opened)
                ? ResponseEntity.created(URI.create("/v1/sim-groups/" + opened.id()))
                        .eTag(Etag.of(opened.version())).body(SimGroupView.from(opened))
                : answer(outcome, "/firstThreshold");
    }

    @GetMapping("/{simGroupId}")
    @Operation(summary = "Show a group", description = "The ETag is its version; send it as If-Match with an edit.")
    ResponseEntity<SimGroupView> show(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId) {
        var group = status(simGroupId).group();
        return ResponseEntity.ok().eTag(Etag.of(group.version())).body(SimGroupView.from(group));
    }

    @GetMapping
    @Operation(summary = "List an account's groups", description = "In the order in which they were opened.")
    Page<SimGroupView> list(
            @Parameter(example = "01920000-0000-7000-8000-00000000ac01") @RequestParam AccountId accountId,
            Cursor cursor) {
        return groups.page(accountId, cursor).map(SimGroupView::from);
    }

    @GetMapping("/{simGroupId}/status")
    @Operation(summary = "How a group stands", description = "What is left, taken from what, how old that is, and when nothing will be left if it goes on so.")
    SimGroupView.StatusView showStatus(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId) {
        return SimGroupView.StatusView.from(status(simGroupId), clock.instant());
    }

    @GetMapping("/{simGroupId}/members")
    @Operation(summary = "List a group's cards", description = "In the order of their ids.")
    Page<SimGroupView.MemberView> members(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId,
            Cursor cursor) {
        status(simGroupId);
        return groups.members(simGroupId, cursor).map(SimGroupView.MemberView::from);
    }

    @PostMapping("/{simGroupId}/members")
    @IdempotencyKeyRequired
    @Operation(summary = "Add cards", description = "All of them or none; up to 1,000. Refused as with a new group.")
    @ApiResponse(responseCode = "200", description = "The group as it stands now", content = @Content(schema = @Schema(implementation = SimGroupView.class)))
    ResponseEntity<?> join(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId,
            @Valid @RequestBody Joining joining) {
        return answer(groups.join(simGroupId, joining.members()), "/members");
    }

    @DeleteMapping("/{simGroupId}/members/{simCardId}")
    @Operation(summary = "Take a card out", description = "It is free at once; what it used stays used and known.")
    @ApiResponse(responseCode = "200", description = "The group as it stands now", content = @Content(schema = @Schema(implementation = SimGroupView.class)))
    ResponseEntity<?> leave(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId,
            @Parameter(example = "01920000-0000-7000-8000-00000000ca01") @PathVariable SimCardId simCardId) {
        return answer(groups.leave(simGroupId, simCardId), "");
    }

    @PutMapping("/{simGroupId}/allowance")
    @Operation(summary = "Set the allowance", description = "Until the next cycle sets it to its first value. Less than was used restricts at once; more than threshold and margin need frees. 422 threshold-above-allowance.")
    @ApiResponse(responseCode = "200", description = "The group as it stands now", content = @Content(schema = @Schema(implementation = SimGroupView.class)))
    ResponseEntity<?> allow(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId,
            @Parameter(description = "The group's ETag", example = "\"2\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody Allowance allowance) {
        return answer(groups.allow(simGroupId, allowance.totalAllowance(),
                group -> Etag.requireMatch(ifMatch, group.version())), "/totalAllowance");
    }

    @PostMapping("/{simGroupId}/reset")
    @IdempotencyKeyRequired
    @Operation(summary = "Begin anew", description = "The allowance is set to its first value and nothing is used; the cycle ends when it would have.")
    @ApiResponse(responseCode = "200", description = "The group as it stands now", content = @Content(schema = @Schema(implementation = SimGroupView.class)))
    ResponseEntity<?> reset(@Parameter(example = GROUP) @PathVariable SimGroupId simGroupId) {
        return answer(groups.reset(simGroupId), "");
    }

    private SimGroups.Status status(SimGroupId id) {
        return groups.status(id).orElseThrow(() -> Problem.notFound("sim-group", id).exception());
    }

    private static ResponseEntity<?> answer(SimGroupOutcome.OfChange outcome, String pointer) {
        return switch (outcome) {
            case SimGroupOutcome.Done(var group) -> ResponseEntity.ok().eTag(Etag.of(group.version()))
                    .body(SimGroupView.from(group));
            case SimGroupOutcome.Unknown() -> Problem.of(404, "unknown-sim-group", "There is no such SIM group.")
                    .response();
            case SimGroupOutcome.NotAMember() -> Problem
                    .of(404, "unknown-member", "This card is not in the group.").response();
            case SimGroupOutcome.InAnotherGroup(var indexes) -> named(
                    Problem.of(409, "sim-in-group", "A card is in one group at most."), indexes,
                    "is in a group already").response();
            case SimGroupOutcome.WrongCarrier(var indexes) -> named(
                    Problem.of(422, "wrong-carrier", "OWN cards are in our register, FOREIGN ones are not."), indexes,
                    "is not this carrier's").response();
            case SimGroupOutcome.ThresholdAboveAllowance() -> Problem
                    .of(422, "threshold-above-allowance", "The first threshold is above the allowance.")
                    .at(pointer, "the threshold must not be above the allowance").response();
        };
    }

    private static Problem named(Problem problem, List<Integer> indexes, String message) {
        var named = problem;
        for (var index : indexes)
            named = named.at("/members/" + index + "/iccid", message);
        return named;
    }
}
