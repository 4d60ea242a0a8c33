package io.planshare.quota.transfer;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Cycle;
import io.planshare.model.DeviceId;
import io.planshare.model.Interval;
import io.planshare.model.SubscriptionId;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.TransferTerms;

/**
 * What a subscription's devices may use, over which connections.
 *
 * @param cycleDay 1 to 31; null: a threshold that counts for ever
 * @param devices that share it
 */
record DataUsagePlan(SubscriptionId subscriptionId, long version, ZoneId timeZone, @Nullable Integer cycleDay,
        TransferTerms terms, List<PlannedConnection> connections, List<DeviceId> devices) {

    DataUsagePlan {
        connections = List.copyOf(connections);
        devices = List.copyOf(devices);
    }

    /** For a plan without cycle one that began in 1970 and does not end. */
    Interval cycleAt(Instant at) {
        return cycleDay == null ? new Interval(Instant.EPOCH, null) : new Cycle(cycleDay, timeZone).at(at);
    }

    Optional<PlannedConnection> connection(String name) {
        return connections.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    DataUsagePlan withVersion(long next) {
        return new DataUsagePlan(subscriptionId, next, timeZone, cycleDay, terms, connections, devices);
    }
}
