package io.planshare.theft.restriction;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import io.planshare.event.EnforcementEvent;
import io.planshare.event.EnforcementEvent.Cause;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.EnforcementEvent.EnforcementFailed;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.model.RestrictionId;

/** Hears who enforces what. Answers to what this service never ordered are left out. */
@Component
class AcknowledgementListener implements EventConsumer {

    private static final Logger log = LoggerFactory.getLogger(AcknowledgementListener.class);

    private final AcknowledgementStore store;
    private final OverdueStore overdue;

    AcknowledgementListener(AcknowledgementStore store, OverdueStore overdue) {
        this.store = store;
        this.overdue = overdue;
    }

    @Override
    public String name() {
        return "acknowledgements";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.ENFORCEMENT_ACK);
    }

    /** The first answer of a service to a version stays. */
    @Override
    public boolean idempotentByNature() {
        return true;
    }

    @Override
    public void accept(List<Received> events) {
        var touched = new LinkedHashSet<RestrictionId>();
        for (var received : events) {
            switch (received.event()) {
                case EnforcementApplied(var cause, _, var id, var version, var service, var took, var detail) when cause == Cause.THEFT ->
                    save(id, version, service, true, received.time(), took, detail).ifPresent(touched::add);
                case EnforcementFailed(var cause, _, var id, var version, var service, var detail) when cause == Cause.THEFT ->
                    save(id, version, service, false, received.time(), null, detail).ifPresent(touched::add);
                case EnforcementEvent _ -> {
                    /* a SIM group's bar: quota-service waits for that one */ }
                default -> throw new IllegalArgumentException("not read here: " + received.event().getClass());
            }
        }
        if (!touched.isEmpty()) overdue.settle(List.copyOf(touched));
    }

    private Optional<RestrictionId> save(UUID id, long version, String serviceName, boolean applied, Instant at,
            @Nullable Duration took, String detail) {
        var service = EnforcingService.named(serviceName);
        if (service.isEmpty() || !store.knows(id, version)) {
            log.info("left out: {} acknowledges version {} of {}, which was not ordered here", serviceName, version,
                    id);
            return Optional.empty();
        }
        if (!applied) {
            log.warn("{} could not enforce version {} of restriction {}; it is sent again until it can", serviceName,
                    version, id);
        }
        var restriction = new RestrictionId(id);
        store.save(restriction, version, new Acknowledgements.Answer(service.get(), applied, at, took, detail));
        return Optional.of(restriction);
    }
}
