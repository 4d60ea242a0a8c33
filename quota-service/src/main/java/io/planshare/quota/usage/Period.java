package io.planshare.quota.usage;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which use is asked for, by when it occurred: from an instant (included) to another (excluded), open where one is missing.
 * An instant lies between 1970 and 9999.
 */
record Period(@Nullable Instant from, @Nullable Instant to) {

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    static boolean isPossible(@Nullable Instant at) {
        return at == null || (!at.isBefore(FIRST) && !at.isAfter(LAST));
    }

    Period {
        if (!isPossible(from) || !isPossible(to)) throw new IllegalArgumentException("not between 1970 and 9999");
    }

    Instant start() {
        return from == null ? FIRST : from;
    }

    Instant end() {
        return to == null ? LAST : to;
    }

    boolean isBackward() {
        return start().isAfter(end());
    }
}
