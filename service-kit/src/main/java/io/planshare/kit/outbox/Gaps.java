package io.planshare.kit.outbox;

import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which missing ids will stay missing. Ids are drawn before the commit, so a lower one may appear after a higher one:
 * passing it by would lose it for ever. A gap is passed when all transactions that were writing to the outbox after the
 * gap was seen have ended, for one of them may fill it and nobody else can.
 *
 * @param passed gaps up to this id will stay
 * @param waiting what the next ones wait for, null when no gap is in the way
 */
record Gaps(long passed, @Nullable Waiting waiting) {

    /**
     * @param upTo the highest id that was visible
     * @param writers transactions that wrote to the outbox when the gap had been seen
     */
    record Waiting(long upTo, Set<String> writers) {}

    static Gaps from(long passed) {
        return new Gaps(passed, null);
    }

    boolean isWaiting() {
        return waiting != null;
    }

    /** With the knowledge of the relay before this one. */
    Gaps knowing(long passedBefore) {
        return passedBefore <= passed ? this : new Gaps(passedBefore, waiting);
    }

    /** Begins to wait; the writers must have been listed after the ids were read. */
    Gaps waitFor(long upTo, Set<String> writers) {
        return new Gaps(passed, new Waiting(upTo, Set.copyOf(writers)));
    }

    /** What is known when these write now. Ids must be read again after this list, before a gap is passed. */
    Gaps given(Set<String> writersNow) {
        if (waiting == null || !Collections.disjoint(waiting.writers, writersNow)) return this;
        return from(Math.max(passed, waiting.upTo));
    }

    /**
     * How many of these may be sent: those before the first gap that may still be filled.
     *
     * @param after all up to this one have been sent
     * @param ids ascending
     */
    int sendable(long after, List<Long> ids) {
        long last = after;
        int count = 0;
        for (long id : ids) {
            boolean gap = id > last + 1;
            if (gap && id - 1 > passed) break;
            last = id;
            count++;
        }
        return count;
    }
}
