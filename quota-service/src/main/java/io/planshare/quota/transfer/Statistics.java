package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.List;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.TransferEvent;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.transfer.Reconciliation;

/** What devices counted beside transfers, and what the operator did: brought together (spec S2 rule 7). */
@Service
class Statistics {

    private final PlanBooks plans;
    private final StatisticStore statistics;
    private final Decisions decisions;
    private final OperatorCountStore operator;
    private final Outbox outbox;

    Statistics(PlanBooks plans, StatisticStore statistics, Decisions decisions, OperatorCountStore operator,
            Outbox outbox) {
        this.plans = plans;
        this.statistics = statistics;
        this.decisions = decisions;
        this.operator = operator;
        this.outbox = outbox;
    }

    /** Octets that an application used over a connection, and when. */
    record Use(DeviceId device, String connection, String appId, Units octets, Instant occurredAt) {}

    @Transactional
    StatisticOutcome count(SubscriptionId plan, List<Use> uses) {
        var found = plans.open(plan);
        if (found.isEmpty()) return new StatisticOutcome.UnknownPlan();
        var books = found.get();
        for (int i = 0; i < uses.size(); i++) {
            var use = uses.get(i);
            if (books.plan().connection(use.connection()).isEmpty()) {
                return new StatisticOutcome.UnknownConnection(i, use.connection());
            }
            if (!books.plan().devices().contains(use.device())) return new StatisticOutcome.UnknownDevice(i);
        }
        uses.forEach(
                it -> books.count(it.connection(), it.device(), it.appId(), it.octets(), it.occurredAt()));
        plans.save(books);
        return new StatisticOutcome.Counted(books.meters());
    }

    /** @param total octets since the cycle began, as the operator counted them up to an instant */
    @Transactional
    StatisticOutcome reconcile(SubscriptionId plan, String connection, Units total, Instant asOf) {
        var found = plans.open(plan);
        return found.isEmpty()
                ? new StatisticOutcome.UnknownPlan()
                : reconcile(found.get(), connection, total, asOf);
    }

    /** With the operator's count taken from our own use records of this subscription: it is then the one that is billed. */
    @Transactional
    StatisticOutcome reconcileWithRecords(SubscriptionId plan, String connection) {
        var found = plans.open(plan);
        if (found.isEmpty()) return new StatisticOutcome.UnknownPlan();
        var books = found.get();
        return reconcile(books, connection, operator.octets(plan, books.cycle().from(), books.now()), books.now());
    }

    private StatisticOutcome reconcile(Books books, String connection, Units total, Instant asOf) {
        if (books.plan().connection(connection).isEmpty()) {
            return new StatisticOutcome.UnknownConnection(0, connection);
        }
        var found = books.meter(connection);
        if (found.isEmpty()) return new StatisticOutcome.NotLimited(connection);
        if (!books.cycle().contains(asOf)) return new StatisticOutcome.OtherCycle(books.cycle().from());
        var meter = found.get();
        var last = meter.operatorAsOf();
        if (last != null && !asOf.isAfter(last)) return new StatisticOutcome.Outdated(last);
        var counted = statistics.sum(books.plan().subscriptionId(), connection, books.cycle().from(), asOf);
        var counts = new Reconciliation(counted, total);
        var agreed = meter.reconcile(counted, total, asOf);
        books.put(agreed);
        if (counts.isOff()) {
            outbox.publish(new TransferEvent.UsageReconciled(books.plan().subscriptionId(), connection,
                    meter.cycleStart(), counted, total, agreed.scale(), asOf));
        }
        books.plan().devices().forEach(device -> decisions.decideWaiting(books, device));
        plans.save(books);
        return new StatisticOutcome.Reconciled(books.meter(connection).orElse(agreed), counts);
    }
}
