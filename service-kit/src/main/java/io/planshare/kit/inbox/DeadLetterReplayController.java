package io.planshare.kit.inbox;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import io.planshare.event.Topic;
import io.planshare.kit.problem.Problem;

/** The operator's way to have dead letters applied again, once their cause is gone. */
@RestController
@Tag(name = "operations", description = "For the people who run the service")
final class DeadLetterReplayController {

    private static final int LIMIT = 100;

    private final DeadLetterReplays replays;

    DeadLetterReplayController(DeadLetterReplays replays) {
        this.replays = replays;
    }

    record ReplayRequest(@Schema(description = "whose dead letters", example = "USAGE") @NotNull Topic topic,
            @Schema(description = "at most so many, 1 to 10000; 100 when missing", example = "100") @Min(1) @Max(10_000) @Nullable Integer limit) {}

    record Replay(@Schema(description = "how many were applied, or had been before", example = "3") int replayed,
            @Schema(description = "how many went to the end of the dead letters again", example = "0") int failed) {}

    @PostMapping("/v1/dead-letter-replays")
    @Operation(summary = "Apply dead letters again", description = "Those of this service's own consumers, oldest first. Answers when it is done.")
    ResponseEntity<?> replay(@Valid @RequestBody ReplayRequest request) {
        int limit = request.limit() == null ? LIMIT : request.limit();
        return switch (replays.replay(request.topic(), limit)) {
            case DeadLetterReplays.Outcome.Finished done ->
                ResponseEntity.ok(new Replay(done.replayed(), done.failed()));
            case DeadLetterReplays.Outcome.Interrupted partly -> Problem.of(503, "replay-interrupted",
                    "The database or the broker did not answer; the rest can be replayed later.")
                    .with("replayed", partly.replayed()).with("failed", partly.failed())
                    .retryAfter(Duration.ofSeconds(5)).response();
            case DeadLetterReplays.Outcome.NotRead() -> Problem.of(404, "topic-not-read",
                    "This service does not read " + request.topic().stem() + ".").at("/topic", "not read here")
                    .response();
        };
    }
}
