package io.planshare.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Units;

import static java.util.Comparator.comparing;
import static java.util.Comparator.nullsLast;
import static java.util.Objects.requireNonNullElse;

/**
 * Decides about transfers one by one in the order of their urgency (spec S2 rules 1 to 4 and 6). Each takes the cheapest
 * connection that the table allows it, and what it is admitted for is gone for those after it.
 */
public final class Admission {

    /** A transfer of unknown size is admitted for so much at a time. */
    public static final Units LEASE_UNKNOWN_SIZE = Units.of(10L * 1024 * 1024);
    /** An application may use so much of a threshold as HIGH or REALTIME; beyond it counts as NORMAL. */
    static final int URGENT_BUDGET_PERCENT = 20;

    private static final Duration LEASE_MIN = Duration.ofMinutes(10);
    private static final Duration LEASE_MAX = Duration.ofHours(24);
    private static final Comparator<Instant> INSTANTS = Comparator.naturalOrder();

    private final Situation situation;
    private final List<Connection> available;
    private final Map<String, Connection> byName = new HashMap<>();
    private final Map<String, Units> admitted = new HashMap<>();
    private final Map<String, Units> urgent = new HashMap<>();

    private Admission(Situation situation) {
        this.situation = situation;
        this.available = situation.connections().stream().filter(it -> it.state().available())
                .sorted(Comparator.comparingDouble(Connection::cost)
                        .thenComparing(Connection::throughput, Comparator.reverseOrder())
                        .thenComparing(Connection::name))
                .toList();
        situation.connections().forEach(it -> byName.put(it.name(), it));
    }

    /** One decision for each transfer, in the order in which they were taken. */
    public static Map<UUID, Decision> decide(List<PendingTransfer> transfers, Situation situation) {
        var admission = new Admission(situation);
        var decisions = new LinkedHashMap<UUID, Decision>();
        transfers.stream().sorted(byUrgency())
                .forEach(it -> decisions.put(it.request().id(), admission.decide(it)));
        return decisions;
    }

    /** Priority, then deadline, then who came first, then id. */
    static Comparator<PendingTransfer> byUrgency() {
        return of(TransferRequest::priority, Comparator.<Priority>naturalOrder())
                .thenComparing(of(TransferRequest::deadline, nullsLast(INSTANTS)))
                .thenComparing(of(TransferRequest::enqueuedAt, INSTANTS))
                .thenComparing(of(TransferRequest::id, Comparator.<UUID>naturalOrder()));
    }

    private static <T extends @Nullable Object> Comparator<PendingTransfer> of(Function<TransferRequest, T> member,
            Comparator<T> order) {
        return comparing(it -> member.apply(it.request()), order);
    }

    private Decision decide(PendingTransfer transfer) {
        var request = transfer.request();
        var now = situation.now();
        if (situation.restriction().deniesTraffic()) return new Decision.Deny(Reason.RESTRICTED);
        var deadline = request.deadline();
        if (deadline != null && !deadline.isAfter(now)) return new Decision.Deny(Reason.DEADLINE_PASSED);
        var earliest = request.earliest();
        if (earliest != null && earliest.isAfter(now)) return defer(Reason.NOT_BEFORE, earliest);

        var refusals = new ArrayList<Decision>();
        for (var connection : available) {
            var decision = decide(transfer, connection);
            if (decision instanceof Decision.Allow && transfer.barred().contains(connection.name())) {
                decision = defer(Reason.NO_ROOM, null);
            }
            if (decision instanceof Decision.Allow allow) {
                admit(request.appId(), connection, allow);
                return allow;
            }
            refusals.add(decision);
        }
        return leastHard(refusals, transfer.lost() != null);
    }

    /**
     * Waiting is better than being denied; the cheapest connection's answer better than that of a dearer one. What lost its
     * connection waits for it, whatever the others say.
     */
    private static Decision leastHard(List<Decision> refusals, boolean lost) {
        return refusals.stream().filter(Decision.Defer.class::isInstance).findFirst()
                .orElseGet(() -> lost
                        ? defer(Reason.CONNECTION_LOST, null)
                        : refusals.isEmpty() ? defer(Reason.NO_CONNECTION, null) : refusals.getFirst());
    }

    private Decision decide(PendingTransfer transfer, Connection connection) {
        if (situation.policyExpired() && connection.cost() > 0) return defer(Reason.POLICY_EXPIRED, null);
        var own = demoted(transfer, connection);
        var asked = ask(own, transfer, connection);
        var counts = own;
        if (!(asked instanceof Decision.Deny) && isUrgent(transfer, connection) && own.raised() != own) {
            counts = own.raised();
            asked = ask(counts, transfer, connection);
        }
        if (!counts.isHigh() && costsMoreThanLost(transfer, connection)) return defer(Reason.CONNECTION_LOST, null);
        if (!(asked instanceof Decision.Allow)) return asked;
        // A near deadline opens dearer connections, but never the threshold.
        if (!own.isHigh() && !fits(transfer, connection)) return deferToReset(Reason.NO_ROOM);
        if (isAgreed(transfer, connection) || !costsMoreThanLost(transfer, connection)) return asked;
        return new Decision.Defer(Reason.SWITCH_UNACKNOWLEDGED, null, connection.name());
    }

    /** The lost-connection rule (spec S2 rule 3): what is not urgent waits then, what is urgent is asked. */
    private boolean costsMoreThanLost(PendingTransfer transfer, Connection connection) {
        var lost = transfer.lost() == null ? null : byName.get(transfer.lost());
        return lost != null && connection.cost() > lost.cost();
    }

