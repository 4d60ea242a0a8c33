package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.transfer.Priority;
import io.planshare.transfer.Reason;
import io.planshare.transfer.TransferRequest;

/** A transfer, and what was decided about it. */
@Schema(name = "Transfer")
record TransferView(@Schema(example = "01920000-0000-7000-8000-0000000e0001") UUID id,
        @Schema(example = "01920000-0000-7000-8000-00000000d001") DeviceId deviceId,
        @Schema(example = "01920000-0000-7000-8000-000000005001") SubscriptionId subscriptionId,
        @Schema(example = "photos") String appId, TransferRequest.Direction direction,
        @Schema(example = "10485760") @Nullable Long sizeOctets, Priority priority, @Nullable Instant earliest,
        @Nullable Instant deadline, boolean resumable,
        @Schema(description = "ALLOWED and ACTIVE: octets are reserved; DEFERRED, WAITING_CONNECTION and OFFERED wait; the rest is over") TransferState state,
        @Schema(example = "0", description = "transferred so far") long doneOctets, DecisionView decision) {

    @Schema(name = "TransferDecision")
    record DecisionView(@Schema(description = "null when it is over and was not denied") @Nullable Verdict verdict,
            @Schema(example = "home-wifi", description = "ALLOW: over which connection") @Nullable String connection,
            @Schema(example = "10485760", description = "ALLOW: so many octets more") @Nullable Long maxOctets,
            @Schema(description = "ALLOW: start before this, or carry on until then") @Nullable Instant validUntil,
            @Schema(description = "DEFER, DENY: why") @Nullable Reason reason,
            @Schema(description = "DEFER: looked at again at the latest") @Nullable Instant until,
            @Schema(description = "DEFER with SWITCH_UNACKNOWLEDGED: the dearer connection; start with acknowledged to take it") @Nullable String offered,
            @Schema(example = "42", description = "rises with each decision about the device: ask for those since") long number,
            Instant decidedAt) {}

    enum Verdict {
        ALLOW, DEFER, DENY
    }

    /** Transfers of a batch, in its order. */
    @Schema(name = "Transfers")
    record Batch(List<TransferView> transfers) {

        static Batch of(List<Transfer> transfers) {
            return new Batch(transfers.stream().map(TransferView::of).toList());
        }
    }

    static TransferView of(Transfer it) {
        var request = it.request();
        var size = request.size();
        return new TransferView(it.id(), it.deviceId(), it.subscriptionId(), request.appId(), request.direction(),
                size == null ? null : size.count(), request.priority(), request.earliest(), request.deadline(),
                request.resumable(), it.state(), it.done().count(), decision(it));
    }

    private static DecisionView decision(Transfer it) {
        var verdict = switch (it.state()) {
            case ALLOWED, ACTIVE -> Verdict.ALLOW;
            case DEFERRED, WAITING_CONNECTION, OFFERED -> Verdict.DEFER;
            case DENIED -> Verdict.DENY;
            case EXPIRED, COMPLETED, CANCELLED -> null;
        };
        var allowed = verdict == Verdict.ALLOW;
        return new DecisionView(verdict, it.connection(), allowed ? it.lease().count() : null, it.leaseUntil(),
                it.reason(), verdict == Verdict.DEFER ? it.lookAt() : null, it.offered(), it.decisionNumber(),
                it.decidedAt());
    }
}
