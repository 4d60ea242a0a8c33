package io.planshare.charging.account;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.limit.Share;
import io.planshare.kit.problem.Problem;
import io.planshare.model.Units;

/**
 * On what terms a consumer draws, as people set them.
 *
 * @param limit null for as many as there are
 */
record Terms(@Nullable Units limit, Units floor, int weight) {

    /** Far beyond any use, and a million of them can still be counted together. */
    private static final Units FLOOR_MAX = Units.of(10_000_000_000_000L);

    /** @param pointer where in the body they stand */
    static Terms checked(String pointer, @Nullable Units limit, @Nullable Units floor, @Nullable Integer weight) {
        var guaranteed = Problem.reading(pointer + "/floor", () -> floor(floor, limit));
        var share = Problem.reading(pointer + "/weight", () -> weight(weight));
        return new Terms(limit, guaranteed, share);
    }

    private static Units floor(@Nullable Units floor, @Nullable Units limit) {
        if (floor == null) return Units.ZERO;
        if (limit != null && floor.compareTo(limit) > 0) {
            throw new IllegalArgumentException("must not exceed the limit");
        }
        if (floor.compareTo(FLOOR_MAX) > 0) throw new IllegalArgumentException("must be " + FLOOR_MAX + " or less");
        return floor;
    }

    private static int weight(@Nullable Integer weight) {
        if (weight == null) return 1;
        if (weight < 0 || weight > Share.WEIGHT_MAX) {
            throw new IllegalArgumentException("must be 0 to " + Share.WEIGHT_MAX);
        }
        return weight;
    }
}
