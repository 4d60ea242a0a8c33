package io.planshare.quota.transfer;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
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

import io.planshare.kit.idempotency.IdempotencyKeyRequired;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.Units;

/** Transfers on the wire: for devices whose applications ask the service each time. */
@RestController
@Tag(name = "Transfers", description = "Which data transfer may start now, over which connection")
class TransferController {

    private static final String EXAMPLE = "01920000-0000-7000-8000-0000000e0001";
    private static final String DEVICE = "01920000-0000-7000-8000-00000000d001";
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int WAIT_MAX_S = 30;
    private static final int DECISIONS_MAX = 200;

    private final Transfers transfers;
    private final TransferStore store;
    private final Clock clock;

    TransferController(Transfers transfers, TransferStore store, Clock clock) {
        this.transfers = transfers;
        this.store = store;
        this.clock = clock;
    }

    @Schema(name = "TransferStart")
    record StartBody(
            @Size(max = 40) @Schema(example = "cellular", description = "the offered connection that the application agrees to take") @Nullable String acknowledged) {}

    @Schema(name = "TransferProgress")
    record ProgressBody(
            @NotNull @Min(0) @Schema(example = "5242880", description = "transferred so far, in all") Long octets) {}

    @PostMapping("/v1/transfer-requests")
    @IdempotencyKeyRequired
    @Operation(summary = "Ask for transfers", description = "Up to 500 of one device, decided together with those that wait: by priority, then deadline. What is allowed is reserved at once, so several devices of a plan never get more than is left. 409 id-taken, too-many-transfers (1,000 open ones a device).")
    @ApiResponse(responseCode = "200", description = "The decisions, in the order of the requests", content = @Content(schema = @Schema(implementation = TransferView.Batch.class)))
    ResponseEntity<?> ask(@Valid @RequestBody TransferBody body) {
        DeviceCaller.requireMaySpeakFor(body.deviceId());
        return TransferProblems.answer(
                transfers.ask(body.deviceId(), body.enrollmentId(), body.toRequests(clock.instant())),
                it -> ResponseEntity.ok(TransferView.Batch.of(it.transfers())));
    }

    @GetMapping("/v1/transfer-requests/{id}")
    @Operation(summary = "Show a transfer", description = "And what was decided about it last.")
    TransferView find(@Parameter(example = EXAMPLE) @PathVariable UUID id) {
        return TransferView.of(mine(id));
    }

    @PostMapping("/v1/transfer-requests/{id}/start")
    @Operation(summary = "Start a transfer", description = "One that waits is decided anew. 409 transfer-not-allowed with the decision, transfer-ended. Sent again it answers the same.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TransferView.class)))
    ResponseEntity<?> start(@Parameter(example = EXAMPLE) @PathVariable UUID id, @Valid @RequestBody StartBody body) {
        return one(mine(id), transfers.start(id, body.acknowledged()));
    }

    @PostMapping("/v1/transfer-requests/{id}/progress")
    @Operation(summary = "Report progress", description = "Counts octets of a running transfer. When its lease is used up it gets the next, or answers DEFERRED: pause. The same count again changes nothing. 409 transfer-not-active, transfer-ended; 422 wrong-progress.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TransferView.class)))
    ResponseEntity<?> progress(@Parameter(example = EXAMPLE) @PathVariable UUID id,
            @Valid @RequestBody ProgressBody body) {
        return one(mine(id), transfers.progress(id, Units.of(body.octets())));
    }

    @PostMapping("/v1/transfer-requests/{id}/complete")
    @Operation(summary = "End a transfer", description = "What it did not use is given back. 409 transfer-not-active, transfer-ended; 422 wrong-progress.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TransferView.class)))
    ResponseEntity<?> complete(@Parameter(example = EXAMPLE) @PathVariable UUID id,
            @Valid @RequestBody ProgressBody body) {
        return one(mine(id), transfers.complete(id, Units.of(body.octets())));
    }

    @PostMapping("/v1/transfer-requests/{id}/cancel")
    @Operation(summary = "Cancel a transfer", description = "What it did not use is given back. 409 transfer-ended.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TransferView.class)))
    ResponseEntity<?> cancel(@Parameter(example = EXAMPLE) @PathVariable UUID id) {
        return one(mine(id), transfers.cancel(id));
    }

    @DeleteMapping("/v1/devices/{deviceId}/apps/{appId}")
    @Operation(summary = "Forget an application", description = "It was removed from the device: its open transfers are cancelled. What it used stays counted.")
    @ApiResponse(responseCode = "204", description = "Forgotten")
    ResponseEntity<?> forget(@Parameter(example = DEVICE) @PathVariable DeviceId deviceId,
            @Parameter(example = "photos") @PathVariable String appId) {
        DeviceCaller.requireMaySpeakFor(deviceId);
        return TransferProblems.answer(transfers.forget(deviceId, appId), _ -> ResponseEntity.noContent().build());
    }

    @GetMapping("/v1/devices/{deviceId}/transfer-decisions")
    @Operation(summary = "Hear of decisions", description = "Transfers whose decision changed after a number, in the order in which they did; the answer comes as soon as there is one, or is empty after the time to wait.")
    TransferView.Batch decisions(@Parameter(example = DEVICE) @PathVariable DeviceId deviceId,
            @Parameter(description = "the number of the last decision that was seen", example = "0") @RequestParam(defaultValue = "0") long since,
            @Parameter(description = "seconds, 0 to 30", example = "20") @RequestParam(defaultValue = "0") int wait)
            throws InterruptedException {
        DeviceCaller.requireMaySpeakFor(deviceId);
        if (wait < 0 || wait > WAIT_MAX_S) {
            throw Problem.of(400, "invalid-parameter", "The query parameter wait is not a number from 0 to 30.")
                    .at("#query/wait", "must be a number from 0 to 30").exception();
        }
        long looks = Duration.ofSeconds(wait).dividedBy(LOOK);
        var found = store.decidedAfter(deviceId, since, DECISIONS_MAX);
        for (long i = 0; found.isEmpty() && i < looks; i++) {
            Thread.sleep(LOOK);
            found = store.decidedAfter(deviceId, since, DECISIONS_MAX);
        }
        return TransferView.Batch.of(found);
    }

    private Transfer mine(UUID id) {
        var found = store.find(id).orElseThrow(() -> Problem.notFound("transfer-request", id).exception());
        DeviceCaller.requireMaySpeakFor(found.deviceId());
        return found;
    }

    private static ResponseEntity<?> one(Transfer asked, TransferOutcome outcome) {
        return TransferProblems.answer(outcome, it -> ResponseEntity.ok(TransferView.of(
                it.transfers().stream().filter(found -> found.id().equals(asked.id())).findFirst().orElse(asked))));
    }
}
