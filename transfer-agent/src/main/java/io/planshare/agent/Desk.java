package io.planshare.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.planshare.agent.AgentState.Notice;
import io.planshare.agent.AgentTransfer.State;
import io.planshare.transfer.Admission;
import io.planshare.transfer.ConnectionState;
import io.planshare.transfer.Decision;
import io.planshare.transfer.Reason;
import io.planshare.transfer.TransferPolicy;
import io.planshare.transfer.TransferRequest;

/**
 * Where transfers are asked for, decided, counted and remembered. Every change is on the disk before it has an effect
 * outside: octets are counted before they are read or sent.
 */
final class Desk {

    private static final int OPEN_MAX = 1_000;
    private static final int FAILURES_MAX = 8;
    /** A slowed card's next octets are tried again then. */
    private static final Duration SLOWED_PAUSE = Duration.ofMillis(250);

    /** Who does what was decided. Called under the desk's lock; must not wait. */
    interface Runs {
        void start(UUID transfer, String connection);

        void stop(UUID transfer);
    }

    private final AgentState state;
    private final UsageJournal journal;
    private final StateFile file;
    private final Gate gate;
    private final Clock clock;
    private final Map<String, ConnectionState> connections = new HashMap<>();
    private @Nullable TransferPolicy policy;
    private @Nullable Runs runs;

    /** @param verifier of the policy that was kept: a changed file is not believed */
    Desk(StateFile file, PolicyVerifier verifier, Gate gate, Clock clock) {
        this.file = file;
        this.gate = gate;
        this.clock = clock;
        this.state = file.load();
        this.journal = new UsageJournal(state);
        this.policy = Optional.ofNullable(state.policy).flatMap(verifier::verify).orElse(null);
        // What ran when the agent ended goes on where its file or the other side says; what it had reserved is free again.
        state.transfers.values().stream().filter(it -> it.state == State.RUNNING)
                .forEach(it -> it.stop(State.WAITING, Reason.NO_CONNECTION));
        file.save(state);
    }

    synchronized void runBy(Runs by) {
        runs = by;
        decide();
    }

    /** Empty if the agent has too many open ones. */
    synchronized Optional<AgentTransfer> ask(TransferRequest request, String url, String name) {
        if (state.transfers.values().stream().filter(it -> it.state.isOpen()).count() >= OPEN_MAX) {
            return Optional.empty();
        }
        var transfer = new AgentTransfer(request, url, name);
        state.transfers.put(transfer.id(), transfer);
        decide();
        return Optional.of(transfer);
    }

    synchronized Optional<AgentTransfer> find(UUID id) {
        return Optional.ofNullable(state.transfers.get(id));
    }

    synchronized List<AgentTransfer> all() {
        return List.copyOf(state.transfers.values());
    }

    /** The application agrees to go on over a dearer connection. */
    synchronized void acknowledge(UUID id, String connection) {
        find(id).filter(it -> it.state.isPending()).ifPresent(it -> {
            it.acknowledged = connection;
            decide();
        });
    }

    synchronized boolean cancel(UUID id) {
        var open = find(id).filter(it -> it.state.isOpen());
        open.ifPresent(it -> end(it, State.CANCELLED, null));
        decide();
        return open.isPresent();
    }

    /** The application was removed. */
    synchronized void forget(String app) {
        all().stream().filter(it -> it.request.appId().equals(app) && it.state.isOpen())
                .forEach(it -> end(it, State.CANCELLED, null));
        decide();
    }

    /** All connections as they are now: one that is not named is absent. Those that ran over one that went away lost it. */
    synchronized void connections(List<ConnectionState> now) {
        connections.clear();
        now.forEach(it -> connections.put(it.connection(), it));
        decide();
    }

    synchronized List<ConnectionState> connections() {
        return List.copyOf(connections.values());
    }

