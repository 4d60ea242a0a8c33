package io.planshare.transfer;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * Hours by the clock on the wall in which the operator wants deferrable transfers off the network. From one time (included)
 * to another (excluded); on the next day when {@code to} is not after {@code from}.
 *
 * @param days on which it begins; empty for all
 */
public record PeakWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    public PeakWindow {
        days = Set.copyOf(days);
    }

    boolean contains(Instant at, ZoneId zone) {
        var local = at.atZone(zone).toLocalDateTime();
        var time = local.toLocalTime();
        var today = beginsOn(local.getDayOfWeek());
        if (from.isBefore(to)) return today && !time.isBefore(from) && time.isBefore(to);
        return today && !time.isBefore(from) || beginsOn(local.getDayOfWeek().minus(1)) && time.isBefore(to);
    }

    private boolean beginsOn(DayOfWeek day) {
        return days.isEmpty() || days.contains(day);
    }
}
