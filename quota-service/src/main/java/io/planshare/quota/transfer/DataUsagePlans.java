package io.planshare.quota.transfer;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

import io.planshare.event.TransferEvent;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.Cycle;
import io.planshare.model.DeviceId;
import io.planshare.model.Interval;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** Data usage plans: made, and changed inside a cycle too. */
@Service
class DataUsagePlans {

    private final DataUsagePlanStore plans;
    private final PlanBooks books;
    private final Decisions decisions;
    private final TransferStore transfers;
    private final AllotmentStore allotments;
    private final Outbox outbox;
    private final Clock clock;

    DataUsagePlans(DataUsagePlanStore plans, PlanBooks books, Decisions decisions, TransferStore transfers,
            AllotmentStore allotments, Outbox outbox, Clock clock) {
        this.plans = plans;
        this.books = books;
        this.decisions = decisions;
        this.transfers = transfers;
        this.allotments = allotments;
        this.outbox = outbox;
        this.clock = clock;
    }

    Optional<DataUsagePlan> find(SubscriptionId subscription) {
        return plans.find(subscription);
    }

    /** The plan with its meters as they stand; nothing is written. */
    @Transactional
    Optional<Books> meters(SubscriptionId subscription) {
        return books.open(subscription);
    }

    /** Empty if there is one, which can only be changed. */
    @Transactional
    Optional<PlanOutcome> make(DataUsagePlan wanted) {
        if (!plans.insert(wanted, clock.instant())) return Optional.empty();
        return Optional.of(withDevices(wanted).<PlanOutcome>map(PlanOutcome.DeviceTaken::new)
                .orElseGet(() -> new PlanOutcome.Made(tell(wanted))));
    }

    /** @param seen throws, under the lock, if the plan is no more the one that the caller saw */
    @Transactional
    PlanOutcome change(DataUsagePlan wanted, Consumer<DataUsagePlan> seen) {
        var found = plans.lock(wanted.subscriptionId());
        if (found.isEmpty()) return new PlanOutcome.Unknown();
        var before = found.get();
        seen.accept(before);
        var open = books.open(before);
        var after = wanted.withVersion(before.version() + 1);
        leave(open, before, after);
        books.save(open);
        plans.update(after, open.now());
        var taken = withDevices(after);
        if (taken.isPresent()) return new PlanOutcome.DeviceTaken(taken.get());
        var changed = books.open(after);
        proRata(open, changed);
        after.devices().forEach(device -> decisions.decideWaiting(changed, device));
        books.save(changed);
        return new PlanOutcome.Changed(tell(after));
    }

    /** Devices that do not use the plan any more take nothing of it with them, and connections that it does not name end. */
    private void leave(Books open, DataUsagePlan before, DataUsagePlan after) {
        var gone = new HashSet<>(before.devices());
        after.devices().forEach(gone::remove);
        for (var device : before.devices()) {
            var ends = transfers.open(device).stream()
                    .filter(it -> gone.contains(device) || isGone(after, it.connection())).toList();
            ends.forEach(it -> decisions.release(open, it));
            decisions.save(ends,
                    ends.stream().map(it -> it.ended(TransferState.CANCELLED, null, open.now())).toList());
        }
        for (var device : gone) {
            allotments.find(device, open.cycle().from()).forEach(open::release);
            allotments.put(device, open.cycle().from(), Map.of());
        }
    }

    private static boolean isGone(DataUsagePlan after, @org.jspecify.annotations.Nullable String connection) {
        return connection != null && after.connection(connection).isEmpty();
    }

    /** A threshold that changes inside the cycle counts for the rest of it. */
    private static void proRata(Books before, Books after) {
        for (var meter : after.meters()) {
            var wanted = after.plan().connection(meter.connection()).map(it -> it.threshold()).orElse(null);
            var planned = before.plan().connection(meter.connection()).map(it -> it.threshold()).orElse(null);
            if (wanted == null || wanted.equals(planned)) continue;
            var running = before.meter(meter.connection()).filter(it -> before.cycle().equals(after.cycle()));
            after.put(meter.withThreshold(
                    running.map(it -> threshold(it.threshold(), wanted, after)).orElse(wanted)));
        }
    }

    private static Units threshold(Units before, Units wanted, Books after) {
        Interval cycle = after.cycle();
        return Cycle.proRata(before, wanted, cycle, after.now());
    }

    private Optional<DeviceId> withDevices(DataUsagePlan plan) {
        var taken = plans.putDevices(plan).stream().findFirst();
        // Nothing of a refused plan stays.
        if (taken.isPresent()) TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return taken;
    }

    private DataUsagePlan tell(DataUsagePlan plan) {
        List<TransferEvent> events = plan.devices().stream().<TransferEvent>map(device -> new TransferEvent.PlanUpdated(
                device, plan.subscriptionId(), plan.version(), clock.instant())).toList();
        outbox.publishAll(events);
        return plan;
    }
}
