package io.planshare.enrollment.enrollment;

import java.time.Clock;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Ends what is over by the clock even if nobody asks: who pays changes at the right instant anyway, by the payer map; this
 * makes state and events follow. Any number of instances may run it.
 */
@Component
class EnrollmentTimers {

    private static final int BATCH = 100;

    private final EnrollmentStore store;
    private final EnrollmentChanges changes;
    private final TransactionTemplate transaction;
    private final Clock clock;

    EnrollmentTimers(EnrollmentStore store, EnrollmentChanges changes, TransactionTemplate transaction, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${planshare.enrollment.timers:PT30S}", initialDelayString = "${planshare.enrollment.timers:PT30S}")
    void run() {
        for (var device : store.due(clock.instant(), BATCH)) {
            transaction.executeWithoutResult(_ -> changes.lock(device));
        }
    }
}
