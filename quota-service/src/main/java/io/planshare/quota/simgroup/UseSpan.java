package io.planshare.quota.simgroup;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

import io.planshare.model.SimCardId;

/** Octets that a card used from an instant to another. */
record UseSpan(SimCardId simCardId, Instant from, Instant to, long octets) {

    UseSpan {
        if (octets < 0) throw new IllegalArgumentException("octets are never negative: " + octets);
        if (from.isAfter(to)) from = to;
    }

    /** That part of it which falls on or after an instant. */
    UseSpan onwards(Instant instant) {
        return new UseSpan(simCardId, from.isBefore(instant) ? instant : from, to, since(instant));
    }

    /** What of it falls on or after an instant, pro rata by time; rounded so that the parts make the whole. */
    long since(Instant instant) {
        if (to.isBefore(instant)) return 0;
        if (!from.isBefore(instant)) return octets;
        return octets - share(Duration.between(from, instant), Duration.between(from, to));
    }

    private long share(Duration part, Duration whole) {
        return BigInteger.valueOf(octets).multiply(nanos(part)).divide(nanos(whole)).longValueExact();
    }

    private static BigInteger nanos(Duration duration) {
        return BigInteger.valueOf(duration.toSeconds()).multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(duration.getNano()));
    }
}
