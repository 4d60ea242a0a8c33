package io.planshare.charging.overage;

import java.net.URI;
import java.time.Duration;

import jakarta.validation.Valid;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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
import io.planshare.model.SubscriptionId;

/** Consented overage on the wire (design section 3). */
@RestController
@RequestMapping("/v1/subscriptions/{id}/overage-consent")
@Tag(name = "Overage consent", description = "What a subscription agreed to pay in money beyond all accounts")
class OverageController {

    private static final Duration UNTIL_TOLD = Duration.ofSeconds(1);
    private static final String EXAMPLE = "01930000-0000-7000-8000-000000000031";

    private final OverageConsents consents;

    OverageController(OverageConsents consents) {
        this.consents = consents;
    }

    @GetMapping
    @Operation(summary = "Show the consent", description = "The ETag is that of its terms: it stays the same while units are used.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConsentView.class)))
    ResponseEntity<?> find(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId id) {
        return consents.find(id).<ResponseEntity<?>>map(consent -> shown(ResponseEntity.ok(), consent))
                .orElseGet(() -> unknown(id).response());
    }

    @PutMapping
    @Operation(summary = "Give or change the consent", description = "Without If-Match for the first time, with it to change. With unit, price and priceSize it names a price of its own and its limit counts for ever; without these three the plan's tariff says the price and the limit counts per cycle of the plan. The limits may always change; unit, currency and price only while nothing is used (by tariff: in this cycle) or held: 409 overage-in-use. A plan without a tariff, or with one in another currency, charges nothing. 400 unknown-subscription with Retry-After where the subscription is not known here (yet).")
    @ApiResponse(responseCode = "200", description = "Changed", content = @Content(schema = @Schema(implementation = ConsentView.class)))
    @ApiResponse(responseCode = "201", description = "Given", content = @Content(schema = @Schema(implementation = ConsentView.class)))
    ResponseEntity<?> put(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId id,
            @Parameter(description = "the ETag that was seen; nothing for the first time") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody ConsentRequest request) {
        var terms = request.toTerms();
        if (ifMatch == null) {
            var given = consents.give(id, terms);
            if (given.isPresent()) return answer(id, given.get());
        }
        return answer(id, consents.change(id, terms, seen -> requireMatch(ifMatch, seen)));
    }

    @DeleteMapping
    @Operation(summary = "Withdraw the consent", description = "409 overage-in-use while units are held for the network: set the limit to 0 then, and come back when they are used or released. A later consent counts anew.")
    @ApiResponse(responseCode = "204", description = "Withdrawn")
    ResponseEntity<?> withdraw(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId id,
            @Parameter(description = "the ETag that was seen") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(id, consents.withdraw(id, seen -> requireMatch(ifMatch, seen)));
    }

    private static ResponseEntity<?> answer(SubscriptionId id, ConsentOutcome outcome) {
        return switch (outcome) {
            case ConsentOutcome.Given(var consent) -> shown(
                    ResponseEntity.created(URI.create("/v1/subscriptions/" + id + "/overage-consent")), consent);
            case ConsentOutcome.Changed(var consent) -> shown(ResponseEntity.ok(), consent);
            case ConsentOutcome.Withdrawn() -> ResponseEntity.noContent().build();
            case ConsentOutcome.UnknownConsent() -> unknown(id).response();
            // Not 409: that would be kept under an Idempotency-Key, and a retry could never succeed.
            case ConsentOutcome.UnknownSubscription() -> Problem.of(400, "unknown-subscription", "Subscription " + id
                    + " is not known here (yet): if it was created a moment ago, try again.")
                    .at("#path/id", "is not known here").retryAfter(UNTIL_TOLD).response();
            case ConsentOutcome.InUse(var consent) -> Problem
                    .of(409, "overage-in-use", "Units were used or are held at the terms that stand.")
                    .with("used", consent.used()).with("reserved", ConsentView.of(consent).reserved())
                    .response();
        };
    }

    private static ResponseEntity<ConsentView> shown(ResponseEntity.BodyBuilder answer, StoredConsent consent) {
        return answer.eTag(Etag.of(consent.terms().version())).body(ConsentView.of(consent));
    }

    private static void requireMatch(@Nullable String ifMatch, StoredConsent seen) {
        Etag.requireMatch(ifMatch, seen.terms().version());
    }

    private static Problem unknown(SubscriptionId id) {
        return Problem.of(404, "unknown-overage-consent", "Subscription " + id + " has not consented to overage.");
    }
}
