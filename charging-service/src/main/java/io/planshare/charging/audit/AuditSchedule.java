package io.planshare.charging.audit;

import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** Lets the auditor run, and shows what it finds. */
@Component
class AuditSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(AuditSchedule.class);

    private final Audits audits;
    private final FreezeStore freezes;
    private final AuditStore store;
    private final Counter checked;
    private final Timer duration;
    private final AtomicLong broken = new AtomicLong();
    private final AtomicLong frozen = new AtomicLong();

    AuditSchedule(Audits audits, FreezeStore freezes, AuditStore store, MeterRegistry meters) {
        this.audits = audits;
        this.freezes = freezes;
        this.store = store;
        checked = Counter.builder("planshare.charging.audit.accounts")
                .description("Accounts that the auditor has looked at").register(meters);
        duration = Timer.builder("planshare.charging.audit.duration").description("Runs of the auditor")
                .register(meters);
        Gauge.builder("planshare.charging.audit.broken", broken, AtomicLong::get)
                .description("Accounts of which the figures do not agree; each needs a person").register(meters);
        Gauge.builder("planshare.charging.audit.frozen", frozen, AtomicLong::get)
                .description("Accounts that are frozen; each needs a person").register(meters);
    }

    @Scheduled(initialDelayString = "${planshare.charging.audit.every:PT5S}", fixedDelayString = "${planshare.charging.audit.every:PT5S}")
    void run() {
        try {
            duration.record(() -> checked.increment(audits.run().checked()));
            broken.set(store.suspects());
            frozen.set(freezes.frozen());
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The auditor could not look now and tries again at its next turn: {}", e.toString());
        }
    }
}
