package io.planshare.transfer;

import java.math.BigInteger;

import io.planshare.model.Units;

/**
 * The same use as the devices counted it and as the operator did (spec S2 rule 7): the operator's count is billed, and what
 * the devices counted too little or too much is expected of their later counts too.
 *
 * @param device what all devices of the plan counted in the cycle up to the operator's instant
 * @param operator what the operator counted by then
 */
public record Reconciliation(Units device, Units operator) {

    /** Parts of a million: counts as they are. */
    public static final long UNSCALED = 1_000_000;

    private static final Units TOLERANCE_LEAST = Units.of(50L * 1024 * 1024);
    private static final int TOLERANCE_PERCENT = 5;
    /** One absurd count must not spoil a cycle. */
    private static final long SCALE_LEAST = UNSCALED / 2;
    private static final long SCALE_MOST = UNSCALED * 2;

    public Units difference() {
        return Units.of(Math.abs(operator.count() - device.count()));
    }

    /** More than 5 % of the operator's count and more than 50 MiB: somebody should look. */
    public boolean isOff() {
        var fivePercent = Meter.percent(operator, TOLERANCE_PERCENT);
        return difference().compareTo(fivePercent.compareTo(TOLERANCE_LEAST) > 0 ? fivePercent : TOLERANCE_LEAST) > 0;
    }

    /** By how much devices' counts are multiplied from now on: what was learned, or as before if the counts agree. */
    public long scale(long before) {
        if (!isOff() || device.isZero()) return before;
        var scale = BigInteger.valueOf(operator.count()).multiply(BigInteger.valueOf(UNSCALED))
                .divide(BigInteger.valueOf(device.count()));
        return scale.max(BigInteger.valueOf(SCALE_LEAST)).min(BigInteger.valueOf(SCALE_MOST)).longValueExact();
    }

    /** Rounded up: what is unsure counts as used. */
    static long scale(long octets, long partsPerMillion) {
        var scaled = BigInteger.valueOf(octets).multiply(BigInteger.valueOf(partsPerMillion))
                .add(BigInteger.valueOf(UNSCALED - 1)).divide(BigInteger.valueOf(UNSCALED));
        return scaled.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    /**
     * What counts as used: the operator's count, and what the devices counted after it.
     *
     * @param counted by the devices up to now
     * @param reconciled of that, what the operator's count covers
     */
    public static Units used(Units counted, Units reconciled, Units operator, long partsPerMillion) {
        long since = scale(counted.excessOver(reconciled).count(), partsPerMillion);
        return since > Long.MAX_VALUE - operator.count() ? Units.MAX : operator.plus(Units.of(since));
    }
}
