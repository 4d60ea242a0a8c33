package io.planshare.charging.account;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
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

import io.planshare.charging.sharing.StoredPolicy;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.ProviderAccountId;

/** Moving limits on the wire (spec S7). */
@RestController
@RequestMapping("/v1/provider-accounts/{id}")
@Tag(name = "Moving limits", description = "How the limits of an account's consumers move while they draw")
class PolicyController {

    private static final String ACCOUNT = "01930000-0000-7000-8000-000000000052";

    private final Policies policies;

    PolicyController(Policies policies) {
        this.policies = policies;
    }

    @GetMapping("/adjustment-policy")
    @Operation(summary = "Show how limits move", description = "Until somebody sets it, an account's limits stand still: mode OPEN.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PolicyView.class)))
    ResponseEntity<?> find(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id) {
        return policies.find(id).<ResponseEntity<?>>map(PolicyController::shown)
                .orElseGet(() -> AccountController.unknown(id).response());
    }

    @PutMapping("/adjustment-policy")
    @Operation(summary = "Set how limits move", description = "Limits are moved at once, or within seconds where there are more than 256; with OPEN they go back to where people set them, or where use has carried them since.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PolicyView.class)))
    ResponseEntity<?> set(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(description = "the ETag that was seen", example = "\"0\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody PolicyRequest request) {
        return answer(id, policies.set(id, request::toPolicy, seen -> Etag.requireMatch(ifMatch, seen.version())));
    }

    @PostMapping("/rebalance")
    @Operation(summary = "Move limits now", description = "By the same rule as ever. With dryRun nothing is changed: the answer shows how limits would move. Without it, an answer without id says that they stand well enough (hysteresis), or, of more than 256, that they move with the next epoch. Limits of more than 256 are not listed: the reason says to which levels they rise. 409 limits-stand-still in mode OPEN.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AdjustmentView.class)))
    ResponseEntity<?> rebalance(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(description = "only show how it would be", example = "true") @RequestParam(defaultValue = "false") boolean dryRun) {
        return answer(id, policies.rebalance(id, dryRun));
    }

    @GetMapping("/adjustments")
    @Operation(summary = "List how limits moved", description = "Newest first; each with what made limits move and the numbers behind it.")
    Page<AdjustmentView> adjustments(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            Cursor cursor) {
        return policies.adjustments(id, cursor).orElseThrow(() -> AccountController.unknown(id).exception())
                .map(AdjustmentView::of);
    }

    private static ResponseEntity<?> answer(ProviderAccountId id, PolicyOutcome outcome) {
        return switch (outcome) {
            case PolicyOutcome.Set(var policy) -> shown(policy);
            case PolicyOutcome.Moved(var made) -> ResponseEntity.ok(AdjustmentView.of(made));
            case PolicyOutcome.Proposed(var proposed) -> ResponseEntity.ok(AdjustmentView.of(proposed));
            case PolicyOutcome.UnknownAccount() -> AccountController.unknown(id).response();
            case PolicyOutcome.LimitsStandStill() -> Problem.of(409, "limits-stand-still",
                    "The account's mode is OPEN: its limits stand where people set them.").response();
        };
    }

    private static ResponseEntity<?> shown(StoredPolicy policy) {
        return ResponseEntity.ok().eTag(Etag.of(policy.version())).body(PolicyView.of(policy));
    }
}
