package io.planshare.theft.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.event.EnrollmentEvent.DeviceChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

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
        var devices = new LinkedHashMap<DeviceId, DeviceChanged>();
        var subscriptions = new LinkedHashMap<SubscriptionId, SubscriptionChanged>();
        for (var received : events) {
            switch (received.event()) {
                case DeviceChanged device -> devices.merge(device.deviceId(), device,
                        (a, b) -> b.version() > a.version() ? b : a);
                case SubscriptionChanged subscription -> subscriptions.merge(subscription.subscriptionId(),
                        subscription, (a, b) -> b.version() > a.version() ? b : a);
                default -> throw new IllegalArgumentException("not read here: " + received.event().getClass());
            }
        }
        store.saveDevices(devices.values());
        store.saveSubscriptions(subscriptions.values());
    }
}