    private boolean isAgreed(PendingTransfer transfer, Connection connection) {
        return situation.terms().autoSwitch() || connection.name().equals(transfer.acknowledged());
    }

    /** The strictest of what the table says for each class that the connection is in. */
    private Decision ask(Priority priority, PendingTransfer transfer, Connection connection) {
        Decision strictest = allow(priority, transfer, connection);
        for (var column : connection.classes(situation.now(), situation.timeZone())) {
            var decision = ask(priority, column, transfer, connection);
            if (decision instanceof Decision.Deny) return decision;
            if (strictest instanceof Decision.Allow) strictest = decision;
        }
        return strictest;
    }

    private Decision ask(Priority priority, ConnectionClass column, PendingTransfer transfer, Connection connection) {
        var allowed = allow(priority, transfer, connection);
        var terms = situation.binding();
        return switch (DecisionTable.cell(priority, column)) {
            case ALLOW -> allowed;
            case IF_IT_FITS -> fits(transfer, connection) ? allowed : deferToReset(Reason.NO_ROOM);
            case IF_BELOW_PACE -> isBelowPace(transfer, connection) ? allowed : deferToReset(Reason.ABOVE_PACE);
            case IF_OVERAGE_PERMITTED -> terms.overagePermitted()
                    && connection.planned().limitBehavior() != LimitBehavior.DISABLED
                            ? allowed
                            : new Decision.Deny(Reason.OVERAGE_NOT_PERMITTED);
            case IF_ROAMING_CONSENTED -> terms.roamingConsent()
                    ? allowed
                    : new Decision.Deny(Reason.ROAMING_NOT_CONSENTED);
            case IF_ROAMING_CONSENTED_ELSE_ASK -> terms.roamingConsent()
                    ? allowed
                    : defer(Reason.ROAMING_CONSENT_ASKED, null);
            case DEFER -> isAboutThreshold(column) ? deferToReset(reason(column)) : defer(reason(column), null);
            case DEFER_TO_RESET -> deferToReset(reason(column));
            case DENY -> new Decision.Deny(reason(column));
        };
    }

    private static boolean isAboutThreshold(ConnectionClass column) {
        return column == ConnectionClass.NEAR || column == ConnectionClass.OVER;
    }

    private static Reason reason(ConnectionClass column) {
        return switch (column) {
            case FREE, OK -> Reason.METERED;
            case NEAR -> Reason.NEAR_THRESHOLD;
            case OVER -> Reason.OVER_THRESHOLD;
            case ROAM -> Reason.ROAMING;
            case CONGESTED -> Reason.CONGESTED;
        };
    }

    private Decision allow(Priority priority, PendingTransfer transfer, Connection connection) {
        var need = transfer.need();
        var lease = connection.estimate(need).multipliedBy(2);
        var until = situation.now().plus(lease.compareTo(LEASE_MIN) < 0
                ? LEASE_MIN
                : lease.compareTo(LEASE_MAX) > 0 ? LEASE_MAX : lease);
        var end = connection.planned().hasThreshold() ? earlier(until, situation.reset()) : until;
        return new Decision.Allow(connection.name(), need, end, priority.isHigh());
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other != null && other.isBefore(one) ? other : one;
    }

    private Priority demoted(PendingTransfer transfer, Connection connection) {
        var request = transfer.request();
        var threshold = connection.meter().threshold();
        if (!request.priority().isHigh() || threshold == null) return request.priority();
        var app = request.appId();
        var budget = Meter.percent(threshold, URGENT_BUDGET_PERCENT);
        var used = sum(requireNonNullElse(connection.meter().urgentByApp().get(app), Units.ZERO),
                urgent.getOrDefault(key(connection, app), Units.ZERO));
        return sum(used, transfer.need()).compareTo(budget) > 0 ? Priority.NORMAL : request.priority();
    }

    /** Rule 4: less time is left than twice what it takes. */
    private boolean isUrgent(PendingTransfer transfer, Connection connection) {
        var deadline = transfer.request().deadline();
        return deadline != null && Duration.between(situation.now(), deadline)
                .compareTo(connection.estimate(transfer.need()).multipliedBy(2)) < 0;
    }

    private boolean fits(PendingTransfer transfer, Connection connection) {
        return !connection.planned().hasThreshold() || transfer.need().compareTo(room(connection)) <= 0;
    }

    /** The line that uses the threshold up at the reset: a forecast lies on or below it if it ends there. */
    private boolean isBelowPace(PendingTransfer transfer, Connection connection) {
        var threshold = connection.meter().threshold();
        if (threshold == null) return true;
        var expected = sum(connection.meter().forecast(), admitted(connection));
        return fits(transfer, connection) && sum(expected, transfer.need()).compareTo(threshold) <= 0;
    }

    private Units room(Connection connection) {
        return connection.meter().room().excessOver(admitted(connection));
    }

    private Units admitted(Connection connection) {
        return admitted.getOrDefault(connection.name(), Units.ZERO);
    }

    private void admit(String app, Connection connection, Decision.Allow allow) {
        admitted.merge(connection.name(), allow.maxOctets(), Admission::sum);
        if (allow.urgent()) urgent.merge(key(connection, app), allow.maxOctets(), Admission::sum);
    }

    private static String key(Connection connection, String app) {
        return connection.name() + "/" + app;
    }

    /** Sizes come from applications: too large is the largest. */
    private static Units sum(Units one, Units other) {
        return one.count() > Long.MAX_VALUE - other.count() ? Units.MAX : one.plus(other);
    }

    private Decision deferToReset(Reason reason) {
        return defer(reason, situation.reset());
    }

    private static Decision defer(Reason reason, @Nullable Instant until) {
        return new Decision.Defer(reason, until, null);
    }
}
