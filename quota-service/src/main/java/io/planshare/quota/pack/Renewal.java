package io.planshare.quota.pack;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Cycle;
import io.planshare.model.Interval;

import static java.util.Objects.requireNonNull;

/**
 * How a package's units come again: by {@link Cycle}. The first cycle begins when the package does, and so may be shorter.
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
        var cycle = new Cycle(day, timeZone).at(at);
        return Optional.of(new Interval(later(cycle.from(), validity.from()),
                earlier(requireNonNull(cycle.to()), validity.to())));
    }

    /** The cycle that an instant lies in, or the first one after it. */
    Optional<Interval> from(Instant at, Interval validity) {
        return at.isBefore(validity.from()) ? at(validity.from(), validity) : at(at, validity);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }
}
