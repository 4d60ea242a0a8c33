package io.planshare.platform;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KafkaBrokerTest {
    private static final String TOPIC = "fact.v1";

    @TempDir
    Path directory;

    private final int port = Ports.free();

    @Test
    void a_restart_keeps_topics_records_and_the_place_of_each_group() throws Exception {
        try (var broker = KafkaBroker.start(directory, port); var admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            send(broker, "one", "two");
            assertThat(readAndCommit(broker, 2)).containsExactly("one", "two");
            send(broker, "three");
        }
        try (var broker = KafkaBroker.start(directory, port)) {
            send(broker, "four");
            assertThat(readAndCommit(broker, 2)).containsExactly("three", "four");
        }
    }

    @Test
    void nobody_makes_a_topic_by_writing_to_it() throws Exception {
        try (var broker = KafkaBroker.start(directory, port); var admin = admin(broker)) {
            try (var producer = new KafkaProducer<>(client(broker, Map.of("max.block.ms", 700)), new StringSerializer(),
                    new StringSerializer())) {
                assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                        .isThrownBy(() -> producer.send(new ProducerRecord<>("typo.v1", "lost")).get())
                        .withCauseInstanceOf(TimeoutException.class);
            }
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).doesNotContain("typo.v1");
        }
    }

    @Test
    void a_taken_port_is_named_and_so_is_a_directory_in_use() throws Exception {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(PlatformUnavailable.class)
                    .isThrownBy(() -> KafkaBroker.start(directory, stranger.getLocalPort()))
                    .withMessageContaining("Port " + stranger.getLocalPort() + ", meant for Kafka, is taken");
        }
        try (var _ = PrivateDirectory.take(directory)) {
            assertThatExceptionOfType(PlatformUnavailable.class).isThrownBy(() -> KafkaBroker.start(directory, port))
                    .withMessageContaining("in use by another running suite");
        }
    }

    private static void send(KafkaBroker broker, String... values) throws Exception {
        try (var producer = new KafkaProducer<>(client(broker, Map.of("acks", "all")), new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(TOPIC, "key", value)).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> readAndCommit(KafkaBroker broker, int count) {
        Map<String, Object> settings = client(broker,
                Map.of("group.id", "reader", "auto.offset.reset", "earliest", "enable.auto.commit", false));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(Set.of(TOPIC));
            var values = new ArrayList<String>();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach((ConsumerRecord<String, String> record) -> values.add(record.value()));
                return values.size() >= count;
            });
            consumer.commitSync();
            return values;
        }
    }

    private static Admin admin(KafkaBroker broker) {
        return Admin.create(client(broker, Map.of()));
    }

    private static Map<String, Object> client(KafkaBroker broker, Map<String, Object> settings) {
        var all = new java.util.HashMap<>(settings);
        all.put("bootstrap.servers", broker.bootstrapServers());
        return all;
    }
}
