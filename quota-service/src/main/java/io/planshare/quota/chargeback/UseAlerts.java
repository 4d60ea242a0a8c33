package io.planshare.quota.chargeback;

import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.event.CreditEvent.ThresholdCrossed;
import io.planshare.event.QuotaEvent.PackageUseReached;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.kit.outbox.Outbox;

/**
 * Tells when 75, 95 and 100 % of a package's cycle are used: once each, also where a close moves use out and other use comes in.
 * What is borrowed is as far as use records have arrived here.
 */
@Component
class UseAlerts implements EventConsumer {

    private static final Set<Integer> PERCENTS = Set.of(75, 95, 100);

    private final ChargebackStore store;
    private final Chargebacks chargebacks;
    private final Outbox outbox;

    UseAlerts(ChargebackStore store, Chargebacks chargebacks, Outbox outbox) {
        this.store = store;
        this.chargebacks = chargebacks;
        this.outbox = outbox;
    }

    @Override
    public String name() {
        return "use-alerts";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.CREDIT);
    }

    @Override
    public void accept(List<Received> events) {
        var crossed = events.stream().map(Received::event).filter(ThresholdCrossed.class::isInstance)
                .map(ThresholdCrossed.class::cast).filter(it -> PERCENTS.contains(it.percent())).toList();
        if (crossed.isEmpty()) return;
        var cycles = store.cycles(crossed.stream().map(ThresholdCrossed::providerAccountId).distinct().toList());
        for (var each : crossed) {
            var cycle = cycles.get(each.providerAccountId());
            if (cycle != null && store.isFirst(each.providerAccountId(), each.percent())) {
                outbox.publish(reached(each, chargebacks.of(cycle)));
            }
        }
    }

    private static PackageUseReached reached(ThresholdCrossed crossed, Chargeback so) {
        var used = crossed.total().minus(crossed.remaining());
        return new PackageUseReached(so.packageId(), so.providerAccountId(), so.accountId(), crossed.percent(),
                crossed.total(), used, so.borrowed().atMost(used), so.recallable().atMost(used),
                crossed.occurredAt());
    }
}
