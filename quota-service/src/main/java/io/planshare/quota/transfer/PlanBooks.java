package io.planshare.quota.transfer;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.Reconciliation;
import io.planshare.transfer.Rhythm;

/** Opens the books of a plan under its lock, and saves them. Call it in a transaction. */
@Component
class PlanBooks {

    private final DataUsagePlanStore plans;
    private final MeterStore meters;
    private final StatisticStore statistics;
    private final TransferStore transfers;
    private final AllotmentStore allotments;
    private final Clock clock;

    PlanBooks(DataUsagePlanStore plans, MeterStore meters, StatisticStore statistics, TransferStore transfers,
            AllotmentStore allotments, Clock clock) {
        this.plans = plans;
        this.meters = meters;
        this.statistics = statistics;
        this.transfers = transfers;
        this.allotments = allotments;
        this.clock = clock;
    }

    /** Of the plan that a device uses. */
    Optional<Books> openFor(DeviceId device) {
        return plans.planOf(device).flatMap(this::open).filter(it -> it.plan().devices().contains(device));
    }

    Optional<Books> open(SubscriptionId subscription) {
        return plans.lock(subscription).map(this::open);
    }

    /** The plan is locked already. */
    Books open(DataUsagePlan plan) {
        var now = clock.instant();
        var start = plan.cycleAt(now).from();
        var known = meters.find(plan.subscriptionId(), start).stream()
                .collect(Collectors.toMap(UsageMeter::connection, it -> it));
        var current = new LinkedHashMap<String, UsageMeter>();
        var rhythms = new HashMap<String, Rhythm>();
        for (var planned : plan.connections()) {
            if (!planned.hasThreshold()) continue;
            var found = known.get(planned.name());
            current.put(planned.name(), found == null ? begin(plan, planned, start) : found);
            rhythms.put(planned.name(), rhythm(plan, planned.name(), now));
        }
        return new Books(plan, now, current, meters.urgent(plan.subscriptionId(), start), rhythms);
    }

    void save(Books books) {
        var plan = books.plan().subscriptionId();
        var start = books.cycle().from();
        meters.save(plan, books.meters());
        statistics.add(plan, books.counted());
        books.urgentAdded()
                .forEach(it -> meters.addUrgent(plan, start, it.connection(), it.appId(), it.octets()));
    }

    /** A cycle begins with what runs, and with what was counted in it before anybody asked. */
    private UsageMeter begin(DataUsagePlan plan, PlannedConnection planned, Instant start) {
        var subscription = plan.subscriptionId();
        var threshold = planned.threshold();
        var reserved = transfers.leased(subscription, plan.devices()).getOrDefault(planned.name(), Units.ZERO)
                .plus(allotments.sum(plan.devices(), planned.name(), start));
        return new UsageMeter(planned.name(), start, threshold == null ? Units.MAX : threshold,
                statistics.sum(subscription, planned.name(), start, Instant.parse("9999-01-01T00:00:00Z")),
                Units.ZERO, Units.ZERO, null,
                meters.lastScale(subscription, planned.name()).orElse(Reconciliation.UNSCALED), reserved);
    }

    private Rhythm rhythm(DataUsagePlan plan, String connection, Instant now) {
        var first = statistics.first(plan.subscriptionId(), connection);
        if (first == null) return Rhythm.NONE;
        Map<Instant, Long> hours = statistics.hourly(plan.subscriptionId(), connection, now.minus(Rhythm.MEMORY));
        return Rhythm.learn(hours, first, now, plan.timeZone());
    }
}
