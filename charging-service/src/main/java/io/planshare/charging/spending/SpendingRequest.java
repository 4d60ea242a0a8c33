package io.planshare.charging.spending;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Imsi;

/**
 * What a policy function wants to be told (TS 29.594 SpendingLimitContext).
 *
 * @param counters ids; none: all there are
 * @param notifUri where; its host was checked. Null where it stays as it is
 * @param notifId comes back with each notification
 * @param expiry then the subscription ends by itself; null: when it is taken back
 */
public record SpendingRequest(@Nullable Imsi supi, List<String> counters, @Nullable URI notifUri,
        @Nullable String notifId, @Nullable Instant expiry) {

    public SpendingRequest {
        counters = List.copyOf(counters);
    }
}
