package io.planshare.agent;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.planshare.agent.AgentState.Line;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.Units;
import io.planshare.transfer.Connection;
import io.planshare.transfer.ConnectionState;
import io.planshare.transfer.Situation;
import io.planshare.transfer.TransferPolicy;
import io.planshare.transfer.TransferPolicy.PolicyConnection;
import io.planshare.transfer.TransferTerms;

/** What a decision on the device rests on: the policy, what the device sees, and what it used since. */
record Surroundings(@Nullable TransferPolicy policy, Map<String, ConnectionState> seen, UsageJournal journal,
        Collection<AgentTransfer> transfers) {

    /** Without a policy there is no connection. */
    Situation at(Instant now) {
        if (policy == null) {
            return new Situation(now, ZoneOffset.UTC, null, TransferTerms.NONE, RestrictionLevel.NONE, true,
                    List.of());
        }
        return new Situation(now, policy.timeZone(), policy.cycleEnd(), policy.terms(), policy.restriction(),
                !policy.expiresAt().isAfter(now),
                policy.connections().stream().map(it -> connection(it, policy, now)).toList());
    }

    private Connection connection(PolicyConnection it, TransferPolicy known, Instant now) {
        var name = it.planned().name();
        var state = seen.get(name);
        var end = known.cycleEnd();
        var used = journal.since(name, end != null && !now.isBefore(end) ? end : Instant.MIN).toList();
        var open = transfers.stream().filter(t -> name.equals(t.connection)).toList();
        var urgent = new HashMap<String, Units>();
        used.forEach(line -> urgent.merge(line.appId(), Units.of(line.urgentOctets()), Units::plus));
        open.stream().filter(t -> t.urgent)
                .forEach(t -> urgent.merge(t.request.appId(), Units.of(t.lease), Units::plus));
        return new Connection(it.planned(), state == null ? ConnectionState.absent(name, now) : state,
                it.meter(now, known, Units.of(used.stream().mapToLong(Line::octets).sum()),
                        Units.of(open.stream().mapToLong(t -> t.lease).reduce(0, Surroundings::sum)), urgent));
    }

    /** Sizes come from applications: too large is the largest. */
    static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
