package io.planshare.charging;

import java.time.Instant;

/** Which instants make sense: years that a typing error would give are told to who made it. */
public final class BusinessTime {

    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    private BusinessTime() {}

    /**
     * The instant in microseconds.
     *
     * @throws IllegalArgumentException if it lies before the year 2000 or after 2099; the message is made to be shown
     */
    public static Instant sensible(Instant at) {
        if (at.isBefore(FIRST) || !at.isBefore(LAST)) {
            throw new IllegalArgumentException("must lie between the years 2000 and 2099");
        }
        return SqlArray.micros(at);
    }
}
