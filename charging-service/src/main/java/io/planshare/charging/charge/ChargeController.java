package io.planshare.charging.charge;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.charging.BusinessTime;
import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.ChargeId;

/** Charges on the wire. */
@RestController
@Tag(name = "Charges", description = "Money on an account's bill")
class ChargeController {

    private static final Duration UNTIL_TOLD = Duration.ofSeconds(1);
    private static final String CHARGE = "01930000-0000-7000-8000-0000000000d1";
    private static final String ACCOUNT = "01930000-0000-7000-8000-000000000020";

    private final Charges charges;

    ChargeController(Charges charges) {
        this.charges = charges;
    }

    @GetMapping("/v1/charges")
    @Operation(summary = "List an account's charges", description = "Newest first, refunds and adjustments among them; all amounts sum to what is owed.")
    Page<ChargeView> list(@Parameter(example = ACCOUNT) @RequestParam AccountId accountId,
            @Parameter(description = "recorded then or later", example = "2026-11-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant from,
            @Parameter(description = "recorded before", example = "2026-12-01T00:00:00Z") @RequestParam(required = false) @Nullable Instant to,
            Cursor cursor) {
        return charges.list(accountId, instant("from", from), instant("to", to), cursor).map(ChargeView::of);
    }

    @GetMapping("/v1/charges/{id}")
    @Operation(summary = "Show a charge", description = "As it was added: charges are never edited.")
    ChargeView find(@Parameter(example = CHARGE) @PathVariable ChargeId id) {
        return ChargeView.of(charges.find(id).orElseThrow(() -> unknown(id).exception()));
    }

    @PostMapping("/v1/charges/{id}/refunds")
    @IdempotencyKeyRequired
    @Operation(summary = "Give a charge back", description = "In whole or in part, as a further charge with a negative amount that names it. 422 not-refundable for a refund or an adjustment, more-than-charged beyond what is left of it.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ChargeView.class)))
    ResponseEntity<?> refund(@Parameter(example = CHARGE) @PathVariable ChargeId id,
            @Valid @RequestBody RefundRequest request) {
        return answer(charges.refund(id, request.amountMinor(), request.reason()), "#path/id");
    }

    @PostMapping("/v1/accounts/{id}/adjustments")
    @IdempotencyKeyRequired
    @Operation(summary = "Adjust an account", description = "Charges or credits it by hand. 400 unknown-account with Retry-After where no subscription of it is known here (yet); 422 unknown-charge, another-account or another-currency for a chargeId that does not fit.")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ChargeView.class)))
    ResponseEntity<?> adjust(@Parameter(example = ACCOUNT) @PathVariable AccountId id,
            @Valid @RequestBody AdjustmentRequest request) {
        return answer(charges.adjust(id, request.amount(), request.chargeId(), request.reason()), "/chargeId");
    }

    private static ResponseEntity<?> answer(ChargeOutcome outcome, String chargeAt) {
        return switch (outcome) {
            case ChargeOutcome.Added(var charge) -> ResponseEntity.created(URI.create("/v1/charges/" + charge.id()))
                    .body(ChargeView.of(charge));
            case ChargeOutcome.UnknownCharge(var id) -> chargeAt.equals("/chargeId")
                    ? Problem.of(422, "unknown-charge", "There is no charge " + id + ".").at(chargeAt, "is not known")
                            .response()
                    : unknown(id).response();
            // Not 404: that would be kept under the Idempotency-Key, and a retry could never succeed.
            case ChargeOutcome.UnknownAccount(var id) -> Problem
                    .of(400, "unknown-account",
                            "Account " + id + " is not known here (yet): if it was created a moment "
                                    + "ago, try again, with the same key too.")
                    .at("#path/id", "is not known here").retryAfter(UNTIL_TOLD).response();
            case ChargeOutcome.NotRefundable(var charge) -> Problem
                    .of(422, "not-refundable", "What corrects a charge is put right by an adjustment.")
                    .with("kind", charge.kind()).response();
            case ChargeOutcome.MoreThanCharged(var left) -> Problem
                    .of(422, "more-than-charged", "No more is given back than was charged.")
                    .at("/amountMinor", "must be at most " + left).with("leftMinor", left).response();
            case ChargeOutcome.AnotherCurrency(var currency) -> Problem
                    .of(422, "another-currency", "The charge is in " + currency + ".")
                    .at("/currency", "must be " + currency).response();
            case ChargeOutcome.AnotherAccount() -> Problem
                    .of(422, "another-account", "The charge stands on another account.")
                    .at("/chargeId", "is of another account").response();
        };
    }

    private static @Nullable Instant instant(String parameter, @Nullable Instant at) {
        return at == null ? null : Problem.reading("#query/" + parameter, () -> BusinessTime.sensible(at));
    }

    private static Problem unknown(ChargeId id) {
        return Problem.notFound("charge", id);
    }
}
