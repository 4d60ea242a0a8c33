package io.planshare.charging.limit;

import java.time.Duration;
import java.time.Instant;

import io.planshare.model.Interval;
import io.planshare.model.Units;

/**
 * How fast units are used: a mean that forgets exponentially (EWMA), of use that comes at any time in any portions. What it
 * has not seen yet it takes to have been like what it saw.
 *
 * @param perSecond as of the instant, with nothing before it began
 * @param since when it began
 */
public record Rate(double perSecond, Instant at, Instant since) {

    /** Where a validity has no end, so far ahead is looked. */
    private static final Duration HORIZON = Duration.ofDays(30);
    private static final Duration MEMORY_MIN = Duration.ofMinutes(10);
    /** People's use repeats by the week: who remembers less takes each Monday for the month. */
    private static final Duration MEMORY_MAX = Duration.ofDays(7);
    /** Use comes in bursts, so what is usual is less than the mean: who keeps the mean for everybody keeps too much. */
    private static final double USUAL = 0.7;

    /** Begins now. */
    public static Rate none(Instant at) {
        return new Rate(0, at, at);
    }

    /** After so long without use two thirds of the rate are forgotten: a quarter of the validity, 10 minutes to a week. */
    public static Duration memory(Interval validity) {
        if (validity.to() == null) return MEMORY_MAX;
        var part = Duration.between(validity.from(), validity.to()).dividedBy(4);
        return part.compareTo(MEMORY_MIN) < 0 ? MEMORY_MIN : part.compareTo(MEMORY_MAX) > 0 ? MEMORY_MAX : part;
    }

    /** With use that was booked at that instant. */
    public Rate with(Units used, Instant now, Duration memory) {
        var latest = now.isBefore(at) ? at : now;
        return new Rate(remembered(latest, memory) + used.count() / seconds(memory), latest, since);
    }

    /** The same on every machine: limits that follow from levels are computed more than once. */
    public double at(Instant now, Duration memory) {
        var known = Math.max(seconds(MEMORY_MIN), seconds(Duration.between(since, now)));
        return remembered(now, memory) / -StrictMath.expm1(-known / seconds(memory));
    }

    private double remembered(Instant now, Duration memory) {
        var silent = seconds(Duration.between(at, now));
        return silent <= 0 ? perSecond : perSecond * StrictMath.exp(-silent / seconds(memory));
    }

    /** What will usually be used until the end of the validity at this rate: {@value #USUAL} of the mean. */
    public Units forecast(Instant now, Interval validity) {
        var rest = validity.to() == null ? HORIZON : Duration.between(now, validity.to());
        var units = USUAL * at(now, memory(validity)) * Math.max(0, seconds(rest));
        // A double beyond the range becomes Long.MAX_VALUE.
        return Units.of((long) Math.ceil(units));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
