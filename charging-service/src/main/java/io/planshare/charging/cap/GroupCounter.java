package io.planshare.charging.cap;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

/**
 * Octets that all cards of a SIM group used since its count began, and what is granted to them now. What is granted outlives
 * the begin of the next count: it may still be used.
 */
public record GroupCounter(SimGroupId groupId, Instant countedFrom, Units used, Units reserved) {

    /** Begun anew, unless it was already: one card may be told of it before another is. */
    GroupCounter from(Instant begin) {
        // A database keeps no nanoseconds: with them the same count would begin anew each time it is read.
        var kept = begin.truncatedTo(ChronoUnit.MICROS);
        return kept.isAfter(countedFrom) ? new GroupCounter(groupId, kept, Units.ZERO, reserved) : this;
    }

    GroupCounter reserve(Units units) {
        return new GroupCounter(groupId, countedFrom, used, reserved.plus(units));
    }

    GroupCounter release(Units units) {
        return new GroupCounter(groupId, countedFrom, used, reserved.excessOver(units));
    }

    GroupCounter use(Units units) {
        return new GroupCounter(groupId, countedFrom, used.plus(units), reserved);
    }
}
