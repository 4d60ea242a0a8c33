package io.planshare.charging.cap;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

import io.planshare.model.CapLimit;
import io.planshare.model.EnrollmentId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** What an enrollment used and holds in one window of one of its caps. */
public record CapCounter(Key key, Units limit, Units used, Units reserved) {

    public record Key(EnrollmentId enrollmentId, UnitType unit, CapLimit.Window window, Instant windowStart) {

        public static Key of(EnrollmentId enrollment, CapLimit cap, Instant at) {
            return new Key(enrollment, cap.unit(), cap.window(), startOf(cap.window(), at));
        }
    }

    /** Begin of the window (UTC) that an instant lies in. */
    static Instant startOf(CapLimit.Window window, Instant at) {
        var day = at.atOffset(ZoneOffset.UTC).with(LocalTime.MIDNIGHT);
        return switch (window) {
            case DAY -> day.toInstant();
            case MONTH -> day.with(TemporalAdjusters.firstDayOfMonth()).toInstant();
            case LIFETIME -> Instant.EPOCH;
        };
    }

    public Units left() {
        return limit.excessOver(used.plus(reserved));
    }

    CapCounter reserve(Units units) {
        return new CapCounter(key, limit, used, reserved.plus(units));
    }

    CapCounter release(Units units) {
        return new CapCounter(key, limit, used, reserved.excessOver(units));
    }

    CapCounter use(Units units) {
        return new CapCounter(key, limit, used.plus(units), reserved);
    }
}
