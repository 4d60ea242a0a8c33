package io.planshare.transfer;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/**
 * What one device may do by itself until the policy expires: the payload of the signed policy that an agent downloads.
 *
 * @param number counts up for each device: an older policy never replaces a newer one
 * @param expiresAt from then on only what is free may be used
 * @param cycleEnd when counts begin anew; null for a plan without cycle
 */
public record TransferPolicy(DeviceId deviceId, SubscriptionId subscriptionId, long number, long planVersion,
        Instant issuedAt, Instant expiresAt, ZoneId timeZone, @Nullable Instant cycleEnd, TransferTerms terms,
        RestrictionLevel restriction, List<PolicyConnection> connections) {

    public TransferPolicy {
        connections = List.copyOf(connections);
    }

    /**
     * A connection with its figures when the policy was issued.
     *
     * @param threshold of the cycle; null if unlimited
     * @param used by all devices of the plan
     * @param allotment so many octets are reserved for this device
     * @param rhythm what all devices of the plan usually use in each hour of a week
     * @param urgentByApp what applications of this device were admitted for as HIGH or REALTIME in this cycle
     */
    public record PolicyConnection(PlannedConnection planned, @Nullable Units threshold, Units used, Units allotment,
            Rhythm rhythm, Map<String, Units> urgentByApp) {

        public PolicyConnection {
            urgentByApp = Map.copyOf(urgentByApp);
        }

        /**
         * Its figures now. After the reset all counts are zero, and so is the allotment, which was of the old cycle.
         *
         * @param since octets that this device used after the policy was issued, in the cycle that now lies in
         * @param open octets that transfers of this device are admitted for and have not used
         * @param urgent what applications were admitted for as HIGH or REALTIME since the policy was issued
         */
        public Meter meter(Instant now, TransferPolicy policy, Units since, Units open, Map<String, Units> urgent) {
            if (threshold == null) return Meter.UNLIMITED;
            var end = policy.cycleEnd();
            var over = end != null && !now.isBefore(end);
            var usedNow = over ? since : used.plus(since);
            var room = over ? Units.ZERO : allotment.excessOver(since).excessOver(open);
            var rest = end == null || over ? Units.ZERO : rhythm.expected(now, end, policy.timeZone());
            var byApp = new HashMap<>(over ? Map.of() : urgentByApp);
            urgent.forEach((app, octets) -> byApp.merge(app, octets, Units::plus));
            // Whatever changed inside the old cycle, the next one's threshold is whole.
            return new Meter(over ? planned.threshold() : threshold, usedNow, room, usedNow.plus(rest), byApp);
        }
    }
}
