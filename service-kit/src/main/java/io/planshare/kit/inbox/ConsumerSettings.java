package io.planshare.kit.inbox;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How consumers read.
 *
 * @param enabled false: this instance reads nothing
 * @param batchMax the most records in one transaction, 1 to 10,000
 * @param threads of each consumer; more than partitions are idle
 * @param poisonPatience how long a record that fails alone is tried again before it goes to the dead letters
 * @param retryMax the longest pause while the database, or the dead letters' topic, is away
 */
@ConfigurationProperties("planshare.consumers")
record ConsumerSettings(@DefaultValue("true") boolean enabled, @DefaultValue("500") int batchMax,
        @DefaultValue("1") int threads, @DefaultValue("5s") Duration poisonPatience,
        @DefaultValue("5s") Duration retryMax) {

    ConsumerSettings {
        if (batchMax < 1 || batchMax > 10_000) {
            throw new IllegalArgumentException("planshare.consumers.batch-max is 1 to 10000, not " + batchMax);
        }
        if (threads < 1 || threads > 100) {
            throw new IllegalArgumentException("planshare.consumers.threads is 1 to 100, not " + threads);
        }
    }
}
