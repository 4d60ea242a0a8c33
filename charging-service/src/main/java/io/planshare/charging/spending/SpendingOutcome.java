package io.planshare.charging.spending;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** What becomes of a {@link SpendingRequest}; the edge maps each to its status and cause (TS 29.594, TS 29.500). */
public sealed interface SpendingOutcome {

    /** @param statuses by the counter's id */
    record Watched(UUID id, SortedMap<String, CounterStatus> statuses, @Nullable String notifId,
            @Nullable Instant expiry) implements SpendingOutcome {}

    record Unwatched() implements SpendingOutcome {}

    record UserUnknown() implements SpendingOutcome {}

    /** The subscriptions are still being read. */
    record NotYetKnown() implements SpendingOutcome {}

    /** No counter has such an id. */
    record UnknownCounters(List<String> ids) implements SpendingOutcome {
        public UnknownCounters {
            ids = List.copyOf(ids);
        }
    }

    /** All were asked for, and there is none. */
    record NoCounters() implements SpendingOutcome {}

    /** There is no such subscription, or it ended. */
    record NotFound() implements SpendingOutcome {}

    /** A subscription stays with its subscriber. */
    record AnotherSubscriber() implements SpendingOutcome {}
}
