package io.planshare.kit.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.planshare.event.Topic;

/**
 * Makes the kit's Kafka clients from the service's settings (addresses, security, tuning). Keys and values are bytes:
 * what they mean is decided here and not by a header of the record.
 */
public final class KafkaClients {

    private final String service;
    private final String prefix;
    private final Map<String, Object> producer;
    private final Map<String, Object> consumer;
    private final Map<String, Object> admin;

    public KafkaClients(String service, String prefix, Map<String, Object> producer, Map<String, Object> consumer,
            Map<String, Object> admin) {
        this.service = service;
        this.prefix = prefix;
        this.producer = Map.copyOf(producer);
        this.consumer = Map.copyOf(consumer);
        this.admin = Map.copyOf(admin);
    }

    /** The service that they belong to. */
    public String service() {
        return service;
    }

    /** What this deployment calls the topic. */
    public String topicName(Topic topic) {
        return prefix + topic.topicName();
    }

    /** The consumer group of a reader of this service. */
    public String group(String reader) {
        return prefix + service + "." + reader;
    }

    /**
     * A producer that answers only when all replicas in sync have the record, and that repeats without duplicates.
     *
     * @param settings win over those of the service
     */
    public Producer<byte[], byte[]> producer(String name, Map<String, Object> settings) {
        var all = with(producer, name, settings);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.keySet().removeAll(Set.of(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG));
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Settings of a reader that commits its offsets itself, begins with the oldest record and creates no topic. */
    public Map<String, Object> consumerSettings(String name, Map<String, Object> settings) {
        var all = with(consumer, name, settings);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    public Admin admin(String name) {
        return Admin.create(with(admin, name, Map.of()));
    }

    private Map<String, Object> with(Map<String, Object> general, String name, Map<String, Object> settings) {
        var all = new HashMap<>(general);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, prefix + service + "-" + name);
        all.putAll(settings);
        return all;
    }
}
