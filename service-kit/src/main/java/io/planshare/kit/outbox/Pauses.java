package io.planshare.kit.outbox;

import java.time.Duration;

/** Pauses between attempts: twice as long each time, up to a limit. */
final class Pauses {

    private static final Duration FIRST = Duration.ofMillis(50);

    private final Duration max;
    private Duration next = FIRST;

    Pauses(Duration max) {
        this.max = max;
    }

    Duration next() {
        var now = next;
        next = now.multipliedBy(2).compareTo(max) < 0 ? now.multipliedBy(2) : max;
        return now;
    }

    /** Whether nothing has failed since the last success. */
    boolean isFirst() {
        return next.equals(FIRST);
    }

    void reset() {
        next = FIRST;
    }
}
