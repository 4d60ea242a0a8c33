package io.planshare.quota.simgroup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * Months that begin at local midnight of one day. In a month without that day it is the last one; where the clocks skip
 * midnight the cycle begins with the first instant of the day (spec S8, reset).
 *
 * @param startDay 1 to 31
 */
public record SimGroupCycle(int startDay, ZoneId zone) {

    public SimGroupCycle {
        if (startDay < 1 || startDay > 31) throw new IllegalArgumentException("a cycle starts on day 1 to 31");
    }

    /** Begin of the cycle that an instant lies in. */
    Instant startOf(Instant at) {
        var month = YearMonth.from(at.atZone(zone));
        var start = startIn(month);
        return start.isAfter(at) ? startIn(month.minusMonths(1)) : start;
    }

    /** Begin of the cycle after the one that an instant lies in. */
    Instant endOf(Instant at) {
        var month = YearMonth.from(at.atZone(zone));
        var start = startIn(month);
        return start.isAfter(at) ? start : startIn(month.plusMonths(1));
    }

    private Instant startIn(YearMonth month) {
        LocalDate day = month.atDay(Math.min(startDay, month.lengthOfMonth()));
        return day.atStartOfDay(zone).toInstant();
    }
}
