package io.planshare.sim.card;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.page.Etag;
import io.planshare.kit.problem.Problem;
import io.planshare.model.SimCardId;

/**
 * Moves a card along the table of {@link SimCardMove}. 409 {@code sim-card-state} where the table has no such move, 423
 * {@code device-restricted} while a restriction of R2 or more names the card, 412 when If-Match names another version.
 */
@RestController
@RequestMapping("/v1/sim-cards/{simCardId}")
@Tag(name = "SIM cards")
class SimCardMoveController {

    private static final String CARD = "01920000-0000-7000-8000-00000000ca01";

    private final SimCards cards;

    SimCardMoveController(SimCards cards) {
        this.cards = cards;
    }

    @PostMapping("/reserve")
    @IdempotencyKeyRequired
    @Operation(summary = "Reserve a card", description = "From AVAILABLE to RESERVED: put aside for someone.")
    @ApiResponse(responseCode = "200", description = "The card as it stands now", content = @Content(schema = @Schema(implementation = SimCardView.class)))
    @ApiResponse(responseCode = "423", description = "Its device is restricted at R2 or more", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> reserve(@Parameter(example = CARD) @PathVariable SimCardId simCardId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return move(simCardId, SimCardMove.RESERVE, ifMatch);
    }

    @PostMapping("/activate")
    @IdempotencyKeyRequired
    @Operation(summary = "Activate a card", description = "From AVAILABLE, RESERVED or STANDBY to ACTIVE: full service.")
    @ApiResponse(responseCode = "200", description = "The card as it stands now", content = @Content(schema = @Schema(implementation = SimCardView.class)))
    @ApiResponse(responseCode = "423", description = "Its device is restricted at R2 or more", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> activate(@Parameter(example = CARD) @PathVariable SimCardId simCardId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return move(simCardId, SimCardMove.ACTIVATE, ifMatch);
    }

    @PostMapping("/suspend")
    @IdempotencyKeyRequired
    @Operation(summary = "Suspend a card", description = "From ACTIVE or STANDBY to SUSPENDED: no service until it is resumed.")
    @ApiResponse(responseCode = "200", description = "The card as it stands now", content = @Content(schema = @Schema(implementation = SimCardView.class)))
    @ApiResponse(responseCode = "423", description = "Its device is restricted at R2 or more", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> suspend(@Parameter(example = CARD) @PathVariable SimCardId simCardId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return move(simCardId, SimCardMove.SUSPEND, ifMatch);
    }

    @PostMapping("/resume")
    @IdempotencyKeyRequired
    @Operation(summary = "Resume a card", description = "From SUSPENDED to ACTIVE.")
    @ApiResponse(responseCode = "200", description = "The card as it stands now", content = @Content(schema = @Schema(implementation = SimCardView.class)))
    @ApiResponse(responseCode = "423", description = "Its device is restricted at R2 or more", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> resume(@Parameter(example = CARD) @PathVariable SimCardId simCardId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return move(simCardId, SimCardMove.RESUME, ifMatch);
    }

    @PostMapping("/standby")
    @IdempotencyKeyRequired
    @Operation(summary = "Put a card on standby", description = "From RESERVED or ACTIVE to STANDBY: a shared card between two users may attach and serves no user.")
    @ApiResponse(responseCode = "200", description = "The card as it stands now", content = @Content(schema = @Schema(implementation = SimCardView.class)))
    @ApiResponse(responseCode = "423", description = "Its device is restricted at R2 or more", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> standby(@Parameter(example = CARD) @PathVariable SimCardId simCardId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return move(simCardId, SimCardMove.STANDBY, ifMatch);
    }

    @PostMapping("/retire")
    @IdempotencyKeyRequired
    @Operation(summary = "Retire a card", description = "From any state to RETIRED, for ever.")
    @ApiResponse(responseCode = "200", description = "The card as it stands now", content = @Content(schema = @Schema(implementation = SimCardView.class)))
    @ApiResponse(responseCode = "423", description = "Its device is restricted at R2 or more", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> retire(@Parameter(example = CARD) @PathVariable SimCardId simCardId,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return move(simCardId, SimCardMove.RETIRE, ifMatch);
    }

    private ResponseEntity<?> move(SimCardId id, SimCardMove move, @Nullable String ifMatch) {
        var outcome = cards.move(id, move, card -> {
            if (ifMatch != null) Etag.requireMatch(ifMatch, card.version());
        });
        return switch (outcome) {
            case SimCardOutcome.Moved(var card) -> ResponseEntity.ok().eTag(Etag.of(card.version()))
                    .body(SimCardView.from(card));
            case SimCardOutcome.Unknown() -> Problem.notFound("sim-card", id).response();
            case SimCardOutcome.NotInState(var state, var asked) -> Problem
                    .of(409, "sim-card-state", "No " + asked + " of a card that is " + state + ".")
                    .with("state", state).response();
            case SimCardOutcome.Restricted(var level) -> Problem
                    .of(423, "device-restricted", "The card's device is restricted at " + level
                            + ": from R2 on its cards stay as they are until the restriction is lifted.")
                    .with("level", level).response();
        };
    }
}
