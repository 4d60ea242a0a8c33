package io.planshare.charging.charge;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.SqlArray;
import io.planshare.charging.rating.RatePlan;
import io.planshare.charging.rating.RatePlans;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.ChargeId;
import io.planshare.model.Id;
import io.planshare.model.Interval;
import io.planshare.model.Money;

/**
 * Charges each active subscription its plan's fee, once for each cycle, at the first run after the cycle began. A batch is a
 * transaction: killed anywhere, the next run goes on where the last commit ended. A subscription that changes its plan pays
 * the new one from the first cycle that begins after what it has paid for. A cycle in which no run took place at all is not
 * charged afterwards.
 */
@Component
class RecurringFees {

    private static final int BATCH = 500;

    private final RatePlans plans;
    private final ChargeStore charges;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RecurringFees(RatePlans plans, ChargeStore charges, Outbox outbox, PlatformTransactionManager transactions,
            Clock clock) {
        this.plans = plans;
        this.charges = charges;
        this.outbox = outbox;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${planshare.charging.fees-every:PT1M}")
    void charge() {
        var now = SqlArray.micros(clock.instant());
        for (var plan : plans.withFee()) {
            var fee = plan.fee();
            var cycle = plan.cycle().at(now);
            if (fee == null || cycle.from().isBefore(fee.from())) continue;
            boolean more;
            do {
                more = Boolean.TRUE.equals(transaction.execute(_ -> chargeBatch(plan, fee.amount(), cycle, now)));
            } while (more);
        }
    }

    /** Whether there may be more; false too while another instance is at it. */
    private boolean chargeBatch(RatePlan plan, Money amount, Interval cycle, Instant now) {
        if (!charges.tryFees()) return false;
        List<Charge> fees = charges.due(plan.id(), cycle, BATCH).stream()
                .map(due -> Charge.fee(new ChargeId(Id.next()), due.accountId(), due.subscriptionId(), plan.id(),
                        amount, cycle, now))
                .toList();
        charges.save(fees);
        outbox.publishAll(fees.stream().map(Charge::toEvent).toList());
        return fees.size() == BATCH;
    }
}
