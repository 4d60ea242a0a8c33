package io.planshare.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.stream.Stream;

import io.planshare.agent.AgentState.Line;
import io.planshare.agent.AgentState.Sent;

/** What was used and not yet booked by the server, in the agent's state. */
final class UsageJournal {

    private final AgentState state;

    UsageJournal(AgentState state) {
        this.state = state;
    }

    /** @param octets negative to take back what was counted and not used */
    void count(String connection, String app, Instant at, long octets, long urgent) {
        for (int i = 0; i < state.lines.size(); i++) {
            var line = state.lines.get(i);
            if (line.connection().equals(connection) && line.appId().equals(app) && line.hour().equals(at)) {
                state.lines.set(i, new Line(connection, app, at, Math.max(0, line.octets() + octets),
                        Math.max(0, line.urgentOctets() + urgent)));
                return;
            }
        }
        if (octets > 0) state.lines.add(new Line(connection, app, at, octets, Math.max(0, urgent)));
    }

    /** Over a connection, in the cycle that begins at an instant. */
    Stream<Line> since(String connection, Instant begin) {
        var sent = state.sent;
        return Stream.concat(sent == null ? Stream.of() : sent.lines().stream(), state.lines.stream())
                .filter(it -> it.connection().equals(connection) && !it.hour().isBefore(begin));
    }

    /** What the next report says. One that was not answered is sent again as it was. */
    Sent next(long atLeast) {
        var sent = state.sent;
        if (sent != null && !sent.lines().isEmpty()) return sent;
        state.lastSequence = Math.max(state.lastSequence + 1, atLeast);
        sent = new Sent(state.lastSequence, state.lines);
        state.sent = sent;
        state.lines = new ArrayList<>();
        return sent;
    }

    void booked(long sequence) {
        var sent = state.sent;
        if (sent != null && sent.sequence() == sequence) state.sent = null;
    }
}
