package io.planshare.charging.camara;

import io.planshare.model.Units;

/** Octets that a card may still use before it is refused, those that it holds included (CAMARA DeviceDataVolume). */
record RemainingVolume(Units octets) {

    static final long MIB = 1L << 20;
    static final long GIB = 1L << 30;
    /** Of either unit. */
    static final long THRESHOLD_MAX = 1024;

    static final RemainingVolume NONE = new RemainingVolume(Units.ZERO);
    /** More than any question can tell apart. */
    static final RemainingVolume PLENTY = new RemainingVolume(Units.of((THRESHOLD_MAX + 1) * GIB));

    /** CAMARA's word for it: the first bound that it lies below. */
    String category() {
        var count = octets.count();
        if (count < 200 * MIB) return "<200MiB";
        if (count < GIB) return "<1GiB";
        return count < 5 * GIB ? "<5GiB" : ">=5GiB";
    }

    /** More than that: as much is not enough. */
    boolean exceeds(long threshold) {
        return octets.count() > threshold;
    }
}
