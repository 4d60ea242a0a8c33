package io.planshare.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

/** What theft-detection-service tells: who is cut off, and which equipment is barred. */
public sealed interface TheftEvent extends Event {

    /**
     * The state of a device's restriction. Every delivery is acknowledged by all who enforce it, on
     * {@link EnforcementEvent}, with this id and version.
     */
    sealed interface RestrictionChanged extends TheftEvent, StateEvent {
        RestrictionId restrictionId();

        DeviceId deviceId();

        /** NONE once lifted. */
        RestrictionLevel level();

        /** The subscriptions whose cards were bound to the device when it was ordered. */
        List<SubscriptionId> subscriptionIds();

        List<SimCardId> simCardIds();

        @Override
        default String key() {
            return deviceId().toString();
        }
    }

    /** @param orderedBy the subject of the token that ordered it */
    record RestrictionOrdered(RestrictionId restrictionId, long version, DeviceId deviceId, RestrictionLevel level,
            List<SubscriptionId> subscriptionIds, List<SimCardId> simCardIds, String reason, String orderedBy,
            Instant orderedAt) implements RestrictionChanged {
        public RestrictionOrdered {
            subscriptionIds = List.copyOf(subscriptionIds);
            simCardIds = List.copyOf(simCardIds);
        }
    }

    record RestrictionLifted(RestrictionId restrictionId, long version, DeviceId deviceId,
            List<SubscriptionId> subscriptionIds, List<SimCardId> simCardIds, String reason, String liftedBy,
            Instant liftedAt) implements RestrictionChanged {
        public RestrictionLifted {
            subscriptionIds = List.copyOf(subscriptionIds);
            simCardIds = List.copyOf(simCardIds);
        }

        @Override
        public RestrictionLevel level() {
            return RestrictionLevel.NONE;
        }
    }

    /** The whole state of an entry of the equipment identity register (TS 29.511). */
    record EquipmentChanged(UUID equipmentId, long version, List<IdentifierHmac> imeis, EquipmentStatus status,
            @Nullable String reason) implements TheftEvent, StateEvent {
        public EquipmentChanged {
            imeis = List.copyOf(imeis);
        }

        @Override
        public String key() {
            return equipmentId.toString();
        }
    }

    /** TS 29.511 EquipmentStatus. */
    enum EquipmentStatus {
        WHITELISTED, GREYLISTED, BLACKLISTED
    }
}
