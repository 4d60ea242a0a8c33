package io.planshare.kit.outbox;

import java.time.Instant;

import jakarta.validation.constraints.Positive;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.kit.problem.Problem;

/** The operator's way to have events sent again. */
@RestController
@Tag(name = "operations", description = "For the people who run the service")
final class OutboxReplayController {

    private final OutboxReplays replays;

    OutboxReplayController(OutboxReplays replays) {
        this.replays = replays;
    }

    /** Exactly one of both. */
    record ReplayRequest(
            @Schema(description = "the first event recorded then or later", example = "2026-11-23T10:00:00Z") @Nullable Instant from,
            @Schema(description = "the event with this number in the outbox, or the next one", example = "4711") @Nullable @Positive Long fromId) {}

    record Replay(@Schema(example = "4711") long fromId,
            @Schema(description = "how many events are sent again, new ones included", example = "120") long events) {}

    @PostMapping("/v1/outbox-replays")
    @Operation(summary = "Send events again", description = "With the ids they had, in their order; new events follow after them. The outbox keeps 14 days.")
    ResponseEntity<?> replay(@jakarta.validation.Valid @RequestBody ReplayRequest request) {
        if ((request.from() == null) == (request.fromId() == null)) {
            return Problem.of(400, "bad-request", "Say from where: a time or a number.")
                    .at("/from", "exactly one of from and fromId")
                    .response();
        }
        return switch (start(request)) {
            case OutboxReplays.Outcome.Started started -> ResponseEntity.accepted()
                    .body(new Replay(started.fromId(), started.events()));
            case OutboxReplays.Outcome.NothingToSend() -> Problem.of(404, "nothing-to-replay",
                    "The outbox keeps no event from then on.").response();
        };
    }

    private OutboxReplays.Outcome start(ReplayRequest request) {
        var from = request.from();
        var fromId = request.fromId();
        return from != null ? replays.from(from) : replays.from(fromId == null ? 0 : fromId);
    }
}
