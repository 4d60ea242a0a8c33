package io.planshare.kit.restriction;

import java.util.Collection;
import java.util.Map;

import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/** How far devices are restricted, as far as this service has been told. Read in the transaction that decides. */
public final class Restrictions {

    /** {@link RestrictionLevel#NONE} for a device that nobody restricted. */
    public RestrictionLevel levelOf(DeviceId device) {
        throw new UnsupportedOperationException("coming: " + device);
    }

    /** The restricted ones among these devices; one that is not restricted is not in the answer. One query. */
    public Map<DeviceId, RestrictionLevel> levels(Collection<DeviceId> devices) {
        throw new UnsupportedOperationException("coming: " + devices);
    }

    /** The strictest level of the devices that held this subscription's card when they were restricted. */
    public RestrictionLevel levelOfSubscription(SubscriptionId subscription) {
        throw new UnsupportedOperationException("coming: " + subscription);
    }
}
