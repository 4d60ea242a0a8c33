package io.planshare.transfer;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Units;

/**
 * What an application wants to transfer.
 *
 * @param size null if unknown: then it is allowed in leases of {@link Admission#LEASE_UNKNOWN_SIZE}
 * @param earliest not before
 * @param deadline of no use after
 * @param resumable whether it may be interrupted and go on where it stopped
 */
public record TransferRequest(UUID id, String appId, Direction direction, @Nullable Units size, Priority priority,
        @Nullable Instant earliest, @Nullable Instant deadline, boolean resumable, Instant enqueuedAt) {

    public enum Direction {
        DOWNLOAD, UPLOAD
    }
}
