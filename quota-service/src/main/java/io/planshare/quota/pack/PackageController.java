package io.planshare.quota.pack;

import java.net.URI;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

import jakarta.validation.Valid;

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

import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;

/** Packages on the wire (spec S6). */
@RestController
@RequestMapping("/v1/packages")
@Tag(name = "Packages", description = "Contracts on units that renew, and with whom they are shared")
class PackageController {

    static final String PACKAGE = "01920000-0000-7000-8000-00000000ba01";

    private final Packages packages;
    private final Clock clock;

    PackageController(Packages packages, Clock clock) {
        this.packages = packages;
        this.clock = clock;
    }

    @PostMapping
    @IdempotencyKeyRequired
    @Operation(summary = "Buy a package", description = "It is private until a sharing policy of it is activated. Charging is told of its first cycle and of the one after it at once. 409 package-exists for an id that is taken, package-over for one that has ended before it begins.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = PackageView.class)))
    ResponseEntity<?> buy(@Valid @RequestBody PackageRequest request) {
        var wanted = request.toCommand(clock.instant().truncatedTo(ChronoUnit.MICROS));
        return answer(packages.buy(wanted), ResponseEntity.created(URI.create("/v1/packages/" + wanted.id())));
    }

    @GetMapping
    @Operation(summary = "List packages", description = "All that an account may use: its own, and those that are shared with it.")
    Page<PackageView> list(
            @Parameter(description = "Who may use them", example = "01920000-0000-7000-8000-00000000ac01") @RequestParam AccountId accountId,
            Cursor cursor) {
        return packages.usableBy(accountId, cursor).map(PackageView::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a package", description = "Its terms; the units of its cycles lie in charging.")
    PackageView find(@Parameter(example = PACKAGE) @PathVariable PackageId id) {
        return packages.find(id).map(PackageView::of).orElseThrow(() -> unknown(id).exception());
    }

    @PostMapping("/{id}/end")
    @Operation(summary = "End a package", description = "At the end of its present cycle; cycles that were announced after it are taken back. Said twice, nothing changes. 409 package-over for one that has ended, or has not begun.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PackageView.class)))
    ResponseEntity<?> end(@Parameter(example = PACKAGE) @PathVariable PackageId id) {
        return answer(packages.end(id), ResponseEntity.ok());
    }

    private static ResponseEntity<?> answer(PackageOutcome outcome, ResponseEntity.BodyBuilder done) {
        return switch (outcome) {
            case PackageOutcome.Done(var bought) -> done.body(PackageView.of(bought));
            case PackageOutcome.IdTaken() -> Problem.of(409, "package-exists", "There is a package of this id already.")
                    .at("/id", "is taken").response();
            case PackageOutcome.Unknown(var id) -> unknown(id).response();
            case PackageOutcome.Over() -> Problem
                    .of(409, "package-over", "The package is not valid now, or has no cycle that ends.").response();
        };
    }

    static Problem unknown(PackageId id) {
        return Problem.notFound("package", id);
    }
}
