package io.planshare.charging.account;

import java.net.URI;

import jakarta.validation.Valid;

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

import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Etag;
import io.planshare.kit.page.Page;
import io.planshare.kit.problem.Problem;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

/** Consumer accounts on the wire (spec S7). */
@RestController
@RequestMapping("/v1/provider-accounts/{id}/consumers")
@Tag(name = "Provider accounts")
class ConsumerController {

    private static final String ACCOUNT = "01930000-0000-7000-8000-000000000052";
    private static final String SUBSCRIPTION = "01930000-0000-7000-8000-000000000031";

    private final Consumers consumers;

    ConsumerController(Consumers consumers) {
        this.consumers = consumers;
    }

    @GetMapping
    @Operation(summary = "List an account's consumers", description = "In the order of their subscriptions' ids.")
    Page<ConsumerView> list(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id, Cursor cursor) {
        return consumers.list(id, cursor).orElseThrow(() -> AccountController.unknown(id).exception())
                .map(ConsumerView::of);
    }

    @GetMapping("/{subscriptionId}")
    @Operation(summary = "Show a consumer", description = "The ETag is that of its terms: it stays the same while units are drawn and limits move.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> find(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(example = SUBSCRIPTION) @PathVariable SubscriptionId subscriptionId) {
        return consumers.find(id, subscriptionId).<ResponseEntity<?>>map(ConsumerController::shown)
                .orElseGet(() -> unknown(subscriptionId).response());
    }

    @PostMapping
    @Operation(summary = "Add a consumer", description = "Who left before comes back with what it used then. Where limits of more than 256 move, it gets its share within seconds. 409 consumer-exists or subscription-ended; 400 unknown-subscription with Retry-After where the subscription is not known here (yet).")
    @ApiResponse(responseCode = "201", description = "It may draw from now on", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> add(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Valid @RequestBody NewConsumer wanted) {
        wanted.terms();
        return answer(id, wanted.subscriptionId(), consumers.add(id, wanted),
                ResponseEntity.created(URI.create("/v1/provider-accounts/" + id + "/consumers/"
                        + wanted.subscriptionId())));
    }

    @PutMapping("/{subscriptionId}")
    @Operation(summary = "Change a consumer's terms", description = "Its limit, floor and weight, all of them. 422 limit-below-use for a limit of less than it used and holds already: the network was promised that. 400 for a floor beyond the limit.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> setTerms(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(example = SUBSCRIPTION) @PathVariable SubscriptionId subscriptionId,
            @Parameter(description = "the ETag that was seen", example = "\"1\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody TermsRequest request) {
        var outcome = consumers.setTerms(id, subscriptionId, request.toTerms(),
                seen -> Etag.requireMatch(ifMatch, seen.termsVersion()));
        return answer(id, subscriptionId, outcome, ResponseEntity.ok());
    }

    @PostMapping("/{subscriptionId}/pause")
    @Operation(summary = "Pause a consumer", description = "Nothing more is granted to it here, and what the network holds for it is asked back. Its floor stays its own. Said twice, nothing changes.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> pause(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(example = SUBSCRIPTION) @PathVariable SubscriptionId subscriptionId) {
        return answer(id, subscriptionId, consumers.setPaused(id, subscriptionId, true), ResponseEntity.ok());
    }

    @PostMapping("/{subscriptionId}/resume")
    @Operation(summary = "Resume a consumer", description = "It may draw again; sessions that were refused meanwhile are made to ask. Said twice, nothing changes.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> resume(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(example = SUBSCRIPTION) @PathVariable SubscriptionId subscriptionId) {
        return answer(id, subscriptionId, consumers.setPaused(id, subscriptionId, false), ResponseEntity.ok());
    }

    @DeleteMapping("/{subscriptionId}")
    @Operation(summary = "Send a consumer away", description = "It draws no more. What the network holds for it is asked back; what it used until now is settled to it, also when it is reported later.")
    @ApiResponse(responseCode = "200", description = "As it was at last", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> remove(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(example = SUBSCRIPTION) @PathVariable SubscriptionId subscriptionId) {
        return answer(id, subscriptionId, consumers.remove(id, subscriptionId), ResponseEntity.ok());
    }

    private static ResponseEntity<?> answer(ProviderAccountId id, SubscriptionId subscription, ConsumerOutcome outcome,
            ResponseEntity.BodyBuilder done) {
        return switch (outcome) {
            case ConsumerOutcome.Done(var consumer) -> done.eTag(Etag.of(consumer.termsVersion()))
                    .body(ConsumerView.of(consumer));
            case ConsumerOutcome.UnknownAccount() -> AccountController.unknown(id).response();
            case ConsumerOutcome.UnknownConsumer() -> unknown(subscription).response();
            case ConsumerOutcome.Exists() -> Problem
                    .of(409, "consumer-exists", "The subscription is a consumer of this account already.")
                    .at("/subscriptionId", "is a consumer already").response();
            case ConsumerOutcome.NoSuchConsumer(var unusable) -> unusable.problem("/subscriptionId").response();
            case ConsumerOutcome.BelowUse(var consumed, var reserved) -> Problem
                    .of(422, "limit-below-use", "The limit must leave room for what is used and reserved already.")
                    .at("/limit", "must be " + consumed.plus(reserved) + " or more, or null")
                    .with("consumed", consumed).with("reserved", reserved).response();
        };
    }

    private static ResponseEntity<?> shown(StoredConsumer consumer) {
        return ResponseEntity.ok().eTag(Etag.of(consumer.termsVersion())).body(ConsumerView.of(consumer));
    }

    private static Problem unknown(SubscriptionId subscription) {
        return Problem.notFound("consumer", subscription);
    }
}
