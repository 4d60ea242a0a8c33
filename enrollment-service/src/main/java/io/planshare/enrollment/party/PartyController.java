package io.planshare.enrollment.party;

import java.net.URI;
import java.time.Instant;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
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

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.Id;
import io.planshare.model.PartyId;

@RestController
@RequestMapping("/v1/parties")
@Tag(name = "Parties", description = "Who owns, uses and pays")
class PartyController {

    @Schema(name = "NewParty", description = "Somebody to be known")
    record PartyBody(
            @Schema(description = "Chosen by the caller, else by the service", example = "01930000-0000-7000-8000-000000000001") @Nullable PartyId id,
            @Schema(example = "PERSON") @NotNull Party.Type type,
            @Schema(description = "1 to 100 characters", example = "Ada Lovelace") @NotBlank @Size(max = 100) String name) {}

    @Schema(name = "Party")
    record PartyView(@Schema(example = "01930000-0000-7000-8000-000000000001") PartyId id,
            @Schema(example = "PERSON") Party.Type type, @Schema(example = "Ada Lovelace") String name,
            @Schema(example = "2026-11-23T10:00:00Z") Instant createdAt) {
        static PartyView from(Party party) {
            return new PartyView(party.id(), party.type(), party.name(), party.createdAt());
        }
    }

    private final Parties parties;

    PartyController(Parties parties) {
        this.parties = parties;
    }

    @PostMapping
    @Operation(summary = "Register a party", description = "A person or an organisation. 409 id-taken if the chosen id belongs to another.")
    @ApiResponse(responseCode = "201", description = "Registered; Location tells where", content = @Content(schema = @Schema(implementation = PartyView.class)))
    ResponseEntity<?> register(@Valid @RequestBody PartyBody body) {
        var id = body.id == null ? new PartyId(Id.next()) : body.id;
        return switch (parties.register(id, body.type, body.name.strip())) {
            case PartyOutcome.Registered(var party) -> ResponseEntity.created(URI.create("/v1/parties/" + party.id()))
                    .body(PartyView.from(party));
            case PartyOutcome.IdTaken(var taken) -> Problem
                    .of(409, "id-taken", "There is a party " + taken + " already.").at("/id", "is taken").response();
        };
    }

    @GetMapping("/{partyId}")
    @Operation(summary = "Show a party", description = "404 unknown-party if there is none.")
    PartyView show(
            @Parameter(example = "01930000-0000-7000-8000-000000000001") @PathVariable PartyId partyId) {
        return parties.find(partyId).map(PartyView::from)
                .orElseThrow(() -> Problem.notFound("party", partyId).exception());
    }

    @GetMapping
    @Operation(summary = "List parties", description = "In the order of their ids.")
    Page<PartyView> list(Cursor cursor) {
        return Page.of(cursor, parties.page(cursor), party -> party.id().toString()).map(PartyView::from);
    }
}