    synchronized Optional<TransferPolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** Decides anew about all that waits, and starts and stops what is to. */
    synchronized void decide() {
        var now = clock.instant();
        loseConnections(now);
        var waiting = state.transfers.values().stream().filter(it -> it.state.isPending())
                .filter(it -> it.notBefore == null || !it.notBefore.isAfter(now)).toList();
        var decisions = Admission.decide(waiting.stream().map(it -> it.pending(barred(it))).toList(),
                new Surroundings(policy, connections, journal, state.transfers.values()).at(now));
        var started = new ArrayList<AgentTransfer>();
        for (var transfer : waiting) {
            if (decisions.get(transfer.id()) instanceof Decision decision && apply(transfer, decision)) {
                started.add(transfer);
            }
        }
        file.save(state);
        started.forEach(it -> {
            if (runs != null && it.connection != null) runs.start(it.id(), it.connection);
        });
    }

    private Set<String> barred(AgentTransfer transfer) {
        return connections.keySet().stream().filter(it -> gate.room(it) < transfer.least())
                .collect(Collectors.toUnmodifiableSet());
    }

    private void loseConnections(Instant now) {
        for (var transfer : state.transfers.values()) {
            var over = transfer.connection;
            var seen = over == null ? null : connections.get(over);
            if (transfer.state != State.RUNNING || seen != null && seen.available()) continue;
            stopRun(transfer);
            transfer.stop(State.WAITING_CONNECTION, null);
            transfer.lost = over;
            transfer.acknowledged = null;
            transfer.notBefore = now;
        }
    }

    private void stopRun(AgentTransfer transfer) {
        if (runs != null) runs.stop(transfer.id());
    }

    private boolean apply(AgentTransfer transfer, Decision decision) {
        switch (decision) {
            case Decision.Allow(var over, var octets, var until, var urgently) -> {
                transfer.stop(State.RUNNING, null);
                transfer.connection = over;
                transfer.lease = octets.count();
                transfer.leaseUntil = until;
                transfer.urgent = urgently;
                transfer.lost = null;
                transfer.acknowledged = null;
                tell(transfer);
                return true;
            }
            case Decision.Defer(var why, _, var other) -> {
                var next = other != null
                        ? State.OFFERED
                        : transfer.lost != null ? State.WAITING_CONNECTION : State.WAITING;
                var news = next != transfer.state || why != transfer.reason;
                transfer.stop(next, why);
                transfer.offered = other;
                if (news) tell(transfer);
            }
            case Decision.Deny(var why) -> end(transfer, State.DENIED, why);
        }
        return false;
    }

    /**
     * Counts octets that are about to be transferred. Waits while their card is slowed down.
     *
     * @param least fewer are of no use
     * @return how many may be, from the least to as many as wanted; 0, and none is counted, if it must stop
     */
    synchronized long take(UUID id, String connection, long wanted, long least)
            throws InterruptedException {
        var transfer = state.transfers.get(id);
        while (transfer != null && transfer.state == State.RUNNING && connection.equals(transfer.connection)) {
            boolean leased = isLeased(transfer, least);
            long taken = leased
                    ? gate.take(connection, transfer.request.direction(), Math.min(wanted, transfer.lease), least)
                    : 0;
            if (taken > 0) {
                transfer.lease -= taken;
                count(transfer, connection, taken);
                file.save(state);
                return taken;
            }
            if (!leased || gate.room(connection) < least) {
                transfer.stop(State.WAITING, null);
                // Without a break if there is another lease or connection: the run that ends now is followed by another.
                decide();
                return 0;
            }
            wait(SLOWED_PAUSE.toMillis());
        }
        return 0;
    }

    private boolean isLeased(AgentTransfer transfer, long least) {
        var until = transfer.leaseUntil;
        return transfer.lease >= least && (until == null || until.isAfter(clock.instant()));
    }

    /** Of what was taken, so many octets are there; the rest was not transferred. */
    synchronized void transferred(UUID id, String connection, long taken, long octets) {
        var transfer = state.transfers.get(id);
        if (transfer == null) return;
        transfer.done += octets;
        if (octets == taken) return;
        gate.unused(connection, taken - octets);
        count(transfer, connection, octets - taken);
        if (connection.equals(transfer.connection)) transfer.lease += taken - octets;
        file.save(state);
    }

