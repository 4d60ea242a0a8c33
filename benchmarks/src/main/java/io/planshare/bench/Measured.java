package io.planshare.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What a load came to.
 *
 * @param nanos from when each answered request was due to its answer, ascending
 * @param statuses how often each was answered
 */
record Measured(Duration lasted, long[] nanos, Map<Integer, Long> statuses) {

    Measured {
        nanos = nanos.clone();
        Arrays.sort(nanos);
    }

    double perSecond(int status) {
        return statuses.getOrDefault(status, 0L) / (lasted.toNanos() / 1e9);
    }

    double perSecond() {
        return perSecond(200);
    }

    double millis(double share) {
        return nanos.length == 0 ? Double.NaN : nanos[(int) Math.min(nanos.length - 1, share * nanos.length)] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,8.0f/s, p50 %.1f ms, p99 %.1f ms, max %.0f ms %s", perSecond(),
                millis(0.5), millis(0.99), millis(1), statuses.size() == 1 ? "" : statuses);
    }
}
