package io.planshare.quota.simgroup;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.model.Units;

/**
 * What was agreed about a group.
 *
 * @param firstValue what the allowance is set to with each cycle; null without a limit
 * @param firstThreshold below this remainder cards are restricted
 * @param liftMargin so much more than the threshold must be there again before they are freed
 * @param rollover whether what is left at the cycle's end is added to the next
 */
public record SimGroupTerms(@Nullable Units firstValue, Units firstThreshold, Units liftMargin, SimGroupCycle cycle,
        Restriction restriction, Source source, Staleness staleness, boolean rollover) {

    /**
     * @param throttleKbps with THROTTLE alone
     * @param predictive restrict already when the threshold would be passed within a report interval
     * @param reportInterval how often devices report
     */
    public record Restriction(Who who, BarAction how, @Nullable Integer throttleKbps, boolean predictive,
            Duration reportInterval) {}

    /** Whose cards are restricted; exempt ones never are. */
    public enum Who {
        ALL,
        /** One by one, the lowest priority first, until the others can go on to the end of the cycle. */
        LOWEST_PRIORITY,
        /** One by one, who used most first, until the others can go on to the end of the cycle. */
        TOP_TALKER
    }

    /** What the remaining allowance is taken from. */
    public enum Source {
        CARRIER, SUBTRACT, MIN_OF_BOTH
    }

    /**
     * @param maxAge what is known may be so old
     * @param grace so much a device uses beyond its threshold while nobody answers it; none: it stops
     */
    public record Staleness(Duration maxAge, OnStale onStale, Units grace) {}

    /** What to do with what is older. */
    public enum OnStale {
        /** Trust it. */
        OPEN,
        /** Restrict until somebody reports. */
        CLOSED,
        /** Take off what was probably used since. */
        ESTIMATE
    }

    /** Less than this remaining restricts: the first threshold, or nothing left at all. */
    long threshold() {
        return Math.max(1, firstThreshold.count());
    }
}
