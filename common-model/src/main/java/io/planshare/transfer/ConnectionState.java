package io.planshare.transfer;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A connection as a device sees it.
 *
 * @param connection its name in the plan
 * @param network which network serves it, MCC and MNC, if known
 * @param throughput octets a second; null if unknown
 */
public record ConnectionState(String connection, boolean available, boolean roaming, boolean congested,
        @Nullable String network, @Nullable Long throughput, Instant reportedAt) {

    public ConnectionState {
        if (throughput != null && throughput < 1) throw new IllegalArgumentException("throughput is 1 or more");
    }

    public static ConnectionState absent(String connection, Instant reportedAt) {
        return new ConnectionState(connection, false, false, false, null, null, reportedAt);
    }
}
