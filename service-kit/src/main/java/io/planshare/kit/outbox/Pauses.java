package io.planshare.kit.outbox;

import java.time.Duration;

/** Pauses between attempts: twice as long each time, up to a limit. */
final class Pauses {

    private final Duration first;
    private final Duration max;
    private Duration next;

    Pauses(Duration first, Duration max) {
        this.first = first;
        this.max = max;
        this.next = first;
    }

    Duration next() {
        var now = next;
        next = now.multipliedBy(2).compareTo(max) < 0 ? now.multipliedBy(2) : max;
        return now;
    }

    /** Whether nothing has failed since the last success. */
    boolean isFirst() {
        return next.equals(first);
    }

    void reset() {
        next = first;
    }
}
