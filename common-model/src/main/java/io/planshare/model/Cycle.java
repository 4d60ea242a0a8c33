package io.planshare.model;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * Months that begin on one day of the month, at midnight in a time zone. A month that has no such day begins on its last.
 *
 * @param day 1 to 31
 */
public record Cycle(int day, ZoneId timeZone) {

    public Cycle {
        if (day < 1 || day > 31) throw new IllegalArgumentException("must lie between 1 and 31");
    }

    /** The cycle that an instant lies in. */
    public Interval at(Instant at) {
        var month = YearMonth.from(at.atZone(timeZone));
        var here = begin(month);
        return at.isBefore(here)
                ? new Interval(begin(month.minusMonths(1)), here)
                : new Interval(here, begin(month.plusMonths(1)));
    }

    private Instant begin(YearMonth month) {
        return month.atDay(Math.min(day, month.lengthOfMonth())).atStartOfDay(timeZone).toInstant();
    }

    /** What a cycle's threshold is when it changes inside the cycle: each value for its part of the time, rounded down. */
    public static Units proRata(Units before, Units after, Interval cycle, Instant change) {
        var end = cycle.to();
        if (end == null || !change.isAfter(cycle.from())) return after;
        if (!change.isBefore(end)) return before;
        var length = BigInteger.valueOf(Duration.between(cycle.from(), end).toSeconds());
        var gone = BigInteger.valueOf(Duration.between(cycle.from(), change).toSeconds());
        var sum = BigInteger.valueOf(before.count()).multiply(gone)
                .add(BigInteger.valueOf(after.count()).multiply(length.subtract(gone)));
        return Units.of(sum.divide(length).longValueExact());
    }
}
