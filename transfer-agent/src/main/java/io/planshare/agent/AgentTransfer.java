package io.planshare.agent;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.planshare.model.Units;
import io.planshare.transfer.PendingTransfer;
import io.planshare.transfer.Reason;
import io.planshare.transfer.TransferRequest;

/**
 * A transfer as the agent keeps it; changed under the desk's lock.
 *
 * <p>Fields and not a record: it changes with every block, and is written out as it is.
 */
final class AgentTransfer {

    enum State {
        /** It is to be decided, or waits for what its reason says. */
        WAITING,
        /** Its connection was lost, and it waits for it. */
        WAITING_CONNECTION,
        /** Its connection was lost; a dearer one waits for the application to agree. */
        OFFERED,
        RUNNING,
        COMPLETED,
        CANCELLED,
        DENIED,
        FAILED;

        boolean isOpen() {
            return isPending() || this == RUNNING;
        }

        boolean isPending() {
            return this == WAITING || this == WAITING_CONNECTION || this == OFFERED;
        }
    }

    final TransferRequest request;
    final String url;
    /** Below the agent's files. */
    final String file;
    State state = State.WAITING;
    /** Octets that are surely there. */
    long done;
    /** What was learned of the size when it was not known. */
    @Nullable
    Long size;
    @Nullable
    String connection;
    /** Octets it may still take over its connection. */
    long lease;
    @Nullable
    Instant leaseUntil;
    boolean urgent;
    @Nullable
    String lost;
    @Nullable
    String acknowledged;
    @Nullable
    String offered;
    @Nullable
    Reason reason;
    /** The file's entity tag: what a download began with must be what it goes on with. */
    @Nullable
    String etag;
    /** The other side gives the file as a whole only, as it turned out. */
    boolean allAtOnce;
    /** Where a resumable upload goes on. */
    @Nullable
    String uploadUrl;
    int failures;
    @Nullable
    Instant notBefore;
    @Nullable
    String error;

    @JsonCreator
    AgentTransfer(@JsonProperty("request") TransferRequest request, @JsonProperty("url") String url,
            @JsonProperty("file") String file) {
        this.request = request;
        this.url = url;
        this.file = file;
        this.size = request.size() == null ? null : request.size().count();
    }

    UUID id() {
        return request.id();
    }

    boolean isResumable() {
        return request.resumable() && !allAtOnce;
    }

    boolean isWhole() {
        return size != null && done >= size;
    }

    /** Octets of which fewer are no use to begin with: all, if it cannot go on where it broke off. */
    long least() {
        return isResumable() || size == null ? 1 : Math.max(1, size);
    }

    /** @param barred connections without room for what it needs at least */
    PendingTransfer pending(Set<String> barred) {
        var known = new TransferRequest(id(), request.appId(), request.direction(),
                size == null ? null : Units.of(size), request.priority(), request.earliest(), request.deadline(),
                request.resumable(), request.enqueuedAt());
        return new PendingTransfer(known, isResumable() ? Units.of(done) : Units.ZERO, lost, acknowledged,
                barred);
    }

    void stop(State next, @Nullable Reason why) {
        state = next;
        reason = why;
        connection = null;
        lease = 0;
        leaseUntil = null;
        offered = null;
    }
}
