package io.planshare.theft.device;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;

import org.springframework.stereotype.Component;

import io.planshare.event.EnrollmentEvent.DeviceChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.StateEvent;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.model.Id;

import static java.util.Comparator.comparingLong;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Keeps the latest state of devices and subscriptions. */
@Component
class KnownDeviceListener implements EventConsumer {

    private final KnownDeviceStore store;

    KnownDeviceListener(KnownDeviceStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "known-devices";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.DEVICE, Topic.SUBSCRIPTION);
    }

    @Override
    public void accept(List<Received> events) {
        store.saveDevices(latest(events, DeviceChanged.class, DeviceChanged::deviceId));
        store.saveSubscriptions(latest(events, SubscriptionChanged.class, SubscriptionChanged::subscriptionId));
    }

    private static <T extends StateEvent> Collection<T> latest(List<Received> events, Class<T> type,
            Function<T, Id> id) {
        return events.stream().map(Received::event).filter(type::isInstance).map(type::cast)
                .collect(toMap(id, identity(), BinaryOperator.maxBy(comparingLong(StateEvent::version)))).values();
    }
}
