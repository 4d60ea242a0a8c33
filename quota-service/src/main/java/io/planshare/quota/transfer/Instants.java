package io.planshare.quota.transfer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.planshare.kit.problem.Problem;

/** Which instants make sense: years that a typing error would give are told to who made it. */
final class Instants {

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    private Instants() {}

    /** In microseconds, as PostgreSQL keeps them. */
    static Instant sensible(String pointer, Instant at) {
        return Problem.reading(pointer, () -> {
            if (at.isBefore(FIRST) || !at.isBefore(LAST)) {
                throw new IllegalArgumentException("must lie between the years 2000 and 2099");
            }
            return at.truncatedTo(ChronoUnit.MICROS);
        });
    }
}
