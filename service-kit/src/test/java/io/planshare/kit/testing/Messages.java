package io.planshare.kit.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

import io.planshare.event.Event;
import io.planshare.event.EventType;
import io.planshare.kit.topic.CloudEvents;
import io.planshare.kit.topic.EventJson;
import io.planshare.kit.topic.KafkaClients;

/** Events as they lie on Kafka, for whoever plays a service. */
public final class Messages {

    private Messages() {}

    /** As its publisher would send it. @param id of the CloudEvent: the same one again is a repeated delivery */
    public static ProducerRecord<byte[], byte[]> of(KafkaClients clients, UUID id, Event event) {
        var type = EventType.of(event);
        var message = new ProducerRecord<>(clients.topicName(type.topic()), octets(event.key()),
                octets(EventJson.write(event)));
        Map.of(CloudEvents.SPECVERSION, CloudEvents.SPECVERSION_VALUE, CloudEvents.ID, id.toString(),
                CloudEvents.TYPE, type.ceType(), CloudEvents.SOURCE, "/planshare/test",
                CloudEvents.TIME, Instant.now().toString())
                .forEach((name, value) -> message.headers().add(name, octets(value)));
        return message;
    }

    /** Empty if there is no such header. */
    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
