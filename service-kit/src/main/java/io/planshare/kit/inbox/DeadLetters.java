package io.planshare.kit.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

import io.planshare.kit.topic.DeadLetterTopic;
import io.planshare.kit.topic.KafkaClients;

/** Puts away records that cannot be applied, as they are: bytes, key and headers, and why. */
final class DeadLetters implements AutoCloseable {

    /** All headers of ours begin with it; a record that comes here again gets them anew. */
    static final String PREFIX = "planshare-dlt-";
    /** Whose consumer could not apply it: the consumer group. */
    static final String GROUP = PREFIX + "group";
    static final String TOPIC = PREFIX + "topic";
    static final String PARTITION = PREFIX + "partition";
    static final String OFFSET = PREFIX + "offset";
    /** Class names only: a message could show personal data. */
    static final String CAUSE = PREFIX + "cause";

    private static final int ANSWER_SECONDS = 10;
    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000L,
            ProducerConfig.LINGER_MS_CONFIG, 0L,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetterTopic.RECORD_OCTETS_MAX);

    private final KafkaClients clients;
    private @Nullable Producer<byte[], byte[]> producer;

    DeadLetters(KafkaClients clients) {
        this.clients = clients;
    }

    /** Returns when the brokers have it. */
    synchronized void bury(String group, ConsumerRecord<byte[], byte[]> record, Exception cause)
            throws DeadLetterNotWritten {
        try {
            if (producer == null) producer = clients.producer("dead-letters", SETTINGS);
            producer.send(letter(group, record, cause)).get(ANSWER_SECONDS + 5L, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadLetterNotWritten(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            close();
            throw new DeadLetterNotWritten(e);
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) producer.close(Duration.ZERO);
        producer = null;
    }

    /** The record must not be skipped. */
    static final class DeadLetterNotWritten extends Exception {
        private static final long serialVersionUID = 1;

        DeadLetterNotWritten(Exception cause) {
            super(cause);
        }
    }

    private static ProducerRecord<byte[], byte[]> letter(String group, ConsumerRecord<byte[], byte[]> record,
            Exception cause) {
        var letter = new ProducerRecord<>(DeadLetterTopic.of(record.topic()), record.key(), record.value());
        for (var header : record.headers()) {
            if (!header.key().startsWith(PREFIX)) letter.headers().add(header);
        }
        add(letter, GROUP, group);
        add(letter, TOPIC, record.topic());
        add(letter, PARTITION, Integer.toString(record.partition()));
        add(letter, OFFSET, Long.toString(record.offset()));
        add(letter, CAUSE, classes(cause));
        return letter;
    }

    private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String classes(Throwable failure) {
        var root = failure;
        while (root.getCause() != null && root.getCause() != root)
            root = root.getCause();
        return root == failure
                ? failure.getClass().getName()
                : failure.getClass().getName() + ": " + root.getClass().getName();
    }
}
