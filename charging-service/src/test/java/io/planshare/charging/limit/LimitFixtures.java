package io.planshare.charging.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.limit.Pool.Progress;
import io.planshare.model.Interval;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Pools of 100 hours, and consumers in them. */
final class LimitFixtures {

    static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    static final Interval HUNDRED_HOURS = new Interval(BEGIN, BEGIN.plus(Duration.ofHours(100)));
    static final LimitPolicy STRICT = LimitPolicy.of(LimitMode.STRICT, UnitType.EVENT);

    private LimitFixtures() {}

    static Instant hour(int hour) {
        return BEGIN.plus(Duration.ofHours(hour));
    }

    static Pool pool(long total, List<Share> shares) {
        return pool(STRICT, total, shares);
    }

    static Pool pool(LimitPolicy policy, long total, List<Share> shares) {
        return pool(policy, Progress.none(BEGIN), total, shares);
    }

    static Pool pool(LimitPolicy policy, Progress progress, long total, List<Share> shares) {
        return new Pool(policy, progress, HUNDRED_HOURS, Units.of(total),
                shares.stream().map(Share::consumed).reduce(Units.ZERO, Units::plus),
                shares.stream().map(Share::reserved).reduce(Units.ZERO, Units::plus));
    }

    /** Without cap; ids ascend with the number. */
    static Share share(int number, long consumed, long reserved, @Nullable Long limit, long floor, long forecast) {
        return new Share(id(number), Units.of(consumed), Units.of(reserved), limit == null ? null : Units.of(limit),
                Units.of(floor), null, 1, Units.of(forecast), false);
    }

    static SubscriptionId id(int number) {
        return new SubscriptionId(new UUID(7 << 12, number));
    }

    /** Consumers of all kinds, who have together taken no more than the total. */
    static List<Share> shares(Random random, int count, long total) {
        var left = new long[]{total};
        return IntStream.range(0, count).mapToObj(number -> {
            long consumed = random.nextInt(3) == 0 ? 0 : part(random, left);
            long reserved = random.nextInt(3) == 0 ? 0 : part(random, left);
            var limit = random.nextInt(5) == 0 ? null : Units.of(plus(consumed + reserved, amount(random, total)));
            var cap = random.nextInt(3) == 0 ? null : Units.of(amount(random, total));
            var floor = random.nextInt(2) == 0
                    ? Units.ZERO
                    : Units.of(amount(random, total)).atMost(cap == null ? Units.MAX : cap);
            var weight = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(Share.WEIGHT_MAX);
            return new Share(id(number), Units.of(consumed), Units.of(reserved), limit, floor, cap, weight,
                    Units.of(random.nextInt(4) == 0 ? Long.MAX_VALUE : amount(random, total)), random.nextInt(10) == 0);
        }).toList();
    }

    private static long part(Random random, long[] left) {
        long part = Math.min(left[0], amount(random, left[0]));
        left[0] -= part;
        return part;
    }

    private static long amount(Random random, long most) {
        return most == 0 ? 0 : random.nextLong(most) >> random.nextInt(8);
    }

    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
