package io.planshare.theft.restriction;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
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
            if (received.event() instanceof EnforcementEvent event) {
                var heard = Heard.from(event);
                if (heard.cause == Cause.THEFT && keep(heard, received.time())) {
                    touched.add(new RestrictionId(heard.enforcedId));
                }
            }
        }
        if (!touched.isEmpty()) overdue.settle(List.copyOf(touched));
    }

    /** What both kinds of answer have in common. A SIM group's bar has the other cause: quota-service waits for that. */
    private record Heard(Cause cause, UUID enforcedId, long version, String service, boolean applied,
            @Nullable Duration took, String detail) {

        static Heard from(EnforcementEvent event) {
            return switch (event) {
                case EnforcementApplied it -> new Heard(it.cause(), it.enforcedId(), it.version(), it.service(), true,
                        it.took(), it.detail());
                case EnforcementFailed it -> new Heard(it.cause(), it.enforcedId(), it.version(), it.service(), false,
                        null, it.detail());
            };
        }
    }

    private boolean keep(Heard heard, Instant at) {
        var service = EnforcingService.named(heard.service);
        if (service.isEmpty() || !store.knows(heard.enforcedId, heard.version)) {
            log.info("left out: {} answers version {} of {}, which was not ordered here", heard.service,
                    heard.version, heard.enforcedId);
            return false;
        }
        if (!heard.applied) {
            log.warn("{} could not enforce version {} of restriction {}; it is sent again until it can",
                    heard.service, heard.version, heard.enforcedId);
        }
        store.save(new RestrictionId(heard.enforcedId), heard.version,
                new Acknowledgements.Answer(service.get(), heard.applied, at, heard.took, heard.detail));
        return true;
    }
}
