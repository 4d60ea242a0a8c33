package io.planshare.kit.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

import io.planshare.kit.topic.KafkaClients;

/** Sends a batch and says what became of it. After a failure it is of no use any more. */
final class Sender implements AutoCloseable {

    /**
     * What is on its way expires before the database gives the relay's lock to another instance (25 s), so that an old
     * record never follows a newer one.
     */
    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000L,
            // Batches are complete when the batch from the outbox is: it flushes.
            ProducerConfig.LINGER_MS_CONFIG, 5L,
            ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);

    /** What became of a batch. */
    sealed interface Outcome {

        /** Every record is in Kafka, but for those that Kafka refuses for themselves, each with its reason. */
        record Done(Map<OutboxRow, String> refused) implements Outcome {}

        /** Some are not in Kafka for a reason that will pass; which ones is not worth knowing. */
        record Failed(Throwable cause, Map<OutboxRow, String> refused) implements Outcome {}
    }

    private final Producer<byte[], byte[]> producer;

    Sender(KafkaClients clients) {
        this(clients, Map.of());
    }

    /** With shorter times than usual, say. */
    Sender(KafkaClients clients, Map<String, Object> settings) {
        var all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        this.producer = clients.producer("outbox", all);
    }

    Outcome send(List<OutboxRow> rows) {
        var answers = new LinkedHashMap<OutboxRow, Future<RecordMetadata>>();
        for (var row : rows) {
            var answer = producer.send(row.toRecord());
            answers.put(row, answer);
            // The others would wait as long, each of them: for the topic, or for a broker.
            if (answer.isDone() && reasonToStop(answer) != null) break;
        }
        producer.flush();
        return outcome(answers);
    }

    /** Gives up what is on its way. */
    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private static Outcome outcome(Map<OutboxRow, Future<RecordMetadata>> answers) {
        var refused = new LinkedHashMap<OutboxRow, String>();
        var failures = new ArrayList<Throwable>();
        answers.forEach((row, answer) -> {
            var failure = failureOf(answer);
            if (failure == null) return;
            if (isRefusal(failure)) {
                refused.put(row, failure.getClass().getSimpleName());
            } else {
                failures.add(failure);
            }
        });
        return failures.isEmpty()
                ? new Outcome.Done(refused)
                : new Outcome.Failed(failures.getFirst(), refused);
    }

    private static @Nullable Throwable reasonToStop(Future<RecordMetadata> answer) {
        var failure = failureOf(answer);
        return failure == null || isRefusal(failure) ? null : failure;
    }

    private static @Nullable Throwable failureOf(Future<RecordMetadata> answer) {
        try {
            answer.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    /** It would be refused again, whatever else changes. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException
                || failure instanceof InvalidRecordException || failure instanceof InvalidTopicException;
    }
}
