package io.planshare.charging.limit;

import org.jspecify.annotations.Nullable;

import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/**
 * One consumer as the adjustment sees it.
 *
 * @param limit where it stands now; null if it had none
 * @param floor so many units are guaranteed to it, used ones counted
 * @param cap its limit never goes beyond; null for as many as there are
 * @param weight what it may use in proportion to others: 0 to 1000; with 0 it gets its floor only
 * @param forecast what it will need until the end of the validity, if it goes on as it did
 * @param resting it may draw nothing now: it keeps its floor and gets no more
 */
public record Share(SubscriptionId id, Units consumed, Units reserved, @Nullable Units limit, Units floor,
        @Nullable Units cap, int weight, Units forecast, boolean resting) {

    public static final int WEIGHT_MAX = 1000;

    public Share {
        if (weight < 0 || weight > WEIGHT_MAX) throw new IllegalArgumentException("must be 0 to " + WEIGHT_MAX);
        if (cap != null && floor.compareTo(cap) > 0) throw new IllegalArgumentException("must not exceed the limit");
    }

    Units taken() {
        return consumed.plus(reserved);
    }

    /** What it lacks to its floor. */
    Units floorLacking() {
        return floor.excessOver(taken());
    }

    /** The part of its limit that is taken, 0 to 1. */
    double fullness() {
        if (limit == null) return 0;
        return limit.isZero() ? 1 : (double) taken().count() / limit.count();
    }

    /** The same consumer when it lacks at least so many units. */
    public Share needing(Units lacking) {
        if (forecast.compareTo(lacking) >= 0) return this;
        return new Share(id, consumed, reserved, limit, floor, cap, weight, lacking, resting);
    }
}
