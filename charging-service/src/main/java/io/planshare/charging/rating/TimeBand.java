package io.planshare.charging.rating;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A time of day by the clock on the wall, so that "night" begins at 22:00 before and after a change to summer time. From
 * one time (included) to another (excluded); past midnight when {@code to} is not after {@code from}: the night of a day is
 * the one that begins on it.
 *
 * @param days on which it begins; empty for all
 */
record TimeBand(String name, Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    TimeBand {
        days = Set.copyOf(days);
    }

    boolean contains(Instant at, ZoneId zone) {
        var local = at.atZone(zone).toLocalDateTime();
        var time = local.toLocalTime();
        var today = beginsOn(local.getDayOfWeek());
        if (from.isBefore(to)) return today && !time.isBefore(from) && time.isBefore(to);
        var yesterday = beginsOn(local.getDayOfWeek().minus(1));
        return today && !time.isBefore(from) || yesterday && time.isBefore(to);
    }

    /** Instants of that day and the next at which it may begin or end; an hour that the clock shows twice gives two. */
    Stream<Instant> edges(LocalDate day, ZoneId zone) {
        return Stream.of(day, day.plusDays(1)).flatMap(date -> Stream.of(from, to).map(date::atTime))
                .flatMap(local -> instants(local, zone));
    }

    private static Stream<Instant> instants(LocalDateTime local, ZoneId zone) {
        return zone.getRules().getValidOffsets(local).stream().map(local::toInstant);
    }

    private boolean beginsOn(DayOfWeek day) {
        return days.isEmpty() || days.contains(day);
    }
}
