package io.planshare.enrollment.presence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
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

import io.planshare.enrollment.time.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.PartyId;

@RestController
@Tag(name = "Presence", description = "Who is signed in to a device")
class PresenceController {

    enum Action {
        SIGN_IN, SIGN_OUT
    }

    @Schema(name = "NewPresence", description = "A user signs in to a device, or out")
    record PresenceBody(
            @Schema(example = "01930000-0000-7000-8000-000000000002") @NotNull PartyId userPartyId,
            @Schema(example = "SIGN_IN") @NotNull Action action,
            @Schema(description = "When it happened; now unless told, never later", example = "2026-11-23T10:00:00Z") @Nullable @BusinessTime Instant at,
            @Schema(description = "By what the device knows him; with SIGN_IN", example = "KEY") Presence.@Nullable Evidence evidence) {

        @Nullable
        Instant moment() {
            return at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    @Schema(name = "Presence")
    record PresenceView(@Schema(example = "01930000-0000-7000-8000-000000000031") DeviceId deviceId,
            @Schema(example = "01930000-0000-7000-8000-000000000002") PartyId userPartyId,
            @Schema(example = "2026-11-23T10:00:00Z") Instant signedInAt,
            @Schema(example = "2026-11-23T11:30:00Z") @Nullable Instant signedOutAt,
            @Schema(example = "KEY") Presence.Evidence evidence,
            @Schema(description = "Of the payer map that knows it", example = "4") long payerMapVersion) {}

    private final Presences presences;

    PresenceController(Presences presences) {
        this.presences = presences;
    }

    @PostMapping("/v1/devices/{deviceId}/presence")
    @Operation(summary = "Sign a user in or out", description = "From then on the payer is another. Of several users signed in, the last pays. 409 not-enrolled, not-signed-in, presence-out-of-order.")
    @ApiResponse(responseCode = "200", description = "The stay that began or ended", content = @Content(schema = @Schema(implementation = PresenceView.class)))
    ResponseEntity<?> tell(
            @Parameter(example = "01930000-0000-7000-8000-000000000031") @PathVariable DeviceId deviceId,
            @Valid @RequestBody PresenceBody body) {
        return answer(switch (body.action) {
            case SIGN_IN -> presences.signIn(deviceId, body.userPartyId, body.moment(), evidence(body));
            case SIGN_OUT -> presences.signOut(deviceId, body.userPartyId, body.moment());
        });
    }

    private static Presence.Evidence evidence(PresenceBody body) {
        if (body.evidence != null) return body.evidence;
        throw Problem.of(400, "invalid-value", "A sign-in needs its evidence.").at("/evidence", "must not be null")
                .exception();
    }

    private static ResponseEntity<?> answer(PresenceOutcome outcome) {
        return switch (outcome) {
            case PresenceOutcome.Done(var presence, var version) ->
                ResponseEntity.ok(new PresenceView(presence.deviceId(), presence.userPartyId(), presence.signedInAt(),
                        presence.signedOutAt(), presence.evidence(), version));
            case PresenceOutcome.UnknownDevice(var id) -> Problem.notFound("device", id).response();
            case PresenceOutcome.UnknownUser(var id) ->
                Problem.notFound("party", id).at("/userPartyId", "is not known").response();
            case PresenceOutcome.InTheFuture(var now) -> Problem.of(400, "invalid-value", "It is " + now + " only.")
                    .at("/at", "must not lie in the future").response();
            case PresenceOutcome.NotEnrolled(var user) -> Problem
                    .of(409, "not-enrolled", "The user has no live enrollment on the device.")
                    .at("/userPartyId", "is not enrolled").response();
            case PresenceOutcome.NotSignedIn() ->
                Problem.of(409, "not-signed-in", "The user is not signed in to the device.").response();
            case PresenceOutcome.OutOfOrder(var latest) -> Problem
                    .of(409, "presence-out-of-order", "Something later, of " + latest + ", is known of this user.")
                    .at("/at", "lies before what is known").with("latest", latest).response();
        };
    }
}
