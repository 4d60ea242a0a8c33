package io.planshare.agent;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.transfer.Priority;
import io.planshare.transfer.Reason;

/** A transfer as applications see it. */
record AgentView(UUID id, String appId, Priority priority, AgentTransfer.State state, @Nullable Reason reason,
        @Nullable String connection, @Nullable String offered, @Nullable Long sizeOctets, long doneOctets,
        @Nullable Instant deadline, @Nullable String error) {

    static AgentView of(AgentTransfer it) {
        return new AgentView(it.id(), it.request.appId(), it.request.priority(), it.state, it.reason, it.connection,
                it.offered, it.size, it.done, it.request.deadline(), it.error);
    }
}
