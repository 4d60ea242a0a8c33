package io.planshare.charging.limit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.Units;

import static io.planshare.charging.limit.LimitFixtures.hour;
import static io.planshare.charging.limit.LimitFixtures.pool;
import static io.planshare.charging.limit.LimitFixtures.share;
import static io.planshare.charging.limit.LimitFixtures.shares;
import static org.assertj.core.api.Assertions.assertThat;

/** Levels in place of limits say the same as the limits themselves. */
class LimitEpochTest {

    private static final Set<LimitTrigger> MANUAL = EnumSet.of(LimitTrigger.MANUAL);
    private static final int CASES = Boolean.getBoolean("planshare.proof") ? 50_000 : 2_000;

    @Test
    void G1_the_example_of_the_specification_exactly() {
        var family = List.of(share(1, 400, 0, null, 100, 400), share(2, 100, 0, null, 100, 100),
                share(3, 50, 0, null, 100, 25));
        var epoch = epoch(pool(1000, family), family, 0);
        assertThat(family.stream().map(epoch::limit)).containsExactly(Units.of(700), Units.of(200), Units.of(100));
    }

    @Test
    void no_limit_is_below_what_is_taken_or_beyond_its_cap_and_all_together_fit() {
        var random = Seeds.random();
        for (int i = 0; i < CASES; i++) {
            long total = 1 + random.nextLong(1L << 1 + random.nextInt(50));
            var many = shares(random, 1 + random.nextInt(40), total);
            var pool = pool(total, many);
            var kept = random.nextLong(total);
            var epoch = epoch(pool, many, kept);
            long promised = 0;
            for (var share : many) {
                var limit = epoch.limit(share);
                var taken = share.taken();
                assertThat(limit).isGreaterThanOrEqualTo(taken);
                if (share.cap() != null && epoch.pace() != Pool.Pace.RELEASE) {
                    assertThat(limit).isLessThanOrEqualTo(max(share.cap(), taken));
                }
                promised += limit.count();
            }
            var inCommon = Math.min(kept, pool.free().count() / 2);
            assertThat(promised).isLessThanOrEqualTo(total - inCommon);
        }
    }

    @Test
    void each_limit_is_that_of_the_pass_but_for_what_is_less_than_one_level() {
        var random = Seeds.random();
        for (int i = 0; i < CASES; i++) {
            long total = 1_000_000 + random.nextLong(1L << 50);
            var many = shares(random, 1 + random.nextInt(40), total);
            var pool = pool(total, many);
            if (floors(many) > pool.free().count()) continue;
            var epoch = epoch(pool, many, 0);
            var exact = pool.adjust(many, MANUAL, hour(50));
            for (int j = 0; j < many.size(); j++) {
                long more = exact.limits().get(j).after().count() - epoch.limit(many.get(j)).count();
                assertThat(more).isBetween(0L, (long) many.get(j).weight());
            }
        }
    }

    @Test
    void floors_that_are_more_than_there_is_are_cut_in_proportion() {
        var family = List.of(share(1, 0, 0, null, 400, 0), share(2, 0, 0, null, 800, 0));
        var epoch = epoch(pool(600, family), family, 0);
        assertThat(family.stream().map(epoch::limit)).containsExactly(Units.of(200), Units.of(400));
    }

    @Test
    void what_is_kept_stays_in_common_but_never_more_than_half_of_what_is_free() {
        var family = List.of(share(1, 0, 0, null, 0, 1000), share(2, 900, 0, null, 0, 1000));
        assertThat(epoch(pool(1000, family), family, 40).limit(family.getFirst())).isEqualTo(Units.of(60));
        assertThat(epoch(pool(1000, family), family, 500).limit(family.getFirst())).isEqualTo(Units.of(50));
    }

    @Test
    void G7_a_hundred_thousand_limits_in_200_ms() {
        var random = Seeds.random();
        var total = 1L << 50;
        var many = shares(random, 100_000, total);
        var pool = pool(total, many);
        var took = IntStream.range(0, 8).mapToLong(_ -> {
            var begin = System.nanoTime();
            var epoch = epoch(pool, many, total / 100);
            assertThat(many.stream().map(epoch::limit).mapToLong(Units::count).sum()).isLessThanOrEqualTo(total);
            return (System.nanoTime() - begin) / 1_000_000;
        }).toArray();
        System.out.println("G7: 100,000 limits by an epoch in ms, first to last: " + Arrays.toString(took));
        assertThat(Arrays.stream(took).min().orElseThrow()).isLessThanOrEqualTo(200);
    }

    private static LimitEpoch epoch(Pool pool, List<Share> shares, long kept) {
        return LimitEpoch.of(pool, shares, MANUAL, Units.of(kept), 1, hour(50));
    }

    private static long floors(List<Share> shares) {
        return shares.stream().map(Share::floorLacking).reduce(Units.ZERO, LimitEpoch::sum).count();
    }

    private static Units max(Units a, Units b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
