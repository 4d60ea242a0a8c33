package io.planshare.kit.outbox;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The relay's pace.
 *
 * @param relay false: this instance stores events and leaves the sending to others
 * @param batchMax the most events sent before the cursor moves, 1 to 10,000: so many may come twice after a crash
 * @param linger after a send the relay waits so long for more: a busy one sends many events at a time, and an event that
 *            comes alone does not wait
 * @param pollInterval how long an idle relay waits for an event of another instance; its own wake it at once
 * @param retryMax the longest pause after a failed send
 * @param drain how long a stopping service waits until what is committed is sent
 */
@ConfigurationProperties("planshare.outbox")
record OutboxSettings(@DefaultValue("true") boolean relay, @DefaultValue("1000") int batchMax,
        @DefaultValue("25ms") Duration linger, @DefaultValue("200ms") Duration pollInterval,
        @DefaultValue("2s") Duration retryMax,
        @DefaultValue("5s") Duration drain) {

    OutboxSettings {
        if (batchMax < 1 || batchMax > 10_000) {
            throw new IllegalArgumentException("planshare.outbox.batch-max is 1 to 10000, not " + batchMax);
        }
    }
}
