package io.planshare.theft.restriction;

import java.net.URI;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
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
import io.planshare.kit.security.CurrentCaller;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.theft.Confirmation;

/** Orders, lifts and shows restrictions. */
@RestController
@Tag(name = "Restrictions", description = "Who is cut off, by whom and why, and which services enforce it")
class RestrictionController {

    /** The levels that can be ordered; NONE is what a lift does. */
    enum OrderedLevel {
        R1, R2, R3, R4
    }

    @Schema(description = "An order to restrict a device")
    record NewRestriction(
            @Schema(description = "R1 spend guard, R2 identity guard, R3 traffic barred but for emergency, R4 for good; each includes those before", example = "R3") @NotNull OrderedLevel level,
            @Schema(description = "Why; shown to people, so no personal data of others", example = "owner reported it stolen") @NotBlank @Size(max = 500) String reason) {}

    record Lift(@Schema(description = "Why", example = "owner has it back") @NotBlank @Size(max = 500) String reason) {}

    private final RestrictionOrders restrictions;

    RestrictionController(RestrictionOrders restrictions) {
        this.restrictions = restrictions;
    }

    @PostMapping("/v1/devices/{deviceId}/restrictions")
    @IdempotencyKeyRequired
    @Operation(summary = "Restrict a device", description = "Four services enforce it and acknowledge that; see acknowledgements of the answer's Location. One in force is REPLACED by the new one, also by a weaker one. R4 needs the scope theft:confirm beside theft:write, else 403 confirmation-required.")
    @ApiResponse(responseCode = "201", description = "Ordered; Location tells where its answers are shown", content = @Content(schema = @Schema(implementation = RestrictionView.class)))
    ResponseEntity<?> order(
            @Parameter(example = "01920000-0000-7000-8000-00000000d001") @PathVariable DeviceId deviceId,
            @Valid @RequestBody NewRestriction order, Authentication caller) {
        var command = new RestrictionOrders.Command(deviceId, RestrictionLevel.valueOf(order.level.name()),
                order.reason, CurrentCaller.subject(), Confirmation.mayBeGivenBy(caller));
        return switch (restrictions.order(command)) {
            case RestrictionOutcome.Ordered(var restriction) -> ResponseEntity
                    .created(URI.create("/v1/restrictions/" + restriction.restrictionId()))
                    .body(RestrictionView.from(restriction, Acknowledgements.NONE, 1));
            case RestrictionOutcome.UnknownDevice() -> Problem.notFound("device", deviceId).response();
            case RestrictionOutcome.Unconfirmed() -> Confirmation.isMissing("Level " + order.level).response();
        };
    }

    @PostMapping("/v1/restrictions/{restrictionId}/lift")
    @Operation(summary = "Lift a restriction", description = "The device is free then, whatever was ordered before. 409 restriction-not-in-force if it was lifted or replaced already.")
    @ApiResponse(responseCode = "200", description = "The restriction as it stands now", content = @Content(schema = @Schema(implementation = RestrictionView.class)))
    ResponseEntity<?> lift(
            @Parameter(example = "01920000-0000-7000-8000-00000000ae01") @PathVariable RestrictionId restrictionId,
            @Valid @RequestBody Lift lift) {
        return switch (restrictions.lift(restrictionId, lift.reason, CurrentCaller.subject())) {
            case RestrictionOutcome.Lifted(var restriction) -> ResponseEntity
                    .ok(RestrictionView.from(restriction, Acknowledgements.NONE, 1));
            case RestrictionOutcome.Unknown() -> Problem.notFound("restriction", restrictionId).response();
            case RestrictionOutcome.NotInForce(var restriction) -> Problem
                    .of(409, "restriction-not-in-force", restriction.lift() == null
                            ? "A later order replaced it: lift that one."
                            : "It was lifted already.")
                    .response();
        };
    }

    @GetMapping("/v1/restrictions/{restrictionId}")
    @Operation(summary = "Show a restriction", description = "With the answers of the four services that enforce it and the slowest of them.")
    RestrictionView show(
            @Parameter(example = "01920000-0000-7000-8000-00000000ae01") @PathVariable RestrictionId restrictionId) {
        return restrictions.find(restrictionId)
                .orElseThrow(() -> Problem.notFound("restriction", restrictionId).exception());
    }

    @GetMapping("/v1/devices/{deviceId}/restrictions")
    @Operation(summary = "List a device's restrictions", description = "Newest first, ended ones included.")
    Page<RestrictionView> list(
            @Parameter(example = "01920000-0000-7000-8000-00000000d001") @PathVariable DeviceId deviceId,
            Cursor cursor) {
        return restrictions.page(deviceId, cursor);
    }

    @GetMapping("/v1/devices/{deviceId}/restrictions/current")
    @Operation(summary = "Show what is in force on a device", description = "404 not-restricted if nothing is.")
    RestrictionView current(
            @Parameter(example = "01920000-0000-7000-8000-00000000d001") @PathVariable DeviceId deviceId) {
        return restrictions.inForce(deviceId).orElseThrow(
                () -> Problem.of(404, "not-restricted", "No restriction is in force on " + deviceId + ".").exception());
    }
}
