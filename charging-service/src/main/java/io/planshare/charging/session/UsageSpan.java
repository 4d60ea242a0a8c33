package io.planshare.charging.session;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.planshare.model.Units;

/**
 * Units used over a span of time. The network reports at each change of payer; where it did not, the span is cut there and
 * the units are shared out pro rata by time, so that nothing is lost: an estimate, and marked as one (spec S1, switch).
 *
 * @param occurredAt decides who pays, from which account, in which cycle
 */
record UsageSpan(Instant startedAt, Instant occurredAt, Units units, boolean estimated) {

    /** What happened up to a change belongs before it; PostgreSQL keeps microseconds. */
    private static final Duration TICK = Duration.ofNanos(1_000);

    /** @param changes instants in (from, to], ascending */
    static List<UsageSpan> cut(Instant from, Instant to, Units units, List<Instant> changes) {
        if (changes.isEmpty() || !from.isBefore(to))
            return List.of(new UsageSpan(from.isAfter(to) ? to : from, to, units, false));
        var ends = new ArrayList<>(changes);
        if (ends.getLast().isBefore(to)) ends.add(to);
        var spans = new ArrayList<UsageSpan>();
        var begin = from;
        var before = Units.ZERO;
        for (var end : ends) {
            var until = share(units, Duration.between(from, end), Duration.between(from, to));
            var at = changes.contains(end) ? end.minus(TICK) : end;
            if (ends.size() == 1 || until.compareTo(before) > 0) {
                spans.add(new UsageSpan(begin, at.isBefore(begin) ? begin : at, until.minus(before), ends.size() > 1));
            }
            begin = end;
            before = until;
        }
        return spans;
    }

    private static Units share(Units units, Duration part, Duration whole) {
        return Units.of(BigInteger.valueOf(units.count()).multiply(nanos(part)).divide(nanos(whole)).longValueExact());
    }

    private static BigInteger nanos(Duration duration) {
        return BigInteger.valueOf(duration.getSeconds()).multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(duration.getNano()));
    }
}