    private void count(AgentTransfer transfer, String connection, long octets) {
        var hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
        var known = policy;
        var end = known == null ? null : known.cycleEnd();
        // Where a time zone begins its days at half past, an hour belongs to two cycles.
        var at = end != null && hour.isBefore(end) && !clock.instant().isBefore(end) ? end : hour;
        journal.count(connection, transfer.request.appId(), at, octets, transfer.urgent ? octets : 0);
    }

    /** What a run learned: where the file stands, its size and tag, and where an upload goes on. */
    synchronized void learn(UUID id, long done, @Nullable Long size, @Nullable String etag, @Nullable String url) {
        find(id).ifPresent(it -> {
            it.done = done;
            if (size != null) it.size = size;
            if (etag != null) it.etag = etag;
            if (url != null) it.uploadUrl = url;
            file.save(state);
        });
    }

    /** The other side knows no ranges. */
    synchronized void allAtOnce(UUID id) {
        find(id).ifPresent(it -> {
            it.allAtOnce = true;
            file.save(state);
        });
    }

    synchronized void completed(UUID id) {
        find(id).filter(it -> it.state.isOpen()).ifPresent(it -> end(it, State.COMPLETED, null));
        decide();
    }

    /** It is tried again after a while, a few times. */
    synchronized void failed(UUID id, String connection, String why, boolean forGood) {
        find(id).filter(it -> it.state == State.RUNNING && connection.equals(it.connection)).ifPresent(it -> {
            it.error = why;
            if (forGood || ++it.failures >= FAILURES_MAX) {
                end(it, State.FAILED, null);
            } else {
                it.stop(State.WAITING, Reason.NO_CONNECTION);
                it.notBefore = clock.instant().plus(Duration.ofSeconds(1L << Math.min(6, it.failures - 1)));
            }
        });
        decide();
    }

    private void end(AgentTransfer transfer, State how, @Nullable Reason why) {
        if (transfer.state == State.RUNNING && how != State.COMPLETED) stopRun(transfer);
        transfer.stop(how, why);
        tell(transfer);
        state.forgetEnded();
    }

    private void tell(AgentTransfer it) {
        state.tell(new Notice(state.lastNotice + 1, clock.instant(), it.id(), it.request.appId(), it.state,
                it.reason == null ? null : it.reason.name(), it.connection, it.offered));
        notifyAll();
    }

    /** Notices after a number; waits a while if there are none. */
    synchronized List<Notice> notices(long since, Duration wait) throws InterruptedException {
        var end = System.nanoTime() + wait.toNanos();
        while (state.lastNotice <= since) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return List.of();
            wait(left);
        }
        return state.notices.stream().filter(it -> it.number() > since).toList();
    }

    /** What the next report to the server says. One that was not answered is sent again as it was. */
    synchronized Report report() {
        var sent = journal.next(clock.millis());
        file.save(state);
        var open = new HashMap<String, Long>();
        var wanted = new HashMap<String, Long>();
        for (var transfer : state.transfers.values()) {
            if (transfer.connection != null) open.merge(transfer.connection, transfer.lease, Surroundings::sum);
            if (transfer.state.isPending() && isShortOfRoom(transfer)) {
                long need = transfer.size == null
                        ? Admission.LEASE_UNKNOWN_SIZE.count()
                        : Math.max(0, transfer.size - transfer.done);
                connections.keySet().forEach(it -> wanted.merge(it, need, Surroundings::sum));
            }
        }
        return new Report(sent, connections(), open, wanted);
    }

    record Report(AgentState.Sent sent, List<ConnectionState> connections, Map<String, Long> open,
            Map<String, Long> wanted) {}

    private static boolean isShortOfRoom(AgentTransfer transfer) {
        return transfer.reason == Reason.NO_ROOM || transfer.reason == Reason.ABOVE_PACE;
    }

    /** The server has booked the report, and answered with a policy that counts it. An older policy is not taken. */
    synchronized boolean answered(long sequence, String signed, TransferPolicy issued) {
        var known = policy;
        if (known != null && issued.number() <= known.number()) return false;
        journal.booked(sequence);
        state.policy = signed;
        policy = issued;
        if (issued.restriction().deniesTraffic()) {
            all().stream().filter(it -> it.state.isOpen()).forEach(it -> end(it, State.DENIED, Reason.RESTRICTED));
        }
        decide();
        return true;
    }
}
