package io.planshare.charging.limit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.planshare.charging.limit.LimitAdjustment.Limit;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.Units;

import static io.planshare.charging.limit.LimitFixtures.STRICT;
import static io.planshare.charging.limit.LimitFixtures.hour;
import static io.planshare.charging.limit.LimitFixtures.id;
import static io.planshare.charging.limit.LimitFixtures.pool;
import static io.planshare.charging.limit.LimitFixtures.share;
import static io.planshare.charging.limit.LimitFixtures.shares;
import static org.assertj.core.api.Assertions.assertThat;

class LimitAdjustmentTest {

    private static final Set<LimitTrigger> MANUAL = Set.of(LimitTrigger.MANUAL);
    private static final Set<LimitTrigger> IMMINENT = Set.of(LimitTrigger.DENIAL_IMMINENT);
    private static final int CASES = Boolean.getBoolean("planshare.proof") ? 1_000_000 : 20_000;

    @Test
    void G1_the_example_is_700_200_100() {
        var family = List.of(share(1, 400, 0, 334L, 100, 400), share(2, 100, 0, 333L, 100, 100),
                share(3, 50, 0, 333L, 100, 25));
        assertThat(limits(1000, family, MANUAL)).containsExactly(700, 200, 100);
    }

    @Test
    void G1_whoever_took_much_before_gets_less_now() {
        var family = List.of(share(1, 300, 0, 500L, 0, 1000), share(2, 100, 0, 500L, 0, 1000));
        assertThat(limits(1000, family, MANUAL)).as("the totals are level, not what is added").containsExactly(500,
                500);
    }

    @Test
    void G2_every_limit_covers_what_is_taken_and_together_they_promise_what_may_be_promised() {
        var random = Seeds.random();
        for (int i = 0; i < CASES; i++) {
            var total = random.nextLong(1L << (1 + random.nextInt(62)));
            var family = shares(random, 1 + random.nextInt(12), total);
            var policy = policy(random);
            var pool = pool(policy, total, family);
            var triggers = random.nextBoolean() ? MANUAL : IMMINENT;
            var now = hour(random.nextInt(101));
            var adjustment = pool.adjust(family, triggers, now);
            assertPromises(pool, family, adjustment, pool.pace(now) == Pool.Pace.RELEASE);
            var shuffled = new ArrayList<>(family);
            Collections.shuffle(shuffled, random);
            assertThat(pool.adjust(shuffled, triggers, now)).as("whatever the order").isEqualTo(adjustment);
        }
    }

    private static void assertPromises(Pool pool, List<Share> family, LimitAdjustment made, boolean release) {
        var sum = BigInteger.valueOf(made.inCommon().count());
        for (int i = 0; i < family.size(); i++) {
            var share = family.get(i);
            var limit = made.limits().get(i);
            assertThat(limit.id()).isEqualTo(share.id());
            var taken = share.taken();
            assertThat(limit.after()).isBetween(taken, Units.MAX);
            if (share.cap() != null && !release)
                assertThat(limit.after().count()).isLessThanOrEqualTo(Math.max(share.cap().count(), taken.count()));
            sum = sum.add(BigInteger.valueOf(limit.after().count()));
        }
        var promised = Math.max(pool.policy().promised(pool.total()).count(), pool.taken().count());
        assertThat(sum).as("limits and what is in common").isEqualTo(BigInteger.valueOf(promised));
    }

    private static LimitPolicy policy(Random random) {
        return random.nextBoolean()
                ? STRICT
                : new LimitPolicy(LimitMode.OVERSUBSCRIBED, 100 + random.nextInt(51), LimitPolicy.OPTIONAL,
                        Duration.ofSeconds(60), 2, Units.ZERO);
    }

