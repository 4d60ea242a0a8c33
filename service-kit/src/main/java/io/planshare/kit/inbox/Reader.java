package io.planshare.kit.inbox;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Takes what a poll brought and lets the offsets follow what is committed. What is not done is delivered again after a
 * pause, during which the consumer stays a member of its group.
 */
final class Reader implements BatchAcknowledgingMessageListener<byte[], byte[]> {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Deliveries deliveries;
    private final InboxMetrics metrics;
    private final Duration pauseMax;
    /** By thread: each has partitions of its own. */
    private final ConcurrentMap<Thread, Duration> pauses = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    Reader(Deliveries deliveries, InboxMetrics metrics, Duration pauseMax) {
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.pauseMax = pauseMax;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** Perhaps again after a stop. */
    void start() {
        stopping = false;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Acknowledgment offsets) {
        if (offsets == null) throw new IllegalStateException("offsets are committed by hand");
        var progress = deliveries.apply(records, () -> stopping);
        if (progress.done() == records.size()) {
            pauses.remove(Thread.currentThread());
            offsets.acknowledge();
        } else {
            offsets.nack(progress.done(), progress.waits() ? nextPause(progress.done() > 0) : Duration.ZERO);
        }
    }

    private Duration nextPause(boolean moved) {
        metrics.retried();
        return pauses.merge(Thread.currentThread(), FIRST_PAUSE, (last, first) -> {
            if (moved) return first;
            var longer = last.multipliedBy(2);
            return longer.compareTo(pauseMax) < 0 ? longer : pauseMax;
        });
    }
}
