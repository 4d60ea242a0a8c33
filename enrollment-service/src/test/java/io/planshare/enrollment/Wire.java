package io.planshare.enrollment;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.core.env.Environment;

import io.planshare.event.Event;
import io.planshare.event.EventType;
import io.planshare.event.Topic;
import io.planshare.kit.topic.CloudEvents;
import io.planshare.kit.topic.EventJson;

import static java.util.Objects.requireNonNull;

/** The other services' end of Kafka: reads what was published and sends what they would. */
final class Wire {

    private final String servers;
    private final String prefix;

    Wire(Environment environment) {
        servers = environment.getRequiredProperty("spring.kafka.bootstrap-servers");
        prefix = environment.getProperty("planshare.kafka.prefix", "");
    }

    /** Everything of these topics up to now, with this key. */
    List<ConsumerRecord<String, byte[]>> records(String key, Topic... topics) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", (Object) servers), new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = new ArrayList<TopicPartition>();
            for (var topic : topics) {
                consumer.partitionsFor(prefix + topic.topicName())
                        .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var open = new HashSet<>(partitions);
            while (!open.isEmpty()) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (key.equals(record.key())) found.add(record);
                });
                open.removeIf(partition -> consumer.position(partition) >= requireNonNull(ends.get(partition)));
            }
        }
        return found;
    }

    /** The same as events, in order. */
    List<Event> events(String key, Topic... topics) {
        return records(key, topics).stream().map(record -> {
            var type = EventType.named(header(record, CloudEvents.TYPE)).orElseThrow();
            return EventJson.read(type, record.value());
        }).toList();
    }

    void send(Event event, String source) {
        var type = EventType.of(event);
        var record = new ProducerRecord<>(prefix + type.topic().topicName(), event.key(), EventJson.write(event));
        Map.of(CloudEvents.SPECVERSION, CloudEvents.SPECVERSION_VALUE, CloudEvents.ID, UUID.randomUUID().toString(),
                CloudEvents.SOURCE, source, CloudEvents.TYPE, type.ceType(), CloudEvents.TIME,
                Instant.now().toString(), CloudEvents.CONTENT_TYPE, CloudEvents.JSON)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", (Object) servers), new StringSerializer(),
                new StringSerializer())) {
            producer.send(record);
        }
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
