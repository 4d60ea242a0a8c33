package io.planshare.theft.restriction;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.micrometer.core.instrument.MeterRegistry;

import io.planshare.kit.outbox.Outbox;

/**
 * Sends again what lacks an answer, with a new event id and the same version, until all four have answered. Metrics to alert
 * on: {@code planshare.restriction.resent} (by the service that is missing) and {@code planshare.restriction.overdue} (how
 * many wait now).
 */
@Service
class OverdueOrders {

    private static final Logger log = LoggerFactory.getLogger(OverdueOrders.class);

    private final OverdueStore store;
    private final AcknowledgementStore acknowledgements;
    private final RestrictionSettings settings;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;
    private final AtomicLong overdue;

    OverdueOrders(OverdueStore store, AcknowledgementStore acknowledgements, RestrictionSettings settings,
            Outbox outbox, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.acknowledgements = acknowledgements;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
        this.overdue = meters.gauge("planshare.restriction.overdue", new AtomicLong());
    }

    /** Of several instances each takes what the others have not locked. */
    @Scheduled(fixedDelayString = "${planshare.restriction.look-every:500ms}")
    @Transactional
    void sendAgain() {
        var now = clock.instant();
        for (var late : store.lock(now)) {
            var restriction = late.restriction();
            var missing = acknowledgements.of(restriction.restrictionId(), restriction.version()).missing();
            var wait = settings.waitAfter(late.sends() + 1);
            store.sentAgain(restriction.restrictionId(), late.sends() + 1, now.plus(wait));
            outbox.publish(restriction.event());
            missing.forEach(service -> meters
                    .counter("planshare.restriction.resent", "service", service.serviceName()).increment());
            log.warn("no acknowledgement of version {} of restriction {} from {}: sent for the {}th time, again in {}",
                    restriction.version(), restriction.restrictionId(),
                    missing.stream().map(EnforcingService::serviceName).toList(), late.sends() + 1, wait);
        }
        overdue.set(store.count());
    }
}
