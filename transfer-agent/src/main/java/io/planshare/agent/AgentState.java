package io.planshare.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** All that the agent must still know after it was killed. */
final class AgentState {

    private static final int NOTICES_MAX = 1_000;
    private static final int ENDED_MAX = 200;

    /** Octets used in an hour over a connection by an application. */
    record Line(String connection, String appId, Instant hour, long octets, long urgentOctets) {}

    /** What was sent to the server and may or may not have come there. */
    record Sent(long sequence, List<Line> lines) {}

    /** Something an application should know. */
    record Notice(long number, Instant at, UUID transferId, String appId, AgentTransfer.State state,
            @Nullable String reason, @Nullable String connection, @Nullable String offered) {}

    /** The policy as it was signed. */
    @Nullable
    String policy;
    long lastSequence;
    @Nullable
    Sent sent;
    List<Line> lines = new ArrayList<>();
    Map<UUID, AgentTransfer> transfers = new LinkedHashMap<>();
    List<Notice> notices = new ArrayList<>();
    long lastNotice;

    void tell(Notice notice) {
        notices.add(notice);
        lastNotice = notice.number();
        if (notices.size() > NOTICES_MAX) notices.removeFirst();
    }

    /** The oldest of those that are over. */
    void forgetEnded() {
        var ended = transfers.values().stream().filter(it -> !it.state.isOpen()).map(AgentTransfer::id).toList();
        if (ended.size() > ENDED_MAX) ended.subList(0, ended.size() - ENDED_MAX).forEach(transfers::remove);
    }
}
