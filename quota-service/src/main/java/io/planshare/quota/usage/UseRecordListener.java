package io.planshare.quota.usage;

import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.event.ChargingEvent.UsageRebooked;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;

/** Keeps what charging books. */
@Component
class UseRecordListener implements EventConsumer {

    private final UseRecordStore store;
    private final RebookingStore rebookings;

    UseRecordListener(UseRecordStore store, RebookingStore rebookings) {
        this.store = store;
        this.rebookings = rebookings;
    }

    @Override
    public String name() {
        return "use-records";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.USAGE);
    }

    /** The record's id is its key, and the rebooking's its own. */
    @Override
    public boolean idempotentByNature() {
        return true;
    }

    @Override
    public void accept(List<Received> events) {
        store.insert(of(events, UsageRecorded.class));
        rebookings.insert(of(events, UsageRebooked.class));
    }

    private static <T> List<T> of(List<Received> events, Class<T> type) {
        return events.stream().map(Received::event).filter(type::isInstance).map(type::cast).toList();
    }
}
