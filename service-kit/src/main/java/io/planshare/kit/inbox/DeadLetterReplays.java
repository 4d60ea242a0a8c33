package io.planshare.kit.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import io.planshare.event.Topic;
import io.planshare.kit.topic.DeadLetterTopic;
import io.planshare.kit.topic.KafkaClients;

/**
 * Gives this service's consumers their dead letters again, in their order and each in a transaction of its own. Nothing goes
 * back to the topic itself: other services have applied it, and a state topic holds newer records by now.
 */
public final class DeadLetterReplays {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int EMPTY_POLLS_MAX = 10;

    private final KafkaClients clients;
    private final Map<String, Deliveries> byGroup;
    private final DeadLetters deadLetters;

    DeadLetterReplays(KafkaClients clients, Readers readers, DeadLetters deadLetters) {
        this.clients = clients;
        this.byGroup = readers.all().stream().map(Reader::deliveries)
                .collect(Collectors.toUnmodifiableMap(Deliveries::group, each -> each));
        this.deadLetters = deadLetters;
    }

    /** What became of a replay. */
    public sealed interface Outcome {

        /**
         * @param replayed how many were applied, or had been
         * @param failed how many could still not be applied; they stand at the end of the dead letters again
         */
        record Finished(int replayed, int failed) implements Outcome {}

        /** The database or the broker did not answer; what was replayed before stays so, the rest can be replayed later. */
        record Interrupted(int replayed, int failed) implements Outcome {}

        /** No consumer of this service reads that topic. */
        record NotRead() implements Outcome {}
    }

    /**
     * Replays the dead letters there are now.
     *
     * @param limit at most so many of this service's
     */
    public Outcome replay(Topic topic, int limit) {
        if (byGroup.values().stream().noneMatch(each -> each.consumer().topics().contains(topic)))
            return new Outcome.NotRead();
        var letters = new TopicPartition(DeadLetterTopic.of(clients.topicName(topic)), 0);
        var settings = clients.consumerSettings("dead-letter-replay", Map.of(
                ConsumerConfig.GROUP_ID_CONFIG, clients.group("dead-letter-replay"),
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis()));
        var tally = new Tally(limit);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
            consumer.assign(List.of(letters));
            long end = consumer.endOffsets(List.of(letters)).getOrDefault(letters, 0L);
            return read(consumer, letters, end, tally);
        } catch (KafkaException e) {
            return new Outcome.Interrupted(tally.replayed, tally.failed);
        }
    }

    private Outcome read(Consumer<byte[], byte[]> consumer, TopicPartition letters, long end, Tally tally) {
        int empty = 0;
        while (consumer.position(letters) < end && empty < EMPTY_POLLS_MAX) {
            var batch = consumer.poll(POLL);
            empty = batch.isEmpty() ? empty + 1 : 0;
            for (var letter : batch.records(letters)) {
                if (letter.offset() >= end || tally.isFull()) return tally.finished();
                if (!replayed(letter, tally)) return tally.interrupted();
                consumer.commitSync(Map.of(letters, new OffsetAndMetadata(letter.offset() + 1)));
            }
        }
        return empty < EMPTY_POLLS_MAX ? tally.finished() : tally.interrupted();
    }

    /** False if it can be neither applied nor put away now. */
    private boolean replayed(ConsumerRecord<byte[], byte[]> letter, Tally tally) {
        var deliveries = byGroup.get(header(letter, DeadLetters.GROUP).orElse(""));
        if (deliveries == null) return true;
        var record = original(letter);
        var failure = deliveries.applyOnce(record);
        if (failure.isEmpty()) {
            tally.replayed++;
            return true;
        }
        if (Failures.of(failure.get()) != Failures.POISON) return false;
        try {
            deadLetters.bury(deliveries.group(), record, failure.get());
            tally.failed++;
            return true;
        } catch (DeadLetters.DeadLetterNotWritten e) {
            return false;
        }
    }

    private static ConsumerRecord<byte[], byte[]> original(ConsumerRecord<byte[], byte[]> letter) {
        var record = new ConsumerRecord<>(header(letter, DeadLetters.TOPIC).orElse(""),
                header(letter, DeadLetters.PARTITION).map(Integer::parseInt).orElse(0),
                header(letter, DeadLetters.OFFSET).map(Long::parseLong).orElse(0L), letter.key(), letter.value());
        letter.headers().forEach(record.headers()::add);
        return record;
    }

    private static Optional<String> header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Optional.ofNullable(record.headers().lastHeader(name))
                .map(found -> new String(found.value(), StandardCharsets.UTF_8));
    }

    private static final class Tally {
        private final int limit;
        private int replayed;
        private int failed;

        Tally(int limit) {
            this.limit = limit;
        }

        boolean isFull() {
            return replayed + failed >= limit;
        }

        Outcome finished() {
            return new Outcome.Finished(replayed, failed);
        }

        Outcome interrupted() {
            return new Outcome.Interrupted(replayed, failed);
        }
    }
}
