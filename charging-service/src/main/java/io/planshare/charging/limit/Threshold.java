package io.planshare.charging.limit;

import java.util.List;
import java.util.stream.Stream;

import io.planshare.model.Units;

/** How far an account is used, in the steps that are announced. */
public final class Threshold {

    private static final List<Integer> PERCENTS = List.of(50, 75, 90, 95, 100);

    private Threshold() {}

    /** The percents of the total that use came to, or past, between these two. */
    public static Stream<Integer> crossed(Units total, Units consumedBefore, Units consumed) {
        return PERCENTS.stream().filter(percent -> {
            var threshold = total.count() / 100 * percent + (total.count() % 100 * percent + 99) / 100;
            return threshold > 0 && consumedBefore.count() < threshold && threshold <= consumed.count();
        });
    }
}
