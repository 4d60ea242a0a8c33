package io.planshare.charging.limit;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.limit.Pool.Pace;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/**
 * New limits for all consumers of an account, found in four steps from what is free: floors, needs (as even as they can be
 * met), the rest (as even), each in whole units (spec S7 (3)). Steps 3 and 4 level what each has in total, so that who took
 * much before gets less now. consumed + reserved ≤ limit ≤ max(cap, consumed + reserved), and all limits together promise
 * no more than the policy allows.
 *
 * @param limits of all consumers, by id
 * @param inCommon what no limit promises
 * @param reason what the numbers were, for people
 */
public record LimitAdjustment(Set<LimitTrigger> triggers, List<Limit> limits, Units inCommon, String reason) {

    /**
     * Where one limit goes.
     *
     * @param overdrawn it holds more than an even share while others are in need: what it reserved should come back
     */
    public record Limit(SubscriptionId id, @Nullable Units before, Units after, boolean overdrawn) {

        public boolean isLowered() {
            return before == null || after.compareTo(before) < 0;
        }
    }

    public LimitAdjustment {
        triggers = Set.copyOf(triggers);
        limits = List.copyOf(limits);
    }

    static LimitAdjustment of(Pool pool, List<Share> unordered, Set<LimitTrigger> triggers, Instant now) {
        var shares = unordered.stream().sorted(Comparator.comparing(share -> share.id().value())).toList();
        var pace = pool.pace(triggers, now);
        var steps = new Steps(pool, shares, pace);
        var amount = pool.free();
        var left = steps.take(amount.count());
        var limits = IntStream.range(0, shares.size()).mapToObj(steps::limit).toList();
        var reason = "%s: %d free of %d, %d left in common".formatted(pace, amount.count(), pool.total().count(), left);
        return new LimitAdjustment(triggers, limits, Units.of(left), reason);
    }

    /** This and a later one of the same consumers as one. */
    public LimitAdjustment followedBy(LimitAdjustment later) {
        var both = EnumSet.copyOf(triggers);
        both.addAll(later.triggers());
        var moved = IntStream.range(0, limits.size()).mapToObj(i -> new Limit(limits.get(i).id(),
                limits.get(i).before(), later.limits().get(i).after(), later.limits().get(i).overdrawn())).toList();
        return new LimitAdjustment(both, moved, later.inCommon(), later.reason());
    }

    /** Whether it is worth making: all of it or nothing, else limits could promise too much together. */
    public boolean isWorthwhile(Pool pool) {
        if (promisesTooMuch(pool.policy().promised(pool.total()))) return true;
        if (triggers.contains(LimitTrigger.DENIAL_IMMINENT)) {
            return limits.stream().anyMatch(limit -> !limit.after().equals(limit.before()));
        }
        return limits.stream().anyMatch(limit -> limit.before() == null
                || !pool.policy().isTrifle(limit.before(), limit.after()));
    }

    /** Whether the limits as they are promise more than they may, since the account has less or somebody used more. */
    private boolean promisesTooMuch(Units promised) {
        long left = promised.count();
        for (var limit : limits)
            left = left < 0 || limit.before() == null ? left : left - limit.before().count();
        return left < 0 && limits.stream().anyMatch(Limit::isLowered);
    }

    /** The four steps on bare numbers, in the order of the consumers' ids. */
    private static final class Steps {
        private final List<Share> shares;
        private final Pace pace;
        private final Reach reach;
        private final long[] totals;
        private final long[] ceilings;
        private final int[] weights;
        /** Where an even share ends, for each unit of weight; beyond it one is overdrawn. */
        private long even = Long.MAX_VALUE;

        Steps(Pool pool, List<Share> shares, Pace pace) {
            this.shares = shares;
            this.pace = pace;
            this.reach = new Reach(pace, pool.total());
            this.totals = shares.stream().mapToLong(share -> share.taken().count()).toArray();
            this.ceilings = new long[totals.length];
            this.weights = shares.stream().mapToInt(Share::weight).toArray();
        }

        /** Answers what is left. */
        long take(long amount) {
            var floors = floors(amount);
            long left = amount;
            for (int i = 0; i < totals.length; i++) {
                totals[i] += floors[i];
                left -= floors[i];
            }
            for (int i = 0; i < totals.length; i++)
                ceilings[i] = reach.needed(shares.get(i), totals[i], floors[i]);
            var needs = WaterLevel.fill(totals, ceilings, weights, left);
            if (needs.left() == 0) findEvenShare(amount);
            if (needs.left() == 0 || pace == Pace.CONSERVE) return needs.left();
            for (int i = 0; i < totals.length; i++)
                ceilings[i] = reach.ceiling(shares.get(i), totals[i]);
            return WaterLevel.fill(totals, ceilings, weights, needs.left()).left();
        }

        /** Where all would stand if what they reserved came back and were shared anew by need. */
        private void findEvenShare(long amount) {
            var inNeed = IntStream.range(0, totals.length).anyMatch(i -> weights[i] > 0 && totals[i] < ceilings[i]);
            if (!inNeed) return;
            var used = shares.stream().mapToLong(share -> share.consumed().count()).toArray();
            var held = shares.stream().map(Share::reserved).reduce(Units.ZERO, Units::plus).count();
            even = WaterLevel.fill(used, ceilings, weights, amount + held).level();
        }

        /** Step 1: what each lacks to its floor, cut in proportion where it is more than there is. */
        private long[] floors(long amount) {
            var floors = new long[totals.length];
            long left = amount;
            for (int i = 0; i < totals.length; i++) {
                floors[i] = shares.get(i).floorLacking().count();
                left = left < 0 ? left : left - floors[i];
            }
            return left < 0 ? Apportionment.of(amount, floors) : floors;
        }

        Limit limit(int i) {
            var share = shares.get(i);
            var evenly = share.weight() == 0
                    ? 0
                    : even > Long.MAX_VALUE / share.weight() ? Long.MAX_VALUE : even * share.weight();
            var beyond = share.taken().count() > Math.max(evenly, share.floor().count());
            return new Limit(share.id(), share.limit(), Units.of(totals[i]), share.reserved().isPositive() && beyond);
        }
    }
}
