package io.planshare.quota.pack;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

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
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.page.Etag;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;

/** Sharing policies and their acceptance on the wire (spec S6). */
@RestController
@RequestMapping("/v1/packages/{id}/sharing-policy")
@Tag(name = "Packages")
class PolicyController {

    private static final String ACCOUNT = "01930000-0000-7000-8000-000000000021";

    private final SharingPolicies policies;
    private final Clock clock;

    PolicyController(SharingPolicies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    @GetMapping
    @Operation(summary = "Show a package's sharing policy", description = "The version that is offered last, in force or not, and who accepted it. 404 unknown-sharing-policy while nothing was offered: the package is private.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PolicyView.class)))
    ResponseEntity<?> find(@Parameter(example = PackageController.PACKAGE) @PathVariable PackageId id) {
        return answer(policies.find(id));
    }

    @PutMapping
    @Operation(summary = "Offer a package to others", description = "Writes a new version of its policy. It binds once everybody it names has accepted it and the sharing group's execution plan is activated; until then the version before does. Who accepted that and is asked for nothing else needs not accept again. If-Match carries the ETag of the version before; * for the first.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PolicyView.class)))
    ResponseEntity<?> offer(@Parameter(example = PackageController.PACKAGE) @PathVariable PackageId id,
            @Parameter(example = "\"1\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody PolicyBody body) {
        return answer(policies.offer(body.toCommand(id, clock.instant().truncatedTo(ChronoUnit.MICROS)),
                version -> Etag.requireMatch(ifMatch, version)));
    }

    /** @param recallCapMinor consents to pay for units called back up to that amount in a cycle */
    @Schema(name = "Acceptance", example = """
                                           {"accountId": "01930000-0000-7000-8000-000000000021", "policyVersion": 1, "recallCapMinor": 500}""")
    record AcceptanceRequest(@NotNull AccountId accountId, @Min(1) long policyVersion,
            @Min(0) @Schema(description = "consents to pay for units called back up to that amount in a cycle, in minor units of the policy's currency; no more is lent than it covers. 0 if missing") @Nullable Long recallCapMinor) {}

    @PostMapping("/acceptances")
    @Operation(summary = "Accept a sharing policy", description = "For an account that it names. 409 policy-outdated for another version than the one offered last, 422 not-named.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PolicyView.class)))
    ResponseEntity<?> accept(@Parameter(example = PackageController.PACKAGE) @PathVariable PackageId id,
            @Valid @RequestBody AcceptanceRequest request) {
        return answer(policies.accept(id, request.policyVersion(), request.accountId(),
                request.recallCapMinor() == null ? 0 : request.recallCapMinor()));
    }

    @DeleteMapping("/acceptances/{accountId}")
    @Operation(summary = "Leave a shared package", description = "At once: it draws no more. What it used stays settled to it.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PolicyView.class)))
    ResponseEntity<?> leave(@Parameter(example = PackageController.PACKAGE) @PathVariable PackageId id,
            @Parameter(example = ACCOUNT) @PathVariable AccountId accountId) {
        return answer(policies.leave(id, accountId));
    }

    private static ResponseEntity<?> answer(PolicyOutcome outcome) {
        return switch (outcome) {
            case PolicyOutcome.Done done -> ResponseEntity.ok().eTag(Etag.of(done.policy().version()))
                    .body(PolicyView.of(done));
            case PolicyOutcome.UnknownPackage(var id) -> PackageController.unknown(id).response();
            case PolicyOutcome.NoPolicy(var id) -> Problem.notFound("sharing-policy", "of " + id).response();
            case PolicyOutcome.UnknownGroup(var group) -> Problem
                    .of(422, "unknown-group", "There is no account group " + group + ".")
                    .at("/groupId", "is not known").response();
            case PolicyOutcome.NamesOwner(var place) -> Problem
                    .of(422, "names-owner", "The owner uses the package anyway.")
                    .at("/members/" + place + "/accountId", "is the owner").response();
            case PolicyOutcome.NotNamed(var account) -> Problem
                    .of(422, "not-named", "The policy does not name account " + account + ".")
                    .at("/accountId", "is not named").response();
            case PolicyOutcome.Outdated(var current) -> Problem
                    .of(409, "policy-outdated", "Another version is offered now.")
                    .at("/policyVersion", "must be " + current).with("currentVersion", current).response();
            case PolicyOutcome.NoMember(var account) -> Problem.notFound("member", account).response();
        };
    }
}
