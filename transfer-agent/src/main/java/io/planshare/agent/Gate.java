package io.planshare.agent;

import org.jspecify.annotations.Nullable;

import io.planshare.agent.meter.SimMeter;
import io.planshare.transfer.TransferRequest.Direction;

/** What a connection has beside its plan: the cap of its card's SIM group. Called under the desk's lock; does not wait. */
record Gate(@Nullable SimMeter meter) {

    /** Octets that may be taken at once, now or shortly. None is counted. */
    long room(String connection) {
        return meter == null ? Long.MAX_VALUE : meter.room(connection);
    }

    /** How many of the octets may be transferred now; they are counted. 0, and none is, if that is less than the least. */
    long take(String connection, Direction direction, long wanted, long least) {
        return meter == null ? wanted : meter.take(connection, direction, wanted, least);
    }

    /** So many that were taken were not transferred. */
    void unused(String connection, long octets) {
        if (meter != null) meter.unused(connection, octets);
    }
}
