package io.planshare.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A count of one {@link UnitType}: 0 to 2^63-1, exact. Sums that leave the range fail instead of wrapping round.
 */
public record Units(@JsonValue long count) implements Comparable<Units> {

    public static final Units ZERO = new Units(0);
    public static final Units MAX = new Units(Long.MAX_VALUE);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Units {
        if (count < 0) throw new IllegalArgumentException("units are never negative: " + count);
    }

    public static Units of(long count) {
        return count == 0 ? ZERO : new Units(count);
    }

    public Units plus(Units other) {
        return of(Math.addExact(count, other.count));
    }

    public Units minus(Units other) {
        return of(Math.subtractExact(count, other.count));
    }

    public Units atMost(Units limit) {
        return count <= limit.count ? this : limit;
    }

    /** What of this lies above the other, zero when nothing does. */
    public Units excessOver(Units other) {
        return count <= other.count ? ZERO : of(count - other.count);
    }

    public boolean isZero() {
        return count == 0;
    }

    public boolean isPositive() {
        return count > 0;
    }

    @Override
    public int compareTo(Units other) {
        return Long.compare(count, other.count);
    }

    @Override
    public String toString() {
        return Long.toString(count);
    }
}
