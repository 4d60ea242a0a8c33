package io.planshare.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import io.planshare.model.Units;

/**
 * What is usually used in each hour of the week: a moving average of the last seven such hours that forgets (EWMA, weight
 * 1/4 for the newest), by the clock on the wall.
 *
 * @param octets 168 of them, from Monday 00:00
 */
public record Rhythm(@JsonValue List<Long> octets) {

    public static final Duration MEMORY = Duration.ofDays(49);
    public static final Rhythm NONE = new Rhythm(Collections.nCopies(7 * 24, 0L));

    private static final double NEWEST = 2.0 / (7 + 1);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Rhythm {
        octets = List.copyOf(octets);
        if (octets.size() != 7 * 24) throw new IllegalArgumentException("a week has 168 hours");
    }

    /**
     * Learns from whole hours; one without an entry was quiet.
     *
     * @param used by the hour's begin
     * @param since when counting began: hours before are unknown, not quiet
     */
    public static Rhythm learn(Map<Instant, Long> used, Instant since, Instant now, ZoneId zone) {
        var average = new double[7 * 24];
        var seen = new boolean[7 * 24];
        var first = since.isAfter(now.minus(MEMORY)) ? since : now.minus(MEMORY);
        var thisHour = now.truncatedTo(ChronoUnit.HOURS);
        for (var hour = first.truncatedTo(ChronoUnit.HOURS); hour.isBefore(thisHour); hour = hour.plus(1,
                ChronoUnit.HOURS)) {
            int slot = slot(hour, zone);
            double octets = used.getOrDefault(hour, 0L);
            average[slot] = seen[slot] ? average[slot] + NEWEST * (octets - average[slot]) : octets;
            seen[slot] = true;
        }
        return new Rhythm(Arrays.stream(average).mapToLong(Math::round).boxed().toList());
    }

    /** What will be used between two instants if all goes as usual. */
    public Units expected(Instant from, Instant to, ZoneId zone) {
        double sum = 0;
        for (var at = from; at.isBefore(to);) {
            var next = at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            var end = next.isBefore(to) ? next : to;
            sum += octets.get(slot(at, zone)) * (Duration.between(at, end).toMillis() / 3_600_000.0);
            at = end;
        }
        return Units.of((long) Math.min(sum, Long.MAX_VALUE));
    }

    /** The same with each count multiplied, in parts of a million. */
    public Rhythm scaled(long partsPerMillion) {
        return new Rhythm(octets.stream().map(it -> Reconciliation.scale(it, partsPerMillion)).toList());
    }

    private static int slot(Instant at, ZoneId zone) {
        var local = at.atZone(zone);
        return (local.getDayOfWeek().getValue() - 1) * 24 + local.getHour();
    }
}
