package io.planshare.enrollment.enrollment;

import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;

import io.planshare.enrollment.device.Device;
import io.planshare.enrollment.device.Devices;
import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.SubscriptionId;

/** Gathers what an {@link Admission} has to know, in the transaction that decides. */
@Component
class Admissions {

    private final PayingSubscriptionStore subscriptions;
    private final Devices devices;
    private final Restrictions restrictions;

    Admissions(PayingSubscriptionStore subscriptions, Devices devices, Restrictions restrictions) {
        this.subscriptions = subscriptions;
        this.devices = devices;
        this.restrictions = restrictions;
    }

    /** To be called before the device is locked. */
    Optional<PayingSubscriptionStore.Found> lock(SubscriptionId id) {
        return subscriptions.lockShared(id);
    }

    Admission of(Device device, PayingSubscriptionStore.Found subscription, List<Enrollment> others) {
        var pairable = new Admission.DeviceOfOwner(device.id(), device.ownerPartyId(), device.isRetired(),
                device.offered(), devices.equipmentStatus(device.id()), restrictions.levelOf(device.id()));
        var paying = new Admission.PayingSubscription(subscription.id(), subscription.accountId(),
                subscription.holder(), subscription.status(), restrictions.levelOfSubscription(subscription.id()));
        return new Admission(pairable, paying, others);
    }
}
