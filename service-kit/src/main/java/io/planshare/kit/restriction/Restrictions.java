package io.planshare.kit.restriction;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/** How far devices are restricted, as far as this service has been told. Read it in the transaction that decides. */
public final class Restrictions {

    private final RestrictionStore store;

    Restrictions(RestrictionStore store) {
        this.store = store;
    }

    /** {@link RestrictionLevel#NONE} for a device that nobody restricted. */
    public RestrictionLevel levelOf(DeviceId device) {
        return levels(List.of(device)).getOrDefault(device, RestrictionLevel.NONE);
    }

    /** The restricted ones among these devices; one that is not restricted is not in the answer. One query. */
    public Map<DeviceId, RestrictionLevel> levels(Collection<DeviceId> devices) {
        return devices.isEmpty() ? Map.of() : store.levels(devices);
    }

    /** The strictest level of the devices that held this subscription's card when they were restricted. */
    public RestrictionLevel levelOfSubscription(SubscriptionId subscription) {
        return levelsOfSubscriptions(List.of(subscription)).getOrDefault(subscription, RestrictionLevel.NONE);
    }

    /** As {@link #levelOfSubscription}; one that is not restricted is not in the answer. One query. */
    public Map<SubscriptionId, RestrictionLevel> levelsOfSubscriptions(Collection<SubscriptionId> subscriptions) {
        return subscriptions.isEmpty() ? Map.of() : store.strictestLevels(subscriptions);
    }
}
