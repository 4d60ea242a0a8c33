package io.planshare.quota.deduction;

import java.time.Duration;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.springframework.http.ResponseEntity;
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
import io.planshare.model.AccountId;
import io.planshare.quota.deduction.Queues.Queue;

/** Deduction runs on the wire (spec S6). */
@RestController
@Tag(name = "Deductions", description = "Closes of sharing groups' cycles, and what would be")
class DeductionController {

    private static final String ACCOUNT = "01920000-0000-7000-8000-00000000ac01";

    private static final Duration SOON = Duration.ofSeconds(5);

    private final DeductionRuns runs;
    private final Queues queues;

    DeductionController(DeductionRuns runs, Queues queues) {
        this.runs = runs;
        this.queues = queues;
    }

    @Schema(name = "NewDeductionRun", example = "{\"mode\": \"CYCLE_CLOSE\"}")
    record RunRequest(@NotNull DeductionRun.Mode mode) {}

    @PostMapping("/v1/sharing-groups/{accountId}/deduction-runs")
    @IdempotencyKeyRequired
    @Operation(summary = "Run a deduction", description = "CYCLE_CLOSE closes all cycles of the sharing group that have ended, closed before or not, without waiting for late use; it also happens by itself 48 hours after a cycle's end. WHAT_IF says what a close would do if the cycles of now ended at once, and moves nothing. While a close of the group is open, it is the answer to another. 409 nothing-to-close.")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = DeductionRun.class)))
    ResponseEntity<?> run(@Parameter(example = ACCOUNT) @PathVariable AccountId accountId,
            @Valid @RequestBody RunRequest request) {
        var opened = switch (request.mode()) {
            case CYCLE_CLOSE -> runs.closeNow(accountId);
            case WHAT_IF -> runs.whatIf(accountId);
        };
        return opened.<ResponseEntity<?>>map(run -> ResponseEntity.accepted().body(run)).orElseGet(
                () -> Problem.of(409, "nothing-to-close", "There is no such cycle of the sharing group.").response());
    }

    @GetMapping("/v1/deduction-runs/{id}")
    @Operation(summary = "Show a deduction run", description = "How far it is, what was beyond all packages before and after, how many moves that took, and hashes of what the last round was computed from and of its moves. What charging can not post, or does not answer in time, is computed anew in another round: before is as the first round found it, after as the last one leaves it, and moves and recalled are those of all rounds.")
    DeductionRun find(@Parameter(example = "01920000-0000-7000-8000-00000000d001") @PathVariable UUID id) {
        return runs.find(id).orElseThrow(() -> Problem.notFound("deduction-run", id).exception());
    }

    @GetMapping("/v1/deduction-runs/{id}/queue")
    @Operation(summary = "Show a run's to-be-deducted queue", description = "What the run finds beyond all packages and in which order it serves it (spec S6); the order decides whose excess is left, never how much. A WHAT_IF run shows the queue of the group's cycles of now, a CYCLE_CLOSE run that of the ended ones as its last round found it, before that round's moves. Only charging knows what lies in the packages, so there is no queue without a run. Computed from the run's stored input when it is asked for, and kept for a while for its further pages; use of that time that arrived here by then is in it. 409 not-computed until the run's moves are computed. 503 busy while something else is computed, a large close for half a minute; Retry-After says when to come back.")
    Page<QueuedUse> queue(@Parameter(example = "01920000-0000-7000-8000-00000000d001") @PathVariable UUID id,
            Cursor cursor) {
        var after = position(cursor);
        var queue = switch (queues.of(find(id))) {
            case Queue.Computed computed -> computed.items();
            case Queue.NotYet() -> throw Problem.of(409, "not-computed", "The run's moves are not computed yet.")
                    .exception();
            case Queue.Busy() ->
                throw Problem.of(503, "busy", "Another queue or a close is computed just now; try again.")
                        .retryAfter(SOON).exception();
        };
        var found = queue.stream().skip(after).limit(cursor.limit() + 1L).map(QueuedUse::from).toList();
        return Page.of(cursor, found, item -> String.valueOf(item.position()));
    }

    private static int position(Cursor cursor) {
        var after = cursor.after();
        if (after == null) return 0;
        if (after.matches("[0-9]{1,9}")) return Integer.parseInt(after);
        throw Problem.of(400, "invalid-parameter", "The query parameter after is not the next of a page.")
                .at("#query/after", "must be the next of the page before, unchanged").exception();
    }
}
