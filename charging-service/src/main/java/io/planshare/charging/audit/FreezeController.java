package io.planshare.charging.audit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.kit.problem.Problem;
import io.planshare.model.ProviderAccountId;

/** Lets a person lift a freeze. */
@RestController
@Tag(name = "Provider accounts")
class FreezeController {

    private final Freezes freezes;

    FreezeController(Freezes freezes) {
        this.freezes = freezes;
    }

    /** Why it is lifted. */
    @Schema(name = "Unfreeze")
    record UnfreezeRequest(
            @NotBlank @Size(max = 500) @Schema(example = "entries of the restored backup were posted again, ticket 4711", description = "what was wrong and how it was repaired; kept with the freeze") String reason) {}

    /** Where it stands now. */
    @Schema(name = "Unfrozen")
    record UnfrozenView(ProviderAccountId id, Status status) {}

    @PostMapping("/v1/provider-accounts/{id}/unfreeze")
    @Operation(summary = "Lift the freeze of an account", description = "Once its figures agree again: it is ACTIVE or SUSPENDED as it was before. The auditor sums it up anew within seconds and freezes it again if they do not. 409 account-not-frozen otherwise.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = UnfrozenView.class)))
    ResponseEntity<?> unfreeze(
            @Parameter(example = "01930000-0000-7000-8000-000000000052") @PathVariable ProviderAccountId id,
            @Valid @RequestBody UnfreezeRequest request) {
        return switch (freezes.lift(id, request.reason())) {
            case Freezes.Outcome.Lifted(var status) -> ResponseEntity.ok(new UnfrozenView(id, status));
            case Freezes.Outcome.NotFrozen(var status) -> Problem
                    .of(409, "account-not-frozen", "The account is " + status + ", not frozen.").response();
            case Freezes.Outcome.UnknownAccount() -> Problem.notFound("provider-account", id).response();
        };
    }
}
