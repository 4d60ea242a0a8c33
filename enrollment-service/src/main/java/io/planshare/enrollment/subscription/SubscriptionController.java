package io.planshare.enrollment.subscription;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import com.fasterxml.jackson.annotation.JsonProperty;

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
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.Id;
import io.planshare.model.Imsi;
import io.planshare.model.Msisdn;
import io.planshare.model.PlanId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

@RestController
@RequestMapping("/v1/subscriptions")
@Tag(name = "Subscriptions", description = "Plans on accounts, carried by SIMs")
class SubscriptionController {

    private static final String EXAMPLE = "01930000-0000-7000-8000-000000000021";

    @Schema(name = "NewSubscription", description = "A subscription to be opened; ACTIVE at once")
    record SubscriptionBody(
            @Schema(description = "Chosen by the caller, else by the service", example = EXAMPLE) @Nullable SubscriptionId id,
            @Schema(example = "01930000-0000-7000-8000-000000000011") @NotNull AccountId accountId,
            @Schema(description = "Of charging's catalogue", example = "01930000-0000-7000-8000-000000000061") @NotNull PlanId planId,
            @Schema(description = "6 to 15 digits", implementation = String.class, example = "001010000000001") @NotNull Imsi imsi,
            @Schema(description = "5 to 15 digits with the country code first", implementation = String.class, example = "491701234567") @Nullable Msisdn msisdn,
            @Schema(description = "18 to 20 digits, Luhn-checked from 19 on", implementation = String.class, example = "8965880812100011146") @Nullable Iccid iccid,
            @Schema(description = "The card in sim-allocation's register", example = "01930000-0000-7000-8000-000000000071") @Nullable SimCardId simCardId,
            @Schema(description = "The device that holds the card, since ever", example = "01930000-0000-7000-8000-000000000031") @Nullable DeviceId deviceId) {

        SubscriptionOpenings.Opening opening() {
            return new SubscriptionOpenings.Opening(id == null ? new SubscriptionId(Id.next()) : id, accountId, planId,
                    imsi, msisdn, iccid, simCardId, deviceId);
        }
    }

    @Schema(name = "SubscriptionSearch", description = "Exactly one number, in clear")
    record SearchBody(@Schema(implementation = String.class, example = "001010000000001") @Nullable Imsi imsi,
            @Schema(implementation = String.class, example = "491701234567") @Nullable Msisdn msisdn,
            @Schema(implementation = String.class, example = "8965880812100011146") @Nullable Iccid iccid) {}

    @Schema(name = "CardPlace", description = "The device that holds the card from now on, or null for none")
    record PlaceBody(
            @Schema(example = "01930000-0000-7000-8000-000000000031", nullable = true, requiredMode = Schema.RequiredMode.REQUIRED) @JsonProperty(required = true) @Nullable DeviceId deviceId) {}

    private final Subscriptions subscriptions;
    private final SubscriptionOpenings openings;

    SubscriptionController(Subscriptions subscriptions, SubscriptionOpenings openings) {
        this.subscriptions = subscriptions;
        this.openings = openings;
    }

