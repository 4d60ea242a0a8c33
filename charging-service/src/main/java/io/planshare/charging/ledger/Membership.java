package io.planshare.charging.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.limit.Rate;
import io.planshare.model.Units;

/**
 * On what terms somebody draws on an account, and how fast.
 *
 * @param floor so many units are guaranteed, used ones counted
 * @param cap the limit never moves beyond; null for as many as there are
 * @param weight in proportion to others, where limits move
 * @param paused nothing is granted meanwhile
 * @param leftAt what was used from then on is not the account's any more; null for a member
 * @param rate kept where limits move
 * @param lacking what it was last denied, until it gets something; kept where limits move by epochs
 */
public record Membership(Units floor, @Nullable Units cap, int weight, boolean paused, @Nullable Instant leftAt,
        Rate rate, Units lacking) {

    private static final Rate UNKNOWN = Rate.none(Instant.EPOCH);
    private static final Membership PLAIN = of(null, Units.ZERO, false, null);

    /** Of somebody without a floor. */
    public static Membership of(@Nullable Units cap) {
        return cap == null ? PLAIN : of(cap, Units.ZERO, false, null);
    }

    /** Where limits stand still. */
    public static Membership standing(@Nullable Units cap, Units floor, boolean paused, @Nullable Instant leftAt) {
        return paused || leftAt != null || floor.isPositive()
                ? of(cap, floor, paused, leftAt)
                : of(cap);
    }

    private static Membership of(@Nullable Units cap, Units floor, boolean paused, @Nullable Instant leftAt) {
        return new Membership(floor, cap, 1, paused, leftAt, UNKNOWN, Units.ZERO);
    }

    boolean isOpenAt(Instant at) {
        return leftAt == null || at.isBefore(leftAt);
    }

    Membership with(Rate changed) {
        return new Membership(floor, cap, weight, paused, leftAt, changed, lacking);
    }

    Membership lacking(Units units) {
        return lacking.equals(units) ? this : new Membership(floor, cap, weight, paused, leftAt, rate, units);
    }
}
