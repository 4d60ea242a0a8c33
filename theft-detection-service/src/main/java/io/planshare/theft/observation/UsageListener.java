package io.planshare.theft.observation;

import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;

/** Keeps what was used. */
@Component
class UsageListener implements EventConsumer {

    private final UsageObservationStore store;

    UsageListener(UsageObservationStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "usage";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.USAGE);
    }

    /** The record's id is its key. */
    @Override
    public boolean idempotentByNature() {
        return true;
    }

    @Override
    public void accept(List<Received> events) {
        store.insert(events.stream().map(Received::event).filter(UsageRecorded.class::isInstance)
                .map(UsageRecorded.class::cast).toList());
    }
}
