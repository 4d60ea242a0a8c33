package io.planshare.charging.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.planshare.charging.limit.Pool.Progress;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.Interval;
import io.planshare.model.Units;

import static io.planshare.charging.limit.LimitFixtures.BEGIN;
import static io.planshare.charging.limit.LimitFixtures.STRICT;
import static io.planshare.charging.limit.LimitFixtures.hour;
import static io.planshare.charging.limit.LimitFixtures.pool;
import static io.planshare.charging.limit.LimitFixtures.share;
import static org.assertj.core.api.Assertions.assertThat;

class PoolTest {

    @Test
    void G3_a_checkpoint_in_time_fires_alone_and_once() {
        var pool = used(200);
        assertThat(pool.due(hour(24))).isEmpty();
        assertThat(pool.due(hour(25))).containsExactly(LimitTrigger.TIME);
        assertThat(with(pool, pool.adjusted(hour(25))).due(hour(26))).isEmpty();
    }

    @Test
    void G3_b_checkpoint_in_amount_fires_alone_and_once() {
        var pool = used(250);
        assertThat(used(249).due(hour(20))).isEmpty();
        assertThat(pool.due(hour(20))).containsExactly(LimitTrigger.AMOUNT);
        assertThat(with(pool, pool.adjusted(hour(20))).due(hour(21))).isEmpty();
    }

    @Test
    void G3_c_use_ahead_of_time_or_behind_it_fires_alone() {
        assertThat(used(200).due(hour(10))).isEmpty();
        assertThat(used(201).due(hour(10))).containsExactly(LimitTrigger.RATE);
        assertThat(used(99).due(hour(20))).containsExactly(LimitTrigger.RATE);
        assertThat(used(100).due(hour(20))).isEmpty();
    }

    @Test
    void G3_d_imbalance_fires_alone() {
        var even = List.of(share(1, 30, 20, 100L, 0, 0), share(2, 20, 0, 100L, 0, 0));
        var uneven = List.of(share(1, 30, 21, 100L, 0, 0), share(2, 20, 0, 100L, 0, 0));
        assertThat(pool(200, even).dueAmong(even, false, hour(1))).isEmpty();
        assertThat(pool(200, uneven).dueAmong(uneven, false, hour(1))).containsExactly(LimitTrigger.IMBALANCE);
        assertThat(pool(200, uneven).dueAmong(uneven, false, BEGIN.plusSeconds(59))).as("not so often").isEmpty();
    }

    @Test
    void G3_e_coming_near_a_limit_while_others_have_slack_fires_alone_and_at_once() {
        var near = share(1, 60, 20, 100L, 0, 0);
        assertThat(Pool.comesNear(near, Units.of(79))).isTrue();
        assertThat(Pool.comesNear(near, Units.of(80))).as("it was there before").isFalse();
        var slack = List.of(near, share(2, 75, 0, 100L, 0, 0));
        var all = List.of(near, share(2, 80, 0, 100L, 0, 0));
        assertThat(pool(200, slack).dueAmong(slack, true, BEGIN)).containsExactly(LimitTrigger.NEAR_LIMIT);
        assertThat(pool(200, all).dueAmong(all, true, BEGIN)).isEmpty();
    }

    @Test
    void triggers_that_the_policy_leaves_out_never_fire() {
        var quiet = new LimitPolicy(LimitMode.STRICT, 100, Set.of(), Duration.ofSeconds(60), 2, Units.ZERO);
        var uneven = List.of(share(1, 90, 0, 100L, 0, 0), share(2, 0, 0, 100L, 0, 0));
        assertThat(pool(quiet, 100, uneven).due(hour(30))).isEmpty();
        assertThat(pool(quiet, 100, uneven).dueAmong(uneven, true, hour(30))).isEmpty();
    }

    @Test
    void several_at_once_are_one_look_and_wait_for_the_interval() {
        var pool = with(used(250), Progress.none(hour(25).minusSeconds(59)));
        assertThat(pool.due(hour(25))).isEmpty();
        assertThat(pool.due(hour(25).plusSeconds(1))).containsExactlyInAnyOrder(LimitTrigger.TIME,
                LimitTrigger.AMOUNT);
    }

    @Test
    void without_an_end_time_triggers_nothing() {
        var endless = new Pool(STRICT, Progress.none(BEGIN), new Interval(BEGIN, null),
                Units.of(100), Units.of(20), Units.ZERO);
        assertThat(endless.due(hour(90))).isEmpty();
        assertThat(endless.nextCheckpoint(hour(90))).isEqualTo(Instant.MAX);
        assertThat(used(0).nextCheckpoint(hour(25))).isEqualTo(hour(50));
    }

    @Test
    void grants_get_shorter_as_the_units_run_out() {
        assertThat(running(36_000_000, 10).grantValidity(BEGIN)).isEqualTo(Duration.ofSeconds(600));
        assertThat(running(2_000, 10).grantValidity(BEGIN)).isEqualTo(Duration.ofSeconds(100));
        assertThat(running(100, 10).grantValidity(BEGIN)).isEqualTo(Duration.ofSeconds(30));
        assertThat(running(0, 0).grantValidity(BEGIN)).isEqualTo(Duration.ofSeconds(600));
    }

    @Test
    void a_rate_is_learned_from_use_of_any_portions_and_forgotten_in_silence() {
        var validity = LimitFixtures.HUNDRED_HOURS;
        var memory = Rate.memory(validity);
        assertThat(memory).isEqualTo(Duration.ofHours(25));
        var rate = Rate.none(BEGIN.minusSeconds(20 * 36_000));
        for (int second = -20 * 36_000; second < 5 * 36_000; second += 10)
            rate = rate.with(Units.of(50), BEGIN.plusSeconds(second), memory);
        assertThat(rate.perSecond()).isBetween(4.9, 5.1);
        var now = BEGIN.plusSeconds(5 * 36_000);
        assertThat(rate.forecast(now, validity).count()).isBetween(616_000L, 644_000L);
        assertThat(rate.at(now.plus(memory), memory)).isBetween(1.7, 2.0);
        assertThat(rate.forecast(hour(100), validity)).isEqualTo(Units.ZERO);
    }

    @Test
    void what_a_rate_has_not_seen_yet_was_like_what_it_saw() {
        var validity = LimitFixtures.HUNDRED_HOURS;
        var memory = Rate.memory(validity);
        var rate = Rate.none(BEGIN);
        for (int second = 0; second < 3_600; second += 10)
            rate = rate.with(Units.of(50), BEGIN.plusSeconds(second), memory);
        assertThat(rate.at(hour(1), memory)).isBetween(4.9, 5.1);
        assertThat(rate.forecast(hour(1), validity).count()).isBetween(1_218_000L, 1_274_000L);

        // One download is not a month's habit: at first it counts as ten minutes' use.
        var burst = Rate.none(BEGIN).with(Units.of(6_000), BEGIN, memory);
        assertThat(burst.at(BEGIN, memory)).isBetween(9.9, 10.2);
    }

    private static Pool used(long consumed) {
        return pool(1000, List.of(share(1, consumed, 0, 1000L, 0, 0)));
    }

    private static Pool with(Pool pool, Progress progress) {
        return new Pool(pool.policy(), progress, pool.validity(), pool.total(), pool.consumed(), pool.reserved());
    }

    private static Pool running(long free, double perSecond) {
        return pool(STRICT, Progress.none(BEGIN).with(new Rate(perSecond, BEGIN, Instant.EPOCH)), free, List.of());
    }
}
