package io.planshare.kit.restriction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.event.EnforcementEvent;
import io.planshare.event.TheftEvent;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.kit.outbox.Outbox;

/**
 * Keeps the newest restriction of each device and acknowledges every delivery, repeated, outdated and lifting ones too: the
 * acknowledgement is committed with the bar, so the next decision obeys it (design section 10).
 */
final class RestrictionConsumer implements EventConsumer {

    private static final String STORED = "stored";
    private static final String KNOWN = "nothing to do: this version or a later one is in force";

    private final String service;
    private final RestrictionStore store;
    private final Outbox outbox;
    private final Clock clock;
    private final @Nullable RestrictionEnforcer enforcer;

    RestrictionConsumer(String service, RestrictionStore store, Outbox outbox, Clock clock,
            @Nullable RestrictionEnforcer enforcer) {
        this.service = service;
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
        this.enforcer = enforcer;
    }

    @Override
    public String name() {
        return "restriction";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.RESTRICTION);
    }

    @Override
    public void accept(List<Received> events) {
        outbox.publishAll(events.stream()
                .map(Received::event)
                .filter(TheftEvent.RestrictionChanged.class::isInstance)
                .map(TheftEvent.RestrictionChanged.class::cast)
                .map(this::enforced)
                .toList());
    }

    private EnforcementEvent.EnforcementApplied enforced(TheftEvent.RestrictionChanged change) {
        var now = clock.instant();
        var detail = store.keepNewer(change, now) ? applied(change) : KNOWN;
        return new EnforcementEvent.EnforcementApplied(EnforcementEvent.Cause.THEFT, change.key(),
                change.restrictionId().value(), change.version(), service, since(change, now), detail);
    }

    private String applied(TheftEvent.RestrictionChanged change) {
        return enforcer == null ? STORED : enforcer.apply(change);
    }

    private static Duration since(TheftEvent.RestrictionChanged change, Instant now) {
        var order = switch (change) {
            case TheftEvent.RestrictionOrdered ordered -> ordered.orderedAt();
            case TheftEvent.RestrictionLifted lifted -> lifted.liftedAt();
        };
        return order.isBefore(now) ? Duration.between(order, now) : Duration.ZERO;
    }
}
