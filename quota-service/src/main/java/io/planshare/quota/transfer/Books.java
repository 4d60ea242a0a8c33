package io.planshare.quota.transfer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.planshare.model.DeviceId;
import io.planshare.model.Interval;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.Units;
import io.planshare.quota.transfer.StatisticStore.Counted;
import io.planshare.transfer.Connection;
import io.planshare.transfer.ConnectionState;
import io.planshare.transfer.Meter;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.Rhythm;
import io.planshare.transfer.Situation;

/** A plan with its meters of the cycle, under the plan's lock: changed in memory, then saved by {@link PlanBooks}. */
final class Books {

    private final DataUsagePlan plan;
    private final Instant now;
    private final Interval cycle;
    private final Map<String, UsageMeter> meters;
    private final Map<String, Map<String, Units>> urgent;
    private final Map<String, Rhythm> rhythms;
    private final List<Counted> counted = new ArrayList<>();
    private final List<Urgent> urgentAdded = new ArrayList<>();

    record Urgent(String connection, String appId, Units octets) {}

    /** @param meters one for each limited connection of the plan; kept and changed */
    Books(DataUsagePlan plan, Instant now, Map<String, UsageMeter> meters, Map<String, Map<String, Units>> urgent,
            Map<String, Rhythm> rhythms) {
        this.plan = plan;
        this.now = now;
        this.cycle = plan.cycleAt(now);
        this.meters = new LinkedHashMap<>(meters);
        this.urgent = new HashMap<>();
        urgent.forEach((connection, byApp) -> this.urgent.put(connection, new HashMap<>(byApp)));
        this.rhythms = Map.copyOf(rhythms);
    }

    DataUsagePlan plan() {
        return plan;
    }

    Instant now() {
        return now;
    }

    Interval cycle() {
        return cycle;
    }

    Optional<UsageMeter> meter(String connection) {
        return Optional.ofNullable(meters.get(connection));
    }

    List<UsageMeter> meters() {
        return List.copyOf(meters.values());
    }

    List<Counted> counted() {
        return List.copyOf(counted);
    }

    List<Urgent> urgentAdded() {
        return List.copyOf(urgentAdded);
    }

    Map<String, Units> urgentByApp(String connection) {
        return urgent.getOrDefault(connection, Map.of());
    }

    /** What the devices usually use, as the operator would count it. */
    Rhythm rhythm(String connection) {
        var meter = meters.get(connection);
        var rhythm = rhythms.getOrDefault(connection, Rhythm.NONE);
        return meter == null ? rhythm : rhythm.scaled(meter.scale());
    }

    void put(UsageMeter meter) {
        meters.put(meter.connection(), meter);
    }

    void admit(String connection, String app, Units octets, boolean urgently) {
        meter(connection).ifPresent(meter -> {
            put(meter.admit(octets));
            if (urgently) addUrgent(connection, app, octets);
        });
    }

    void addUrgent(String connection, String app, Units octets) {
        urgent.computeIfAbsent(connection, _ -> new HashMap<>()).merge(app, octets, Units::plus);
        urgentAdded.add(new Urgent(connection, app, octets));
    }

    void release(String connection, Units octets) {
        meter(connection).ifPresent(meter -> put(meter.release(octets.atMost(meter.admitted()))));
    }

    /** Counts what a device used. What belongs to another cycle moves no meter of this one. */
    void count(String connection, DeviceId device, String app, Units octets, Instant occurredAt) {
        if (octets.isZero()) return;
        var start = plan.cycleAt(occurredAt).from();
        var hour = occurredAt.truncatedTo(ChronoUnit.HOURS);
        // Where a time zone begins its days at half past, an hour belongs to two cycles.
        counted.add(new Counted(connection, device, app, octets, hour.isBefore(start) ? start : hour));
        if (start.equals(cycle.from())) meter(connection).ifPresent(meter -> put(meter.count(octets)));
    }

    Situation situation(Map<String, ConnectionState> states, RestrictionLevel restriction) {
        return new Situation(now, plan.timeZone(), cycle.to(), plan.terms(), restriction, false,
                plan.connections().stream().map(it -> connection(it, states)).toList());
    }

    private Connection connection(PlannedConnection planned, Map<String, ConnectionState> states) {
        var state = states.get(planned.name());
        return new Connection(planned, state == null ? ConnectionState.absent(planned.name(), now) : state,
                meter(planned.name()).map(this::meter).orElse(Meter.UNLIMITED));
    }

    private Meter meter(UsageMeter meter) {
        return new Meter(meter.threshold(), meter.used(), meter.room(), forecast(meter),
                urgentByApp(meter.connection()));
    }

    /** What will be used by the end of the cycle, if all goes as usual; without a cycle nothing is expected. */
    Units forecast(UsageMeter meter) {
        var end = cycle.to();
        var rest = end == null ? Units.ZERO : rhythm(meter.connection()).expected(now, end, plan.timeZone());
        return sum(meter.used(), rest);
    }

    private static Units sum(Units one, Units other) {
        return one.count() > Long.MAX_VALUE - other.count() ? Units.MAX : one.plus(other);
    }
}
