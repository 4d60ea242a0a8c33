package io.planshare.quota.simgroup;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.SimCardId;

/**
 * A card in a group.
 *
 * @param simCardId for a card of another carrier, the id that stands for it here
 * @param priority the lowest number is restricted first under LOWEST_PRIORITY
 * @param used octets since the group's count began
 * @param octetsPerSecond lately
 * @param restrictedSince null while it is free
 */
record GroupMember(SimCardId simCardId, Carrier carrier, @Nullable DeviceId deviceId, int priority, boolean exempt,
        long used, double octetsPerSecond, @Nullable Instant restrictedSince) {

    /** Whose card it is. */
    enum Carrier {
        /** Ours: charging meters it and denies, sim-allocation bars it. */
        OWN,
        /** Another carrier's: its device reports, and is told to stop. */
        FOREIGN
    }

    boolean isRestricted() {
        return restrictedSince != null;
    }
}
