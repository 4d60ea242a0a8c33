package io.planshare.quota.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.transfer.Decision;
import io.planshare.transfer.PendingTransfer;
import io.planshare.transfer.Reason;
import io.planshare.transfer.TransferRequest;

/**
 * A transfer and what was decided about it last.
 *
 * @param done octets transferred so far
 * @param connection over which it is allowed or runs; else null
 * @param lease octets still reserved for it
 * @param leaseUntil until when, unless it runs
 * @param lost the connection it was assigned to when that went away, until it is assigned again
 * @param acknowledged the dearer connection that the application agreed to
 * @param offered with OFFERED: the connection that waits for this
 * @param lookAt when it is looked at again at the latest
 * @param decisionNumber rises with each change, in the order of the device's decisions
 */
record Transfer(TransferRequest request, DeviceId deviceId, SubscriptionId subscriptionId,
        @Nullable EnrollmentId enrollmentId, TransferState state, Units done, @Nullable String connection, Units lease,
        @Nullable Instant leaseUntil, @Nullable String lost, @Nullable String acknowledged, @Nullable String offered,
        @Nullable Reason reason, @Nullable Instant lookAt, long decisionNumber, Instant decidedAt) {

    /** Windows of peak and the like end without anybody telling. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(15);

    static Transfer fresh(TransferRequest request, DeviceId device, SubscriptionId subscription,
            @Nullable EnrollmentId enrollment) {
        return new Transfer(request, device, subscription, enrollment, TransferState.DEFERRED, Units.ZERO, null,
                Units.ZERO, null, null, null, null, null, null, 0, request.enqueuedAt());
    }

    UUID id() {
        return request.id();
    }

    PendingTransfer pending() {
        return new PendingTransfer(request, done, lost, acknowledged);
    }

    Transfer decided(Decision decision, Instant now) {
        return switch (decision) {
            case Decision.Allow(var over, var octets, var until, _) -> with(TransferState.ALLOWED, over, octets, until,
                    null, null, null, null, until, now);
            case Decision.Defer(var why, var until, var other) -> with(
                    other != null
                            ? TransferState.OFFERED
                            : lost != null ? TransferState.WAITING_CONNECTION : TransferState.DEFERRED,
                    null, Units.ZERO, null, lost, acknowledged, other, why, lookAgain(until, now), now);
            case Decision.Deny(var why) -> ended(TransferState.DENIED, why, now);
        };
    }

    private Instant lookAgain(@Nullable Instant until, Instant now) {
        var at = until == null || until.isAfter(now.plus(LOOK_AGAIN)) ? now.plus(LOOK_AGAIN) : until;
        var deadline = request.deadline();
        return deadline != null && deadline.isBefore(at) ? deadline : at;
    }

    /** Its connection went away: what was reserved there is given back. */
    Transfer lost(Instant now) {
        return with(TransferState.WAITING_CONNECTION, null, Units.ZERO, null, connection, null, null,
                Reason.CONNECTION_LOST, now, now);
    }

    /** It stopped for want of a further lease, and is to be decided anew. */
    Transfer paused(Instant now) {
        return with(TransferState.DEFERRED, null, Units.ZERO, null, null, null, null, Reason.NO_ROOM, now, now);
    }

    Transfer acknowledged(String over) {
        return with(state, connection, lease, leaseUntil, lost, over, offered, reason, lookAt, decidedAt);
    }

    Transfer started(Instant now) {
        return with(TransferState.ACTIVE, connection, lease, leaseUntil, null, null, null, null, null, now);
    }

    /** @param octets transferred in all, no fewer than before */
    Transfer progressed(Units octets) {
        var left = lease.excessOver(octets.minus(done));
        return new Transfer(request, deviceId, subscriptionId, enrollmentId, state, octets, connection, left,
                leaseUntil, lost, acknowledged, offered, reason, lookAt, decisionNumber, decidedAt);
    }

    Transfer ended(TransferState how, @Nullable Reason why, Instant now) {
        return with(how, null, Units.ZERO, null, null, null, null, why, null, now);
    }

    Transfer numbered(long number) {
        return new Transfer(request, deviceId, subscriptionId, enrollmentId, state, done, connection, lease,
                leaseUntil, lost, acknowledged, offered, reason, lookAt, number, decidedAt);
    }

    private Transfer with(TransferState next, @Nullable String over, Units octets, @Nullable Instant until,
            @Nullable String gone, @Nullable String agreed, @Nullable String other, @Nullable Reason why,
            @Nullable Instant look, Instant now) {
        return new Transfer(request, deviceId, subscriptionId, enrollmentId, next, done, over, octets, until, gone,
                agreed, other, why, look, decisionNumber, now);
    }

    /** All of its octets are there, as far as its size is known. */
    boolean isWhole() {
        var size = request.size();
        return size != null && done.compareTo(size) >= 0;
    }

    /** Whether a decision tells the application something new. */
    boolean differsFrom(Transfer before) {
        return state != before.state || reason != before.reason || !Objects.equals(connection,
                before.connection) || !Objects.equals(offered, before.offered);
    }
}
