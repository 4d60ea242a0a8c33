package io.planshare.quota.pack;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Interval;

/**
 * How a package's units come again: cycles begin at midnight of one day of the month in a time zone. A month that has no
 * such day begins its cycle on its last. The first cycle begins when the package does, and so may be shorter.
 *
 * @param day 1 to 31; says nothing for {@link Kind#ONCE}
 */
public record Renewal(Kind kind, int day, ZoneId timeZone) {

    public enum Kind {
        /** One cycle, as long as the package is valid. */
        ONCE, MONTHLY
    }

    public Renewal {
        if (day < 1 || day > 31) throw new IllegalArgumentException("must lie between 1 and 31");
    }

    /** The cycle that an instant lies in; empty when the package is not valid then. */
    Optional<Interval> at(Instant at, Interval validity) {
        if (!validity.contains(at)) return Optional.empty();
        if (kind == Kind.ONCE) return Optional.of(validity);
        var month = YearMonth.from(at.atZone(timeZone));
        var here = begin(month);
        var from = at.isBefore(here) ? begin(month.minusMonths(1)) : here;
        var to = at.isBefore(here) ? here : begin(month.plusMonths(1));
        return Optional.of(new Interval(later(from, validity.from()), earlier(to, validity.to())));
    }

    /** The cycle that an instant lies in, or the first one after it. */
    Optional<Interval> from(Instant at, Interval validity) {
        return at.isBefore(validity.from()) ? at(validity.from(), validity) : at(at, validity);
    }

    private Instant begin(YearMonth month) {
        return month.atDay(Math.min(day, month.lengthOfMonth())).atStartOfDay(timeZone).toInstant();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }
}
