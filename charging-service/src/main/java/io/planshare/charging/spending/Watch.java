package io.planshare.charging.spending;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.SubscriptionId;

/**
 * Somebody who watches a subscriber's counters.
 *
 * @param counters ids; none: all there are
 * @param statuses as they were last seen
 * @param version counts what there was to tell
 * @param ended the subscriber is gone
 */
record Watch(UUID id, SubscriptionId subscriptionId, byte[] sealedSupi, String notifUri, @Nullable String notifId,
        List<String> counters, SortedMap<String, CounterStatus> statuses, @Nullable Instant expiry, long version,
        boolean ended) {

    Watch {
        counters = List.copyOf(counters);
    }

    List<PolicyCounter> wanted() {
        return counters.stream().map(PolicyCounter::of).flatMap(Optional::stream).toList();
    }

    Watch with(SortedMap<String, CounterStatus> seen) {
        return new Watch(id, subscriptionId, sealedSupi, notifUri, notifId, counters, seen, expiry, version, ended);
    }
}
