package io.planshare.kit.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of one consumer's deliveries. */
final class InboxMetrics {

    private final Counter applied;
    private final Counter repeated;
    private final Counter unknown;
    private final Counter retried;
    private final Counter buried;
    private final Counter stuck;

    InboxMetrics(MeterRegistry meters, String consumer) {
        applied = counter(meters, consumer, "applied", "Events applied");
        repeated = counter(meters, consumer, "repeated", "Deliveries of events that had been applied before");
        unknown = counter(meters, consumer, "unknown", "Records skipped because this version does not know their type");
        retried = counter(meters, consumer, "retried",
                "Pauses because the database or the dead letters' topic was away");
        buried = counter(meters, consumer, "dead.letters", "Records moved to the dead letters; each needs a person");
        stuck = counter(meters, consumer, "dead.letters.failed",
                "Attempts to move a record to the dead letters that failed; the partition waits: alert on any");
    }

    private static Counter counter(MeterRegistry meters, String consumer, String what, String description) {
        return Counter.builder("planshare.inbox." + what).description(description).tag("consumer", consumer)
                .register(meters);
    }

    void applied(int events) {
        applied.increment(events);
    }

    void repeated(int deliveries) {
        repeated.increment(deliveries);
    }

    void unknown(int records) {
        unknown.increment(records);
    }

    void retried() {
        retried.increment();
    }

    void buried() {
        buried.increment();
    }

    void stuck() {
        stuck.increment();
    }
}