    @PostMapping
    @Operation(summary = "Open a subscription", description = "409 identifier-in-use names the number or card that another subscription has; 404 unknown-account, unknown-device; 423 restricted if the device is.")
    @ApiResponse(responseCode = "201", description = "Open; Location and ETag tell where and which version", content = @Content(schema = @Schema(implementation = SubscriptionView.class)))
    @ApiResponse(responseCode = "423", description = "Restricted, or its equipment barred", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> open(@Valid @RequestBody SubscriptionBody body) {
        var outcome = openings.open(body.opening());
        if (!(outcome instanceof SubscriptionOutcome.Done(var opened))) return answer(outcome);
        return ResponseEntity.created(URI.create("/v1/subscriptions/" + opened.id()))
                .eTag(Etag.of(opened.version())).body(SubscriptionView.from(opened));
    }

    @GetMapping("/{subscriptionId}")
    @Operation(summary = "Show a subscription", description = "404 unknown-subscription if there is none.")
    ResponseEntity<SubscriptionView> show(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId subscriptionId) {
        var found = subscriptions.find(subscriptionId)
                .orElseThrow(() -> Problem.notFound("subscription", subscriptionId).exception());
        return ResponseEntity.ok().eTag(Etag.of(found.version())).body(SubscriptionView.from(found));
    }

    @GetMapping
    @Operation(summary = "List subscriptions", description = "In the order of their ids.")
    Page<SubscriptionView> list(
            @Parameter(description = "Only those on this account", example = "01930000-0000-7000-8000-000000000011") @RequestParam(required = false) @Nullable AccountId accountId,
            Cursor cursor) {
        return Page.of(cursor, subscriptions.page(accountId, cursor), s -> s.id().toString())
                .map(SubscriptionView::from);
    }

    @PostMapping("/searches")
    @Operation(summary = "Find subscriptions by a number", description = "By exactly one, in clear: numbers never stand in a URL. Ended subscriptions that had it are found too.")
    Page<SubscriptionView> search(@Valid @RequestBody SearchBody body, Cursor cursor) {
        var given = Stream.of(Optional.ofNullable(body.imsi), Optional.ofNullable(body.msisdn),
                Optional.ofNullable(body.iccid)).flatMap(Optional::stream).toList();
        if (given.size() != 1) {
            throw Problem.of(400, "invalid-value", "A search is by exactly one number.")
                    .at("", "exactly one of imsi, msisdn and iccid is needed").exception();
        }
        return Page.of(cursor, subscriptions.search(given.getFirst(), cursor), s -> s.id().toString())
                .map(SubscriptionView::from);
    }

    @PostMapping("/{subscriptionId}/suspend")
    @Operation(summary = "Suspend a subscription", description = "Its enrollments pay nothing until it is resumed. 409 subscription-state unless it is ACTIVE.")
    @ApiResponse(responseCode = "200", description = "Suspended", content = @Content(schema = @Schema(implementation = SubscriptionView.class)))
    ResponseEntity<?> suspend(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId subscriptionId) {
        return answer(subscriptions.suspend(subscriptionId));
    }

    @PostMapping("/{subscriptionId}/resume")
    @Operation(summary = "Resume a subscription", description = "Its enrollments pay again, but for those that are suspended for other reasons too. 409 subscription-state unless it is SUSPENDED.")
    @ApiResponse(responseCode = "200", description = "Active again", content = @Content(schema = @Schema(implementation = SubscriptionView.class)))
    ResponseEntity<?> resume(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId subscriptionId) {
        return answer(subscriptions.resume(subscriptionId));
    }

    @PostMapping("/{subscriptionId}/end")
    @Operation(summary = "End a subscription", description = "For good; its enrollments end with it. 409 subscription-state if it has ended.")
    @ApiResponse(responseCode = "200", description = "Ended", content = @Content(schema = @Schema(implementation = SubscriptionView.class)))
    ResponseEntity<?> end(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId subscriptionId) {
        return answer(subscriptions.end(subscriptionId));
    }

    @PutMapping("/{subscriptionId}/device")
    @Operation(summary = "Tell which device holds the card", description = "From now on. The same device again changes nothing. 423 restricted while the subscription, or a device on either side, is.")
    @ApiResponse(responseCode = "200", description = "As it is now", content = @Content(schema = @Schema(implementation = SubscriptionView.class)))
    @ApiResponse(responseCode = "423", description = "Restricted, or its equipment barred", content = @Content(mediaType = "application/problem+json", schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> bind(@Parameter(example = EXAMPLE) @PathVariable SubscriptionId subscriptionId,
            @Valid @RequestBody PlaceBody body) {
        return answer(subscriptions.bind(subscriptionId, body.deviceId));
    }

    private static ResponseEntity<?> answer(SubscriptionOutcome outcome) {
        return switch (outcome) {
            case SubscriptionOutcome.Done(var subscription) -> ResponseEntity.ok()
                    .eTag(Etag.of(subscription.version())).body(SubscriptionView.from(subscription));
            case SubscriptionOutcome.UnknownSubscription(var id) -> Problem.notFound("subscription", id).response();
            case SubscriptionOutcome.UnknownAccount(var id) ->
                Problem.notFound("account", id).at("/accountId", "is not known").response();
            case SubscriptionOutcome.UnknownDevice(var id) ->
                Problem.notFound("device", id).at("/deviceId", "is not known").response();
            case SubscriptionOutcome.IdTaken(var id) -> Problem
                    .of(409, "id-taken", "There is a subscription " + id + " already.").at("/id", "is taken")
                    .response();
            case SubscriptionOutcome.InUse(var member) -> Problem
                    .of(409, "identifier-in-use", "Another subscription that has not ended has this " + member + ".")
                    .at("/" + member, "is in use").response();
            case SubscriptionOutcome.DeviceRetired(var id) -> Problem
                    .of(409, "device-retired", "The device " + id + " is retired.").at("/deviceId", "is retired")
                    .response();
            case SubscriptionOutcome.Restricted(var level) -> Problem
                    .of(423, "restricted", "The subscription or a device is restricted: no card is moved meanwhile.")
                    .with("level", level).response();
            case SubscriptionOutcome.WrongStatus(var status) -> Problem
                    .of(409, "subscription-state", "The subscription is " + status + ".").with("status", status)
                    .response();
        };
    }
}
