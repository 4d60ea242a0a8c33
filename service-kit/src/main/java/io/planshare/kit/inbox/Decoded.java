package io.planshare.kit.inbox;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;

import io.planshare.event.EventType;
import io.planshare.event.Topic;
import io.planshare.kit.topic.CloudEvents;
import io.planshare.kit.topic.EventJson;

/** A record from Kafka, as far as it could be read. */
sealed interface Decoded {

    ConsumerRecord<byte[], byte[]> record();

    record Known(ConsumerRecord<byte[], byte[]> record, EventType type, Received received) implements Decoded {}

    /** An event of a later version, or a record without a value: nothing to be done about it here. */
    record Unknown(ConsumerRecord<byte[], byte[]> record) implements Decoded {}

    /** Claims to be an event and is not one. */
    record Broken(ConsumerRecord<byte[], byte[]> record, Exception cause) implements Decoded {}

    /** @param topicName what this deployment calls a topic */
    static Decoded of(ConsumerRecord<byte[], byte[]> record, Function<Topic, String> topicName) {
        if (record.value() == null) return new Unknown(record);
        try {
            var type = EventType.named(required(record, CloudEvents.TYPE));
            return type.isEmpty() ? new Unknown(record) : known(record, type.get(), topicName);
        } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
            return new Broken(record, e);
        }
    }

    private static Known known(ConsumerRecord<byte[], byte[]> record, EventType type,
            Function<Topic, String> topicName) {
        if (!topicName.apply(type.topic()).equals(record.topic())) {
            throw new IllegalArgumentException(type.ceType() + " does not belong on " + record.topic());
        }
        if (!CloudEvents.SPECVERSION_VALUE.equals(required(record, CloudEvents.SPECVERSION))) {
            throw new IllegalArgumentException("not CloudEvents " + CloudEvents.SPECVERSION_VALUE);
        }
        var id = UUID.fromString(required(record, CloudEvents.ID));
        var time = Instant.parse(required(record, CloudEvents.TIME));
        var event = EventJson.read(type, record.value());
        return new Known(record, type,
                new Received(id.toString(), event, time, optional(record, CloudEvents.TRACEPARENT)));
    }

    private static String required(ConsumerRecord<byte[], byte[]> record, String header) {
        var value = optional(record, header);
        if (value == null) throw new IllegalArgumentException("no header " + header);
        return value;
    }

    private static @Nullable String optional(ConsumerRecord<byte[], byte[]> record, String header) {
        var found = record.headers().lastHeader(header);
        return found == null || found.value() == null ? null : new String(found.value(), StandardCharsets.UTF_8);
    }
}
