package io.planshare.charging.rating;

import java.net.URI;

import jakarta.validation.Valid;

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
import io.planshare.model.TariffId;

/** Tariffs on the wire. */
@RestController
@RequestMapping("/v1/tariffs")
@Tag(name = "Catalogue", description = "Plans, and what use beyond them costs")
class TariffController {

    private static final String EXAMPLE = "01930000-0000-7000-8000-0000000000a1";

    private final Tariffs tariffs;

    TariffController(Tariffs tariffs) {
        this.tariffs = tariffs;
    }

    @PostMapping
    @Operation(summary = "Create a tariff", description = "With its first version. It costs nobody anything until a plan names it. 409 id-taken.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = TariffView.class)))
    ResponseEntity<?> create(@Valid @RequestBody TariffRequest request) {
        return answer(tariffs.create(request.toTariff()));
    }

    @PostMapping("/{id}/versions")
    @Operation(summary = "Change a tariff", description = "By a further version that begins in the future; versions are never edited. One that begins before others that were announced replaces them. 409 already-in-force.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = TariffView.class)))
    ResponseEntity<?> add(@Parameter(example = EXAMPLE) @PathVariable TariffId id,
            @Valid @RequestBody VersionBody request) {
        return answer(tariffs.add(id, request.toVersion(1, "")));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a tariff", description = "With all its versions, the oldest first.")
    TariffView find(@Parameter(example = EXAMPLE) @PathVariable TariffId id) {
        return TariffView.of(tariffs.find(id).orElseThrow(() -> unknown(id).exception()), tariffs.now());
    }

    @GetMapping
    @Operation(summary = "List tariffs", description = "In the order of their ids, each with all its versions.")
    Page<TariffView> list(Cursor cursor) {
        var now = tariffs.now();
        return tariffs.list(cursor).map(tariff -> TariffView.of(tariff, now));
    }

    @PostMapping("/{id}/quotes")
    @Operation(summary = "Preview a price", description = "What a use would cost; nothing is charged or kept. 422 not-priced when no entry covers it, price-overflow beyond 2^63-1 minor units.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = QuoteView.class)))
    ResponseEntity<?> quote(@Parameter(example = EXAMPLE) @PathVariable TariffId id,
            @Valid @RequestBody QuoteRequest request) {
        var tariff = tariffs.find(id).orElseThrow(() -> unknown(id).exception());
        var quote = Tariffs.quote(tariff, request.toUse(tariffs.now()), request.zone(), request.before(),
                request.units().count());
        if (quote.isEmpty()) return Problem.of(422, "not-priced", "No entry of the tariff covers this use.").response();
        if (!quote.get().isPayable()) {
            return Problem.of(422, "price-overflow", "It would cost more than can be counted.")
                    .at("/units", "cost more than 2^63-1 minor units").response();
        }
        return ResponseEntity.ok(QuoteView.of(tariff, quote.get()));
    }

    private ResponseEntity<?> answer(TariffOutcome outcome) {
        return switch (outcome) {
            case TariffOutcome.Saved(var tariff) -> ResponseEntity.created(URI.create("/v1/tariffs/" + tariff.id()))
                    .body(TariffView.of(tariff, tariffs.now()));
            case TariffOutcome.UnknownTariff(var id) -> unknown(id).response();
            case TariffOutcome.IdTaken() -> Problem.of(409, "id-taken", "Another tariff has this id.")
                    .at("/id", "is taken").response();
            case TariffOutcome.AlreadyInForce(var now) -> Problem
                    .of(409, "already-in-force", "Versions that have begun stand; a further one begins in the future.")
                    .at("/validFrom", "must be after " + now).response();
        };
    }

    private static Problem unknown(TariffId id) {
        return Problem.notFound("tariff", id);
    }
}
