package io.planshare.agent.meter;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How far a device's slots may go (spec S8): until the threshold is used up or the validity is over, whichever comes first;
 * then the server is asked, and as long as it does not answer no more than the grace is used.
 *
 * @param threshold octets from the report on that it answers, of all counted slots; null without a limit
 * @param graceOctets octets beyond that, while nobody answers
 * @param restricted cards that stop, or are slowed down to {@code throttleKbps}
 * @param throttleKbps null if they stop
 * @param uncounted cards that the group does not count: nothing limits them here
 * @param unansweredLimit octets from the report on at which the grace ends; null until an answer was missed
 */
record Leave(@Nullable Long threshold, Instant validUntil, long graceOctets, Set<String> restricted,
        @Nullable Integer throttleKbps, Set<String> uncounted, @Nullable Long unansweredLimit) {

    /** Nothing was told yet: the device asks before it uses anything. */
    static final Leave NONE = new Leave(0L, Instant.EPOCH, 0, Set.of(), null, Set.of(), null);

    private static final int OCTETS_OF_KBIT = 125;

    Leave {
        restricted = Set.copyOf(restricted);
        uncounted = Set.copyOf(uncounted);
    }

    /** @param used octets of the counted slots since the report */
    boolean isDue(long used, Instant now) {
        return !now.isBefore(validUntil) || isUsedUp(used);
    }

    /** Who was told to stop altogether is freed by a later report, not by asking all the time. */
    private boolean isUsedUp(long used) {
        return threshold != null && used >= threshold && (threshold > 0 || restricted.isEmpty());
    }

    /** The server was asked because it was due, and did not answer. It is asked again; the grace is given once. */
    Leave unanswered(long used, Instant now) {
        if (unansweredLimit != null || !isDue(used, now)) return this;
        return new Leave(threshold, validUntil, graceOctets, restricted, throttleKbps, uncounted,
                used > Long.MAX_VALUE - graceOctets ? Long.MAX_VALUE : used + graceOctets);
    }

    /** Octets that this card may use now, together with the other counted ones. */
    long room(String card, long used, Instant now) {
        if (uncounted.contains(card)) return Long.MAX_VALUE;
        if (isStopped(card)) return 0;
        if (!isDue(used, now)) {
            return isThrottled(card) || threshold == null ? Long.MAX_VALUE : Math.max(0, threshold - used);
        }
        return unansweredLimit == null ? 0 : Math.max(0, unansweredLimit - used);
    }

    /** Octets of a second, where a card is slowed down; it gets no more at once. */
    long aSecond(String card) {
        return isThrottled(card) && throttleKbps != null ? (long) throttleKbps * OCTETS_OF_KBIT : Long.MAX_VALUE;
    }

    boolean isStopped(String card) {
        return restricted.contains(card) && throttleKbps == null;
    }

    boolean isThrottled(String card) {
        return restricted.contains(card) && throttleKbps != null;
    }
}
