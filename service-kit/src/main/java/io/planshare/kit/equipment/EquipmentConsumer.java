package io.planshare.kit.equipment;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import io.planshare.event.TheftEvent.EquipmentChanged;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;

/** Keeps the newest entry of each equipment. */
final class EquipmentConsumer implements EventConsumer {

    private final EquipmentStore store;
    private final Clock clock;

    EquipmentConsumer(EquipmentStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "equipment";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.EQUIPMENT);
    }

    @Override
    public void accept(List<Received> events) {
        for (var received : events) {
            if (received.event() instanceof EquipmentChanged change) store.keepNewer(change, clock.instant());
        }
    }
}
