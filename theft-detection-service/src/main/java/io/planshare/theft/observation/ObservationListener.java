package io.planshare.theft.observation;

import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.event.ChargingEvent.Observed;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;

/** Keeps what was odd. */
@Component
class ObservationListener implements EventConsumer {

    private final ObservationStore store;

    ObservationListener(ObservationStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "observations";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.OBSERVATION);
    }

    /** The observation's id is its key. */
    @Override
    public boolean idempotentByNature() {
        return true;
    }

    @Override
    public void accept(List<Received> events) {
        store.insert(events.stream().map(Received::event).filter(Observed.class::isInstance).map(Observed.class::cast)
                .toList());
    }
}
