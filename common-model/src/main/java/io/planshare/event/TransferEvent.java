package io.planshare.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.transfer.Priority;
import io.planshare.transfer.Reason;

/** What quota-service tells about data transfers and the plans that they use (spec S2). */
public sealed interface TransferEvent extends Event {

    /**
     * A transfer was allowed, or denied for good.
     *
     * @param connection over which; null if denied
     * @param octets reserved for it; zero if denied
     * @param until when the reservation ends unless it has started; null if denied
     * @param denied why not; null if allowed
     */
    record TransferDecided(UUID requestId, DeviceId deviceId, SubscriptionId subscriptionId, String appId,
            Priority priority, @Nullable String connection, Units octets, @Nullable Instant until,
            @Nullable Reason denied, Instant occurredAt) implements TransferEvent {
        @Override
        public String key() {
            return deviceId.toString();
        }
    }

    /**
     * A transfer waits.
     *
     * @param until when it is decided anew at the latest; null if that depends on a condition only
     * @param offered the dearer connection that it may take if its application agrees
     */
    record TransferDeferred(UUID requestId, DeviceId deviceId, SubscriptionId subscriptionId, String appId,
            Priority priority, Reason reason, @Nullable Instant until, @Nullable String offered, Instant occurredAt)
            implements
                TransferEvent {
        @Override
        public String key() {
            return deviceId.toString();
        }
    }

    /**
     * A connection went away that transfers were assigned to.
     *
     * @param waiting those that wait for it, as all others cost more
     * @param offered urgent ones, whose applications are asked whether they take another
     */
    record ConnectionLost(DeviceId deviceId, SubscriptionId subscriptionId, String connection, List<UUID> waiting,
            List<UUID> offered, Instant occurredAt) implements TransferEvent {
        public ConnectionLost {
            waiting = List.copyOf(waiting);
            offered = List.copyOf(offered);
        }

        @Override
        public String key() {
            return deviceId.toString();
        }
    }

    /**
     * A transfer is over.
     *
     * @param octets transferred
     * @param cancelled before its end
     */
    record TransferCompleted(UUID requestId, DeviceId deviceId, SubscriptionId subscriptionId, String appId,
            Units octets, boolean cancelled, Instant occurredAt) implements TransferEvent {
        @Override
        public String key() {
            return deviceId.toString();
        }
    }

    /** The plan that a device uses has a new version: its agent should fetch a policy. One for each device. */
    record PlanUpdated(DeviceId deviceId, SubscriptionId subscriptionId, long version, Instant occurredAt)
            implements
                TransferEvent {
        @Override
        public String key() {
            return deviceId.toString();
        }
    }

    /**
     * Devices and operator count differently: the operator's count is billed, and the devices' later counts are multiplied.
     *
     * @param device what all devices of the plan counted by then
     * @param scale the new factor, in parts of a million
     */
    record UsageReconciled(SubscriptionId subscriptionId, String connection, Instant cycleStart, Units device,
            Units operator, long scale, Instant asOf) implements TransferEvent {
        @Override
        public String key() {
            return subscriptionId.toString();
        }
    }
}
