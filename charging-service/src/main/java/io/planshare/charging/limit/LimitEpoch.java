package io.planshare.charging.limit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

import io.planshare.charging.limit.Pool.Pace;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.Interval;
import io.planshare.model.Units;

/**
 * New limits for very many consumers in a few numbers: the levels to which the four steps of spec S7 (3) rise. Where one
 * consumer's limit stands follows from these and its own figures as they were at the instant, so that all limits are put in
 * force by one row (design section 4). What is less than one level stays in common.
 *
 * @param number later epochs have higher ones
 * @param at what each had taken, and its forecast, is as of then
 * @param total of the account then
 * @param floorsFree what there was to meet floors with
 * @param floorsLacking what all lacked to their floors
 * @param needLevel to which needs were met, for each unit of weight
 * @param restLevel to which the rest was shared out; 0 where there was none
 */
public record LimitEpoch(long number, Instant at, Interval validity, Units total, Pace pace, Units floorsFree,
        Units floorsLacking, long needLevel, long restLevel) {

    /**
     * @param kept so much stays in common, but no more than half of what is free
     */
    public static LimitEpoch of(Pool pool, Collection<Share> shares, Set<LimitTrigger> triggers, Units kept,
            long number,
            Instant now) {
        var pace = pool.pace(triggers, now);
        var reach = new Reach(pace, pool.total());
        var free = pool.free().count();
        long amount = free - Math.min(kept.count(), free / 2);
        var totals = shares.stream().mapToLong(share -> share.taken().count()).toArray();
        var weights = shares.stream().mapToInt(Share::weight).toArray();
        var ceilings = new long[totals.length];
        var lacking = shares.stream().map(Share::floorLacking).reduce(Units.ZERO, LimitEpoch::sum);
        var floors = new LimitEpoch(number, now, pool.validity(), pool.total(), pace, Units.of(amount), lacking, 0, 0);
        long left = amount;
        int i = 0;
        for (var share : shares) {
            long floor = floors.floor(share);
            totals[i] += floor;
            left -= floor;
            ceilings[i] = reach.needed(share, totals[i++], floor);
        }
        var needs = WaterLevel.raise(totals, ceilings, weights, left);
        if (!needs.tops() || pace == Pace.CONSERVE) return floors.with(needs.level(), 0);
        i = 0;
        for (var share : shares)
            ceilings[i] = reach.ceiling(share, totals[i++]);
        return floors.with(needs.level(), WaterLevel.raise(totals, ceilings, weights, needs.left()).level());
    }

    /** @param share with what it had taken and its forecast as of {@link #at} */
    public Units limit(Share share) {
        var reach = new Reach(pace, total);
        long floor = floor(share);
        long met = share.taken().count() + floor;
        long needed = WaterLevel.at(needLevel, met, reach.needed(share, met, floor), share.weight());
        return Units.of(WaterLevel.at(restLevel, needed, reach.ceiling(share, needed), share.weight()));
    }

    /** What it gets of what it lacks to its floor: cut in proportion where all lack more than there is. */
    private long floor(Share share) {
        var lacks = share.floorLacking();
        if (floorsLacking.compareTo(floorsFree) <= 0) return lacks.count();
        return BigInteger.valueOf(lacks.count()).multiply(BigInteger.valueOf(floorsFree.count()))
                .divide(BigInteger.valueOf(floorsLacking.count())).longValueExact();
    }

    private LimitEpoch with(long needs, long rest) {
        return new LimitEpoch(number, at, validity, total, pace, floorsFree, floorsLacking, needs, rest);
    }

    /** Limits promise much together only where people set floors without measure. */
    public static Units sum(Units a, Units b) {
        return a.count() > Long.MAX_VALUE - b.count() ? Units.MAX : a.plus(b);
    }
}
