package io.planshare.charging.spending;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** How far a policy counter is used up, in the steps of spec S7's thresholds. */
public enum CounterStatus {
    /** No account is there for it now. */
    NO_ACCOUNT,
    /** Less than half is used. */
    BELOW_50,
    ABOVE_50,
    ABOVE_75,
    ABOVE_90,
    /** Nothing is left. */
    EXHAUSTED;

    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    /**
     * Of each counter, by its id.
     *
     * @param counters none: one for each unit that he has an account of
     */
    static SortedMap<String, CounterStatus> of(List<PolicyCounter> counters, Collection<Share> shares) {
        var asked = counters.isEmpty() ? available(shares) : counters;
        var statuses = new TreeMap<String, CounterStatus>();
        for (var counter : asked)
            statuses.put(counter.id(), of(shares.stream().filter(counter::covers).toList()));
        return statuses;
    }

    private static List<PolicyCounter> available(Collection<Share> shares) {
        return shares.stream().map(Share::unit).distinct().map((UnitType unit) -> PolicyCounter.of(unit)).toList();
    }

    private static CounterStatus of(List<Share> shares) {
        if (shares.isEmpty()) return NO_ACCOUNT;
        var size = sum(shares, Share::size);
        var left = sum(shares, Share::left);
        if (left.signum() == 0) return EXHAUSTED;
        var used = size.subtract(left).multiply(HUNDRED);
        if (reaches(used, size, 90)) return ABOVE_90;
        if (reaches(used, size, 75)) return ABOVE_75;
        return reaches(used, size, 50) ? ABOVE_50 : BELOW_50;
    }

    private static boolean reaches(BigInteger hundredfold, BigInteger size, int percent) {
        return hundredfold.compareTo(size.multiply(BigInteger.valueOf(percent))) >= 0;
    }

    private static BigInteger sum(List<Share> shares, Function<Share, Units> part) {
        return shares.stream().map(share -> BigInteger.valueOf(part.apply(share).count())).reduce(BigInteger.ZERO,
                BigInteger::add);
    }
}