    @Test
    void nobody_in_need_gets_less_than_somebody_who_could_give_to_him() {
        var random = Seeds.random();
        for (int i = 0; i < CASES / 10; i++) {
            var total = 1 + random.nextLong(1L << (1 + random.nextInt(50)));
            var family = shares(random, 2 + random.nextInt(8), total);
            var made = pool(total, family).adjust(family, MANUAL, hour(50)).limits();
            for (var poor : family)
                for (var rich : family)
                    assertMaxMin(poor, rich, made);
        }
    }

    /** Beyond its floor and what it took, nobody stands above somebody who is in need, by more than what cannot be cut. */
    private static void assertMaxMin(Share poor, Share rich, List<Limit> made) {
        long has = after(made, poor);
        long other = after(made, rich);
        long ceiling = Math.min(poor.cap() == null ? Long.MAX_VALUE : poor.cap().count(),
                saturated(poor.taken().count(), poor.forecast().count()));
        var inNeed = !poor.resting() && poor.weight() > 0 && has < ceiling
                && has > Math.max(poor.taken().count(), poor.floor().count());
        var above = other > Math.max(rich.taken().count(), rich.floor().count()) && rich.weight() > 0;
        if (inNeed && above) {
            assertThat((double) other / rich.weight())
                    .isLessThanOrEqualTo(((double) has / poor.weight() + 2) * 1.000001);
        }
    }

