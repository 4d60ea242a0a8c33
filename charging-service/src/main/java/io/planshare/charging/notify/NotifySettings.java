package io.planshare.charging.notify;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How network functions are called back: {@code planshare.charging.notify.*}.
 *
 * @param timeout of connecting and, again, of waiting for the answer
 * @param retryFirst after the first attempt; doubles with each
 * @param retryMax at most so long between two attempts
 * @param attemptsMax then it is given up
 * @param concurrency so many calls at once, 1 to 1000
 * @param poll how often the table is looked at
 */
@ConfigurationProperties("planshare.charging.notify")
record NotifySettings(@DefaultValue("2s") Duration timeout, @DefaultValue("1s") Duration retryFirst,
        @DefaultValue("60s") Duration retryMax, @DefaultValue("20") int attemptsMax,
        @DefaultValue("16") int concurrency, @DefaultValue("250ms") Duration poll) {

    NotifySettings {
        if (concurrency < 1 || concurrency > 1000) throw new IllegalArgumentException("concurrency is 1 to 1000");
        if (attemptsMax < 1) throw new IllegalArgumentException("attempts-max is at least 1");
    }

    /** How long to wait after so many attempts. */
    Duration waitAfter(int attempts) {
        var doubled = retryFirst.multipliedBy(1L << Math.clamp(attempts - 1, 0, 30));
        return doubled.compareTo(retryMax) > 0 ? retryMax : doubled;
    }

    /** So long nobody else takes up an attempt: longer than one can last. */
    Duration lease() {
        return timeout.multipliedBy(2).plusSeconds(6);
    }
}
