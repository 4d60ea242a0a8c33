package io.planshare.enrollment.payer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.EnrollmentEvent.PayerMapChanged;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.DeviceId;
import io.planshare.model.PayerMap;

/** Keeps the payer map of each device true. */
@Component
public class PayerMaps {

    /** What ended longer ago is left out of the published map: older use asks for a resolution. */
    static final Duration WINDOW = Duration.ofDays(3);

    private final PayerMapStore store;
    private final Outbox outbox;
    private final Clock clock;

    PayerMaps(PayerMapStore store, Outbox outbox, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Builds the map anew from what the caller's transaction has stored and publishes it with the next version. The caller
     * holds the lock on the device's row: that is what leaves no gap.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public PayerMap rewrite(DeviceId device) {
        var now = clock.instant();
        var history = store.since(device, now.minus(WINDOW));
        var map = history.published(store.versionOf(device) + 1, now, PastBudget.USUAL);
        store.save(map, now);
        outbox.publish(new PayerMapChanged(map));
        return map;
    }

    /** The map as published last. */
    @Transactional(readOnly = true)
    public Optional<PayerMap> find(DeviceId device) {
        return store.find(device);
    }

    /** 0 for an unknown device. */
    @Transactional(readOnly = true)
    public long versionOf(DeviceId device) {
        return store.versionOf(device);
    }

    /** Unknown devices are not in the answer. */
    @Transactional(readOnly = true)
    public Map<DeviceId, Long> versionsOf(Collection<DeviceId> devices) {
        return store.versionsOf(devices);
    }

    /** A map that is true at this instant, however long ago: the published one, or one made from the full history. */
    @Transactional(readOnly = true)
    public Optional<PayerMap> trueAt(DeviceId device, Instant at) {
        return store.find(device).map(map -> at.isBefore(map.completeFrom())
                ? store.since(device, at).asOf(at, map.version())
                : map);
    }
}