    private static long saturated(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static long after(List<Limit> made, Share share) {
        return made.stream().filter(limit -> limit.id().equals(share.id())).findFirst().orElseThrow().after().count();
    }

    @Test
    void G4_no_limit_falls_below_what_is_used_and_reserved_even_when_the_account_holds_less() {
        var family = List.of(share(1, 600, 100, 800L, 0, 0), share(2, 500, 0, 500L, 700, 9000));
        assertThat(limits(1000, family, MANUAL)).containsExactly(700, 500);
    }

    @Test
    void floors_beyond_what_is_free_are_cut_in_proportion_and_the_odd_unit_goes_to_the_largest_fraction() {
        var family = List.of(share(1, 90, 0, null, 90, 0), share(2, 0, 0, null, 10, 50), share(3, 0, 0, null, 20, 50));
        assertThat(limits(100, family, MANUAL)).as("10 free for floors of 10 and 20: 3.33 and 6.67")
                .containsExactly(90, 3, 7);
    }

    @Test
    void one_with_all_the_weight_gets_what_floors_leave() {
        var family = List.of(share(1, 0, 0, null, 0, 0), weighing(0, share(2, 0, 0, null, 50, 500)),
                weighing(0, share(3, 0, 0, null, 0, 500)));
        assertThat(limits(1000, family, MANUAL)).containsExactly(950, 50, 0);
    }

    @Test
    void weights_divide_what_all_need() {
        var family = List.of(weighing(1, share(1, 0, 0, null, 0, 5000)), weighing(3, share(2, 0, 0, null, 0, 5000)));
        assertThat(limits(1000, family, MANUAL)).containsExactly(250, 750);
    }

    @Test
    void ahead_of_time_what_nobody_needs_stays_in_common_unless_somebody_would_be_denied() {
        var family = List.of(share(1, 400, 0, 500L, 0, 100), share(2, 0, 0, 500L, 0, 50));
        var early = pool(1000, family).adjust(family, MANUAL, hour(10));
        assertThat(early.inCommon()).isEqualTo(Units.of(450));
        assertThat(early.reason()).startsWith("CONSERVE");
        var lacking = List.of(family.getFirst().needing(Units.of(400)), family.getLast());
        assertThat(limits(lacking, pool(1000, lacking).adjust(lacking, IMMINENT, hour(10)))).containsExactly(800, 200);
    }

    @Test
    void near_the_end_caps_do_not_let_units_die() {
        var capped = new Share(id(1), Units.of(100), Units.ZERO, Units.of(150), Units.ZERO, Units.of(150), 1,
                Units.of(400), false);
        var family = List.of(capped, share(2, 0, 0, 500L, 0, 0));
        assertThat(limits(family, pool(1000, family).adjust(family, MANUAL, hour(79)))).containsExactly(150, 850);
        assertThat(limits(family, pool(1000, family).adjust(family, MANUAL, hour(81)))).containsExactly(500, 500);
    }

    @Test
    void a_change_under_the_hysteresis_is_not_made_at_all_and_one_beyond_it_takes_the_small_ones_along() {
        var policy = new LimitPolicy(LimitMode.STRICT, 100, LimitPolicy.OPTIONAL, Duration.ofSeconds(60), 2,
                Units.of(15));
        var still = List.of(share(1, 0, 0, 510L, 0, 0), share(2, 0, 0, 490L, 0, 0));
        assertThat(pool(policy, 1000, still).adjust(still, MANUAL, hour(1)).isWorthwhile(pool(policy, 1000, still)))
                .isFalse();
        assertThat(pool(policy, 1000, still).adjust(still, IMMINENT, hour(1)).isWorthwhile(pool(policy, 1000, still)))
                .isTrue();
        var moving = List.of(share(1, 0, 0, 340L, 0, 0), share(2, 0, 0, 320L, 0, 0), share(3, 0, 0, 300L, 0, 0));
        var made = pool(policy, 1000, moving).adjust(moving, MANUAL, hour(1));
        assertThat(made.isWorthwhile(pool(policy, 1000, moving))).isTrue();
        assertThat(limits(moving, made)).containsExactly(334, 333, 333);
    }

    @Test
    void who_holds_more_than_an_even_share_while_others_are_in_need_is_asked_to_give_back() {
        var family = List.of(share(1, 100, 700, 900L, 0, 100), share(2, 100, 50, 500L, 0, 1000));
        assertThat(pool(1000, family).adjust(family, MANUAL, hour(50)).limits()).extracting(Limit::overdrawn)
                .containsExactly(true, false);
        var content = List.of(share(1, 100, 700, 900L, 0, 0), share(2, 100, 50, 500L, 0, 0));
        assertThat(pool(1000, content).adjust(content, MANUAL, hour(50)).limits()).extracting(Limit::overdrawn)
                .containsExactly(false, false);
    }

    @Test
    void who_rests_keeps_its_floor_and_gets_no_more() {
        var resting = new Share(id(2), Units.of(10), Units.ZERO, null, Units.of(30), null, 1, Units.of(500), true);
        var family = List.of(share(1, 0, 0, null, 0, 0), resting);
        assertThat(limits(1000, family, MANUAL)).containsExactly(970, 30);
    }

    @Test
    void G7_a_hundred_thousand_consumers_are_adjusted_in_200_ms() {
        var random = Seeds.random();
        var total = 1L << 50;
        var many = shares(random, 100_000, total);
        var pool = pool(total, many);
        var took = new long[8];
        for (int i = 0; i < took.length; i++) {
            var begin = System.nanoTime();
            assertThat(pool.adjust(many, MANUAL, hour(50)).limits()).hasSize(100_000);
            took[i] = (System.nanoTime() - begin) / 1_000_000;
        }
        System.out.println("G7: 100,000 consumers adjusted in ms, first to last: " + Arrays.toString(took));
        assertThat(Arrays.stream(took).min().orElseThrow()).isLessThanOrEqualTo(200);
    }

    private static Share weighing(int weight, Share share) {
        return new Share(share.id(), share.consumed(), share.reserved(), share.limit(), share.floor(), share.cap(),
                weight, share.forecast(), false);
    }

    private static List<Integer> limits(long total, List<Share> family, Set<LimitTrigger> triggers) {
        return limits(family, pool(total, family).adjust(family, triggers, hour(50)));
    }

    private static List<Integer> limits(List<Share> family, LimitAdjustment made) {
        return family.stream().map(share -> (int) after(made.limits(), share)).toList();
    }
}
