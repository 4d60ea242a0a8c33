package io.planshare.charging.limit;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Cuts an amount in whole units in proportion to claims: what the division leaves goes to the largest fractions, then by place. */
final class Apportionment {

    private Apportionment() {}

    /** @param amount less than the sum of the claims; nobody gets more than it claims */
    static long[] of(long amount, long[] claims) {
        var scaled = summable(claims);
        long sum = Arrays.stream(scaled).sum();
        var parts = new long[claims.length];
        var fractions = new long[claims.length];
        long rest = amount;
        for (int i = 0; i < claims.length; i++) {
            divide(amount, scaled[i], sum, i, parts, fractions);
            parts[i] = Math.min(parts[i], claims[i]);
            rest -= parts[i];
        }
        handOut(rest, claims, parts, fractions);
        return parts;
    }

    private static void handOut(long amount, long[] claims, long[] parts, long[] fractions) {
        long rest = amount;
        while (rest > 0) {
            var open = IntStream.range(0, claims.length).filter(i -> parts[i] < claims[i]).toArray();
            var ascending = Arrays.stream(open).mapToLong(i -> fractions[i]).sorted().toArray();
            int count = (int) Math.min(rest, open.length);
            long least = ascending[open.length - count];
            long ofLeast = count - Arrays.stream(ascending).filter(fraction -> fraction > least).count();
            for (int i : open) {
                if (fractions[i] > least || fractions[i] == least && ofLeast-- > 0) parts[i]++;
            }
            rest -= count;
        }
    }

    private static void divide(long amount, long claim, long sum, int place, long[] parts, long[] fractions) {
        if (Math.multiplyHigh(amount, claim) == 0 && amount * claim >= 0) {
            parts[place] = amount * claim / sum;
            fractions[place] = amount * claim % sum;
        } else {
            var both = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(claim))
                    .divideAndRemainder(BigInteger.valueOf(sum));
            parts[place] = both[0].longValueExact();
            fractions[place] = both[1].longValueExact();
        }
    }

    /** The claims, or all of them halved until their sum can be counted. */
    private static long[] summable(long[] claims) {
        var sum = Arrays.stream(claims).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        int shift = Math.max(0, sum.bitLength() - 62);
        return shift == 0 ? claims : Arrays.stream(claims).map(claim -> claim >> shift).toArray();
    }
}
