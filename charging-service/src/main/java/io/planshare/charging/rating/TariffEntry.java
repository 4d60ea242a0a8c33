package io.planshare.charging.rating;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;

import org.jspecify.annotations.Nullable;

import io.planshare.model.UnitType;

/**
 * What one kind of use costs, in graduated steps: each unit costs what its own step says. Rounding happens once, where an
 * amount is charged: HALF_EVEN to the minor unit, as the rounded price of all units of the cycle so far less that of those
 * before. So the parts sum to the rounded whole however finely use is reported.
 *
 * @param ratingGroups empty for all
 * @param zones names of zones; empty for all
 * @param timeBands names of time bands; empty for any time
 */
record TariffEntry(String name, UnitType unit, Set<Long> ratingGroups, Set<String> zones, Set<String> timeBands,
        long priceSize, List<PriceStep> steps) {

    TariffEntry {
        ratingGroups = Set.copyOf(ratingGroups);
        zones = Set.copyOf(zones);
        timeBands = Set.copyOf(timeBands);
        steps = List.copyOf(steps);
    }

    /** Units of one step. */
    record Part(long units, BigDecimal price, long amountMinor) {}

    boolean covers(UnitType wanted, long ratingGroup, String zone, @Nullable TimeBand band) {
        return unit == wanted && (ratingGroups.isEmpty() || ratingGroups.contains(ratingGroup))
                && (zones.isEmpty() || zones.contains(zone))
                && (timeBands.isEmpty() || band != null && timeBands.contains(band.name()));
    }

    /** The exact integer price of units that come after so many others of the cycle. */
    BigInteger cost(long before, long units) {
        return amount(sum(before, units)).subtract(amount(BigInteger.valueOf(before)));
    }

    /** Whether the price can be paid at all: an amount of money has 63 bits, and so has a position in a cycle. */
    boolean fits(long before, long units) {
        return sum(before, units).bitLength() < Long.SIZE && fits(cost(before, units), Long.MAX_VALUE);
    }

    /** How many of the units that come after so many others the budget pays. */
    long affordable(long before, long wanted, long budget) {
        return most(wanted, units -> fits(cost(before, units), budget));
    }

    /**
     * The most that units can cost when up to {@code others} more may come before them: what has to be held for them.
     */
    BigInteger costAtMost(long before, long others, long units) {
        if (others == 0) return cost(before, units);
        var dearest = dearest(BigInteger.valueOf(before), sum(before, others).add(BigInteger.valueOf(units)));
        if (dearest.signum() == 0 || units == 0) return BigInteger.ZERO;
        // The rounding of what comes before may shift it by one.
        return divided(dearest.multiply(BigDecimal.valueOf(units)), RoundingMode.FLOOR).add(BigInteger.ONE);
    }

    /** How many units can be held within the budget. */
    long holdable(long before, long others, long wanted, long budget) {
        return most(wanted, units -> fits(costAtMost(before, others, units), budget));
    }

    /** Units by step; the amounts sum to {@link #cost}. The caller knows that it is affordable. */
    List<Part> parts(long before, long units) {
        var parts = new ArrayList<Part>();
        long at = before;
        long left = units;
        for (var step : steps) {
            if (left == 0) break;
            if (step.upTo() != null && step.upTo() <= at) continue;
            var here = step.upTo() == null ? left : Math.min(left, step.upTo() - at);
            parts.add(new Part(here, step.price(), cost(at, here).longValueExact()));
            at = Math.addExact(at, here);
            left -= here;
        }
        return parts;
    }

    /** The rounded price of the cycle's first units. */
    private BigInteger amount(BigInteger units) {
        var total = BigDecimal.ZERO;
        var begin = BigInteger.ZERO;
        for (var step : steps) {
            var end = step.upTo() == null ? units : BigInteger.valueOf(step.upTo()).min(units);
            if (end.compareTo(begin) <= 0) break;
            total = total.add(step.price().multiply(new BigDecimal(end.subtract(begin))));
            begin = end;
        }
        return divided(total, RoundingMode.HALF_EVEN);
    }

    private BigInteger divided(BigDecimal total, RoundingMode rounding) {
        return total.divide(BigDecimal.valueOf(priceSize), 0, rounding).toBigIntegerExact();
    }

    private BigDecimal dearest(BigInteger from, BigInteger to) {
        var dearest = BigDecimal.ZERO;
        var begin = BigInteger.ZERO;
        for (var step : steps) {
            var end = step.upTo() == null ? null : BigInteger.valueOf(step.upTo());
            var touched = begin.compareTo(to) < 0 && (end == null || end.compareTo(from) > 0);
            if (touched) dearest = dearest.max(step.price());
            if (end != null) begin = end;
        }
        return dearest;
    }

    private static BigInteger sum(long before, long units) {
        return BigInteger.valueOf(before).add(BigInteger.valueOf(units));
    }

    private static boolean fits(BigInteger cost, long budget) {
        return cost.compareTo(BigInteger.valueOf(budget)) <= 0;
    }

    /** The most units that fit, where fewer fit whenever more do. */
    private static long most(long wanted, LongPredicate fits) {
        if (fits.test(wanted)) return wanted;
        long low = 0;
        long high = wanted;
        while (high - low > 1) {
            var middle = low + (high - low) / 2;
            if (fits.test(middle)) low = middle;
            else
                high = middle;
        }
        return low;
    }
}
