package io.planshare.kit.outbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What an operator watches. Backlog and age are told by the instance that is the relay, 0 by the others. */
final class OutboxMetrics {

    private static final RelaySession.Lag NONE = new RelaySession.Lag(0, Duration.ZERO);

    private final AtomicReference<RelaySession.Lag> lag = new AtomicReference<>(NONE);
    private final AtomicReference<Integer> leading = new AtomicReference<>(0);
    private final Counter sent;
    private final Counter parked;
    private final Counter failures;

    OutboxMetrics(MeterRegistry meters) {
        sent = Counter.builder("planshare.outbox.sent").description("Events that Kafka has acknowledged")
                .register(meters);
        parked = Counter.builder("planshare.outbox.parked")
                .description("Events that Kafka refused for themselves; each needs a person").register(meters);
        failures = Counter.builder("planshare.outbox.send.failures")
                .description("Batches that were sent again because a broker did not answer").register(meters);
        Gauge.builder("planshare.outbox.backlog", lag, value -> value.get().events())
                .description("Committed events that are not in Kafka yet").register(meters);
        Gauge.builder("planshare.outbox.oldest.age", lag, value -> value.get().age().toMillis() / 1000.0)
                .description("Age of the first of them").baseUnit("seconds").register(meters);
        Gauge.builder("planshare.outbox.relay", leading, AtomicReference::get)
                .description("1 in the instance that sends").register(meters);
    }

    void leads(boolean now) {
        leading.set(now ? 1 : 0);
        if (!now) lag.set(NONE);
    }

    void lags(RelaySession.Lag now) {
        lag.set(now);
    }

    void sent(int events) {
        sent.increment(events);
    }

    void parked(int events) {
        parked.increment(events);
    }

    void failed() {
        failures.increment();
    }
}
