package io.planshare.kit.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import io.planshare.kit.topic.CloudEvents;

/**
 * An event on its way.
 *
 * @param parked Kafka has refused it for itself, so it is passed over
 */
record OutboxRow(long id, UUID ceId, String ceType, String ceSource, Instant ceTime, String topic, String key,
        @Nullable String traceparent, String payload, boolean parked) {

    /** Without a timestamp: Kafka's retention goes by the machine's time, {@code ce_time} by the business clock. */
    ProducerRecord<byte[], byte[]> toRecord() {
        var record = new ProducerRecord<>(topic, octets(key), octets(payload));
        var headers = record.headers();
        add(headers, CloudEvents.SPECVERSION, CloudEvents.SPECVERSION_VALUE);
        add(headers, CloudEvents.ID, ceId.toString());
        add(headers, CloudEvents.SOURCE, ceSource);
        add(headers, CloudEvents.TYPE, ceType);
        add(headers, CloudEvents.TIME, ceTime.toString());
        add(headers, CloudEvents.CONTENT_TYPE, CloudEvents.JSON);
        if (traceparent != null) add(headers, CloudEvents.TRACEPARENT, traceparent);
        return record;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, octets(value));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
