package io.planshare.suite.replay;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.event.Topic;

/** What the suite tells people about SIM groups, as its event topic says it. */
final class SimGroupNotices implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final KafkaConsumer<String, String> consumer;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Thread reader;

    SimGroupNotices(String bootstrapServers, String group) {
        var settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        var topic = Topic.NOTIFICATION.topicName();
        var partitions = consumer.partitionsFor(topic).stream()
                .map(it -> new org.apache.kafka.common.TopicPartition(topic, it.partition())).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        reader = Thread.ofVirtual().start(() -> read(group));
    }

    private void read(String group) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                    var body = JSON.readTree(record.value());
                    if (body.path("groupId").asString("").equals(group)) heard.add(body.path("notice").asString());
                }
            }
        } catch (WakeupException _) {
            // It is to end.
        } finally {
            consumer.close();
        }
    }

    /** In the order in which they came, for this group. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        reader.join();
    }
}
