package io.planshare.charging.account;

import java.net.URI;

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
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.charging.ledger.ConsumerAccount;
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
    @Operation(summary = "Show a consumer", description = "The ETag is that of its limit: it stays the same while units are drawn.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> find(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(example = SUBSCRIPTION) @PathVariable SubscriptionId subscriptionId) {
        return consumers.find(id, subscriptionId).<ResponseEntity<?>>map(ConsumerController::shown)
                .orElseGet(() -> unknown(subscriptionId).response());
    }

    @PostMapping
    @Operation(summary = "Add a consumer", description = "409 consumer-exists or subscription-ended; 400 unknown-subscription with Retry-After where the subscription is not known here (yet).")
    @ApiResponse(responseCode = "201", description = "It may draw from now on", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> add(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Valid @RequestBody NewConsumer wanted) {
        return answer(id, wanted.subscriptionId(), consumers.add(id, wanted),
                ResponseEntity.created(URI.create("/v1/provider-accounts/" + id + "/consumers/"
                        + wanted.subscriptionId())));
    }

    @PutMapping("/{subscriptionId}")
    @Operation(summary = "Move a consumer's limit", description = "422 limit-below-use for less than it used and holds already: the network was promised that.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ConsumerView.class)))
    ResponseEntity<?> setLimit(@Parameter(example = ACCOUNT) @PathVariable ProviderAccountId id,
            @Parameter(example = SUBSCRIPTION) @PathVariable SubscriptionId subscriptionId,
            @Parameter(description = "the ETag that was seen", example = "\"5000000000\"") @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody LimitRequest request) {
        var outcome = consumers.setLimit(id, subscriptionId, request.limit(),
                seen -> Etag.requireMatch(ifMatch, ConsumerView.version(seen)));
        return answer(id, subscriptionId, outcome, ResponseEntity.ok());
    }

    private static ResponseEntity<?> answer(ProviderAccountId id, SubscriptionId subscription, ConsumerOutcome outcome,
            ResponseEntity.BodyBuilder done) {
        return switch (outcome) {
            case ConsumerOutcome.Done(var consumer) -> done.eTag(ConsumerView.etag(consumer))
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

    private static ResponseEntity<?> shown(ConsumerAccount consumer) {
        return ResponseEntity.ok().eTag(ConsumerView.etag(consumer)).body(ConsumerView.of(consumer));
    }

    private static Problem unknown(SubscriptionId subscription) {
        return Problem.notFound("consumer", subscription);
    }
}
