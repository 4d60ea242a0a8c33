package io.planshare.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** From an instant (included) to another (excluded), or without end. */
public record Interval(Instant from, @Nullable Instant to) {

    public Interval {
        if (to != null && to.isBefore(from)) throw new IllegalArgumentException("an interval ends before it begins");
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && (to == null || at.isBefore(to));
    }

    public boolean overlaps(Interval other) {
        return (other.to == null || from.isBefore(other.to)) && (to == null || other.from.isBefore(to));
    }
}
