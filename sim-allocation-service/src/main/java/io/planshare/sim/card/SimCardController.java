package io.planshare.sim.card;

import java.net.URI;
import java.util.Optional;

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

import io.planshare.event.SimEvent.SimCardForm;
import io.planshare.event.SimEvent.SimCardState;
import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.Eid;
import io.planshare.model.Iccid;
import io.planshare.model.Imsi;
import io.planshare.model.PartyId;
import io.planshare.model.SimCardId;

import static java.util.Locale.ROOT;

/** Cards are registered and looked up here; {@link SimCardMoveController} moves them. */
@RestController
@RequestMapping("/v1/sim-cards")
@Tag(name = "SIM cards", description = "The card register: every card once, with its state")
class SimCardController {

    @Schema(description = "A card to register")
    record NewCard(
            @Schema(description = "18 to 20 digits, Luhn-checked from 19 on (ITU-T E.118)", implementation = String.class, example = "8949000000000001230") @NotNull Iccid iccid,
            @Schema(description = "6 to 15 digits (TS 23.003 clause 2.2)", implementation = String.class, example = "262990000000001") @NotNull Imsi imsi,
            @Schema(example = "ESIM") @NotNull SimCardForm form,
            @Schema(description = "The chip of an eSIM: 32 digits (GSMA SGP.29)", implementation = String.class, example = "89049032000000000000000000000066") @Nullable Eid eid,
            @Schema(description = "Whose card it is", example = "01920000-0000-7000-8000-00000000fa01") @Nullable PartyId ownerPartyId) {}

    @Schema(description = "One of the two numbers, in clear")
    record Search(
            @Schema(implementation = String.class, example = "8949000000000001230") @Nullable Iccid iccid,
            @Schema(implementation = String.class, example = "262990000000001") @Nullable Imsi imsi) {}

    private final SimCards cards;

    SimCardController(SimCards cards) {
        this.cards = cards;
    }

    @PostMapping
    @IdempotencyKeyRequired
    @Operation(summary = "Register a card", description = "The card is AVAILABLE then. 409 sim-card-exists names the number that another card has already.")
    @ApiResponse(responseCode = "201", description = "Registered; Location and ETag tell where and which version", content = @Content(schema = @Schema(implementation = SimCardView.class)))
    ResponseEntity<?> register(@Valid @RequestBody NewCard card) {
        var identity = new SimCard.Identity(card.iccid, card.imsi, card.eid);
        return switch (cards.register(identity, card.form, card.ownerPartyId)) {
            case SimCardOutcome.Registered(var registered) -> ResponseEntity
                    .created(URI.create("/v1/sim-cards/" + registered.simCardId()))
                    .eTag(Etag.of(registered.version())).body(SimCardView.from(registered));
            case SimCardOutcome.AlreadyRegistered(var kind) -> Problem
                    .of(409, "sim-card-exists", "A card with this " + kind + " is registered already.")
                    .at("/" + kind.name().toLowerCase(ROOT), "belongs to a registered card").response();
        };
    }

    @GetMapping("/{simCardId}")
    @Operation(summary = "Show a card", description = "The ETag is its version; send it as If-Match with the next move.")
    ResponseEntity<SimCardView> show(
            @Parameter(example = "01920000-0000-7000-8000-00000000ca01") @PathVariable SimCardId simCardId) {
        var card = cards.find(simCardId).orElseThrow(() -> Problem.notFound("sim-card", simCardId).exception());
        return ResponseEntity.ok().eTag(Etag.of(card.version())).body(SimCardView.from(card));
    }

    @GetMapping
    @Operation(summary = "List cards", description = "In the order of their ids, which is that of their registration.")
    Page<SimCardView> list(
            @Parameter(description = "Only those in this state", example = "ACTIVE") @RequestParam(required = false) @Nullable SimCardState state,
            Cursor cursor) {
        return cards.page(state, cursor).map(SimCardView::from);
    }

    @PostMapping("/searches")
    @Operation(summary = "Find a card by its number", description = "By ICCID or IMSI in clear, exactly one of both; finds one card or none. Numbers never stand in a URL.")
    Page<SimCardView> search(@Valid @RequestBody Search search) {
        if (search.iccid != null && search.imsi == null) return found(cards.search(search.iccid));
        if (search.imsi != null && search.iccid == null) return found(cards.search(search.imsi));
        throw notOne().exception();
    }

    private static Page<SimCardView> found(Optional<SimCard> card) {
        return new Page<>(card.stream().map(SimCardView::from).toList(), null);
    }

    private static Problem notOne() {
        return Problem.of(400, "invalid-body", "Search by iccid or by imsi.")
                .at("/iccid", "exactly one of iccid and imsi is needed")
                .at("/imsi", "exactly one of iccid and imsi is needed");
    }
}
