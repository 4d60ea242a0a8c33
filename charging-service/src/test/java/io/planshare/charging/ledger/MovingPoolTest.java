package io.planshare.charging.ledger;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.Interval;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts whose limits move, through the ledger: histories of grants, use, joins, top-ups and time. */
class MovingPoolTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    private static final Interval MONTH = new Interval(BEGIN, BEGIN.plus(Duration.ofDays(30)));
    private static final int STEPS = Boolean.getBoolean("planshare.proof") ? 1_000_000 : 30_000;

    @Test
    void G2_whatever_happens_no_limit_is_overdrawn_and_limits_never_promise_too_much() {
        var random = Seeds.random();
        for (int done = 0; done < STEPS; done += 300)
            new History(random).play(300);
    }

    @Test
    void h_a_denial_by_a_limit_moves_limits_first_while_the_account_holds_units() {
        var pool = pool(LimitMode.STRICT, 900);
        var ada = pool.join(0, null, 1, BEGIN);
        var ben = pool.join(0, null, 1, BEGIN);
        pool.join(0, null, 1, BEGIN);
        assertThat(pool.draw(ada, 700, BEGIN)).isEqualTo(Units.of(700));
        assertThat(pool.made().getLast().triggers()).contains(LimitTrigger.DENIAL_IMMINENT);
        assertThat(pool.draw(ben, 700, BEGIN)).isEqualTo(Units.of(200));
        assertThat(pool.account().balance().available()).isEqualTo(Units.ZERO);
    }

    @Test
    void h_never_takes_a_floor_nor_goes_beyond_a_cap() {
        var pool = pool(LimitMode.STRICT, 1000);
        var ada = pool.join(0, 600L, 1, BEGIN);
        pool.join(500, null, 1, BEGIN);
        assertThat(pool.draw(ada, 700, BEGIN)).isEqualTo(Units.of(500));
        pool.topUp(1000, BEGIN);
        assertThat(pool.draw(ada, 700, BEGIN)).isEqualTo(Units.of(100));
    }

    @Test
    void floors_bind_where_limits_stand_still_and_promise_more_than_there_is() {
        for (var mode : List.of(LimitMode.OPEN, LimitMode.OVERSUBSCRIBED)) {
            var pool = pool(mode, 1000);
            var ada = pool.join(0, null, 1, BEGIN);
            var ben = pool.join(300, null, 1, BEGIN);
            pool.draw(ben, 100, BEGIN);
            assertThat(pool.draw(ada, 1000, BEGIN)).as("%s", mode).isEqualTo(Units.of(700));
            assertThat(pool.draw(ben, 1000, BEGIN)).isEqualTo(Units.of(200));
        }
    }

    @Test
    void a_floor_that_comes_later_takes_nothing_of_what_was_granted_before() {
        for (var mode : LimitMode.values()) {
            var pool = pool(mode, 100);
            var ada = pool.join(0, null, 1, BEGIN);
            var purpose = new Hold.Purpose(UUID.randomUUID(), 10);
            assertThat(pool.reserve(purpose, ada, 100, BEGIN)).isEqualTo(Units.of(100));
            pool.join(50, null, 1, BEGIN);
            assertThat(pool.use(purpose, ada, 100, BEGIN, BEGIN)).as("%s", mode).isEqualTo(Units.of(100));
        }
    }

    @Test
    void floors_that_guarantee_more_than_there_is_lock_nobody_out() {
        var pool = pool(LimitMode.OPEN, 100);
        var ada = pool.join(90, null, 1, BEGIN);
        var ben = pool.join(90, null, 1, BEGIN);
        assertThat(pool.draw(ada, 95, BEGIN)).isEqualTo(Units.of(90));
        assertThat(pool.draw(ben, 95, BEGIN)).isEqualTo(Units.of(10));
    }

    @Test
    void G8_use_of_before_is_settled_to_who_left_and_use_of_after_is_not() {
        var pool = pool(LimitMode.STRICT, 1000);
        var ada = pool.join(0, null, 1, BEGIN);
        var ben = pool.join(0, null, 1, BEGIN);
        var purpose = new Hold.Purpose(UUID.randomUUID(), 10);
        assertThat(pool.reserve(purpose, ben, 300, BEGIN)).isEqualTo(Units.of(300));
        var left = BEGIN.plusSeconds(60);
        pool.leave(ben, left);
        assertThat(pool.reserve(new Hold.Purpose(UUID.randomUUID(), 10), ben, 1, left)).isEqualTo(Units.ZERO);
        assertThat(pool.draw(ada, 1000, left)).isEqualTo(Units.of(700));
        assertThat(pool.use(purpose, ben, 250, left.minusSeconds(1), left.plusSeconds(9)))
                .isEqualTo(Units.of(250));
        assertThat(pool.use(purpose, ben, 20, left, left.plusSeconds(10))).isEqualTo(Units.ZERO);
        assertThat(pool.consumer(ben).consumed()).isEqualTo(Units.of(250));
        assertThat(pool.draw(ada, 1000, left)).isEqualTo(Units.of(50));
    }

    @Test
    void G5_hardly_anything_is_stranded_where_somebody_wants_it_and_shares_are_fair() {
        var random = Seeds.random();
        var seed = random.nextLong();
        var moving = new Month(LimitMode.STRICT, new Random(seed)).play();
        var still = new Month(LimitMode.OPEN, new Random(seed)).play();
        System.out.printf("G5: stranded %.2f %% with moving limits, %.2f %% with static ones; Jain %.3f and %.3f%n",
                100 * moving.stranded(), 100 * still.stranded(), moving.jain(), still.jain());
        assertThat(moving.stranded()).isLessThanOrEqualTo(0.01);
        assertThat(still.stranded()).as("the baseline does strand").isGreaterThan(moving.stranded());
        assertThat(moving.jain()).isGreaterThanOrEqualTo(0.95);
    }

    private static MovingPool pool(LimitMode mode, long units) {
        var percent = mode == LimitMode.OVERSUBSCRIBED ? 150 : 100;
        return new MovingPool(new LimitPolicy(mode, percent, LimitPolicy.OPTIONAL, Duration.ofSeconds(60), 2,
                Units.ZERO), units, MONTH);
    }

    /** Random steps, and what must hold after each. */
    private static final class History {
        private final Random random;
        private final MovingPool pool;
        private final List<SubscriptionId> members = new ArrayList<>();
        private final Map<Hold.Purpose, SubscriptionId> open = new HashMap<>();
        private Instant now = BEGIN;

        History(Random random) {
            this.random = random;
            pool = pool(random.nextBoolean() ? LimitMode.STRICT : LimitMode.OVERSUBSCRIBED, random.nextInt(5_000));
            join();
        }

        void play(int steps) {
            for (int step = 0; step < steps; step++) {
                now = now.plusSeconds(random.nextInt(10_000));
                switch (random.nextInt(12)) {
                    case 0 -> join();
                    case 1 -> pool.topUp(random.nextInt(1_000), now);
                    case 2 -> pool.withdraw(random.nextInt(500), now);
                    case 3 -> leave();
                    case 4, 5, 6, 7 -> reserve();
                    default -> use();
                }
                assertPromises();
            }
        }

        private void join() {
            if (members.size() > 8) return;
            var cap = random.nextInt(3) == 0 ? (long) random.nextInt(2_000) : null;
            long floor = random.nextInt(2) == 0 ? 0 : random.nextInt(cap == null ? 500 : (int) (cap + 1));
            members.add(pool.join(floor, cap, random.nextInt(4), now));
        }

        private void leave() {
            if (members.size() > 1 && random.nextInt(3) == 0) {
                pool.leave(members.remove(random.nextInt(members.size())), now);
            }
        }

        private void reserve() {
            var who = members.get(random.nextInt(members.size()));
            var purpose = new Hold.Purpose(UUID.randomUUID(), 10);
            if (pool.reserve(purpose, who, 1L + random.nextInt(400), now).isPositive()) open.put(purpose, who);
        }

        private void use() {
            if (open.isEmpty()) return;
            var purpose = open.keySet().iterator().next();
            var who = Objects.requireNonNull(open.remove(purpose));
            pool.use(purpose, who, random.nextInt(500), now, now);
        }

        private void assertPromises() {
            var account = pool.account();
            var sum = BigInteger.ZERO;
            var floors = Units.ZERO;
            for (var consumer : pool.consumers()) {
                var taken = consumer.consumed().plus(consumer.reserved());
                var limit = Objects.requireNonNull(consumer.limit());
                assertThat(limit).as("G4").isGreaterThanOrEqualTo(taken);
                sum = sum.add(BigInteger.valueOf(limit.count()));
                floors = floors.plus(consumer.floorUnmet());
            }
            assertThat(account.floorsUnmet()).isEqualTo(floors);
            var percent = pool.policy().oversubscriptionPercent();
            var taken = account.balance().consumed().plus(account.balance().reserved());
            assertThat(sum.longValueExact()).isLessThanOrEqualTo(
                    Math.max(account.balance().total().count() * percent / 100, taken.count()));
            assertThat(taken).isLessThanOrEqualTo(account.balance().total());
        }
    }

    /** Twenty people on one pool for a month, who together want more than there is, each at his own times. */
    private static final class Month {
        private static final int PEOPLE = 20;
        private static final long TOTAL = 1_000_000;
        private final MovingPool pool;
        private final Random random;
        private final List<SubscriptionId> people = new ArrayList<>();
        private final Map<SubscriptionId, Long> wanted = new HashMap<>();

        record Result(double stranded, double jain) {}

        Month(LimitMode mode, Random random) {
            this.random = random;
            this.pool = pool(mode, TOTAL);
            for (int i = 0; i < PEOPLE; i++)
                people.add(pool.join(0, null, 1, mode == LimitMode.OPEN ? TOTAL / PEOPLE : null, BEGIN));
        }

        Result play() {
            var perDay = people.stream().mapToDouble(_ -> 300 + 5_000 * Math.pow(random.nextDouble(), 2)).toArray();
            for (int hour = 0; hour < 720; hour++) {
                var now = BEGIN.plus(Duration.ofHours(hour));
                for (int i = 0; i < PEOPLE; i++) {
                    if (hour % 168 == 0 && random.nextInt(3) == 0) perDay[i] *= 0.3 + 1.6 * random.nextDouble();
                    if (random.nextInt(24) < 8)
                        ask(people.get(i), (long) (perDay[i] / 8 * 2 * random.nextDouble()), now);
                }
            }
            return new Result((double) stranded() / TOTAL, jain());
        }

        /** What lies there at the end although somebody asked for it. */
        private long stranded() {
            var demand = Math.min(TOTAL, wanted.values().stream().mapToLong(Long::longValue).sum());
            return Math.max(0, demand - pool.account().balance().consumed().count());
        }

        private void ask(SubscriptionId who, long units, Instant now) {
            wanted.merge(who, units, Long::sum);
            pool.draw(who, units, now);
        }

        /** Over min(1, consumed / min(wanted, fair share)). */
        private double jain() {
            var fair = TOTAL / PEOPLE;
            var ratios = people.stream().mapToDouble(who -> {
                var least = Math.max(1, Math.min(wanted.getOrDefault(who, 0L), fair));
                return Math.min(1, (double) pool.consumer(who).consumed().count() / least);
            }).toArray();
            double sum = 0;
            double squares = 0;
            for (var ratio : ratios) {
                sum += ratio;
                squares += ratio * ratio;
            }
            return sum * sum / (ratios.length * squares);
        }
    }
}
