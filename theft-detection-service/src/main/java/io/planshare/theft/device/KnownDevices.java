package io.planshare.theft.device;

import org.springframework.stereotype.Service;

import io.planshare.model.DeviceId;

/** Answers from the read model, in the caller's transaction. */
@Service
public class KnownDevices {

    private final KnownDeviceStore store;

    KnownDevices(KnownDeviceStore store) {
        this.store = store;
    }

    public boolean isKnown(DeviceId device) {
        return store.isKnown(device);
    }

    /** The subscriptions whose cards the device holds, and these cards; ended subscriptions are left out. */
    public HeldCards cardsOf(DeviceId device) {
        return HeldCards.of(store.held(device));
    }
}
