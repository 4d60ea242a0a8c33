package io.planshare.kit.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.planshare.event.Topic;
import io.planshare.kit.fixture.KitTopics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class TopicCreationTest {

    private final KitTopics topics = new KitTopics();
    private final TopicSettings settings = new TopicSettings("", 4, (short) -1, Duration.ofDays(14),
            Duration.ofDays(30));

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void what_is_published_or_read_exists_in_its_form_afterwards() throws Exception {
        create(Set.of(Topic.OBSERVATION), Set.of(Topic.PLAN));

        // The controller has made them; the broker that is asked hears of it a moment later.
        await().untilAsserted(
                () -> assertThat(names()).contains(topics.name(Topic.OBSERVATION), topics.name(Topic.PLAN),
                        topics.deadLetters(Topic.PLAN)));
        assertThat(names()).doesNotContain(topics.deadLetters(Topic.OBSERVATION));
        assertThat(setting(topics.name(Topic.PLAN), "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(topics.name(Topic.OBSERVATION), "cleanup.policy")).isEqualTo("delete");
        assertThat(setting(topics.name(Topic.OBSERVATION), "retention.ms")).isEqualTo("1209600000");
        assertThat(setting(topics.deadLetters(Topic.PLAN), "max.message.bytes")).isEqualTo("2097152");
        assertThat(partitions(topics.name(Topic.PLAN))).isEqualTo(4);
        assertThat(partitions(topics.deadLetters(Topic.PLAN))).isEqualTo(1);
    }

    @Test
    void what_exists_stays_as_it_is() throws Exception {
        topics.create(topics.name(Topic.PLAN), 1, Map.of("cleanup.policy", "delete"));
        create(Set.of(Topic.PLAN), Set.of());
        assertThat(setting(topics.name(Topic.PLAN), "cleanup.policy")).isEqualTo("delete");
    }

    @Test
    void a_service_that_stops_without_having_met_a_broker_waits_for_none() {
        var nobody = new KafkaClients("kit-service", "", Map.of(), Map.of(),
                Map.of("bootstrap.servers", "127.0.0.1:1"));
        var creation = new TopicCreation(nobody, settings, Set.of(Topic.PLAN), Set.of());
        creation.start();
        creation.stop();
        assertThat(creation.done()).isCompletedExceptionally();
    }

    @Test
    void topics_are_named_by_their_stems() {
        var settings = new Binder(new MapConfigurationPropertySource(
                Map.of("planshare.events.publishes", "device,payer-map")))
                .bind("planshare.events", EventSettings.class);
        assertThat(settings.get().publishes()).containsExactlyInAnyOrder(Topic.DEVICE, Topic.PAYER_MAP);
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThatThrownBy(() -> new TopicSettings("", 0, (short) 1, Duration.ofDays(1), Duration.ofDays(1)))
                .hasMessageContaining("planshare.kafka.partitions");
        assertThatThrownBy(() -> new TopicSettings("a b", 1, (short) 1, Duration.ofDays(1), Duration.ofDays(1)))
                .hasMessageContaining("planshare.kafka.prefix");
    }

    private void create(Set<Topic> published, Set<Topic> consumed) {
        var creation = new TopicCreation(topics.clients(), settings, published, consumed);
        creation.start();
        creation.done().join();
        creation.stop();
    }

    private Set<String> names() throws Exception {
        return topics.admin().listTopics().names().get();
    }

    private int partitions(String topic) throws Exception {
        return topics.admin().describeTopics(List.of(topic)).topicNameValues().values().iterator().next().get()
                .partitions().size();
    }

    private String setting(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = topics.admin().describeConfigs(List.of(resource)).all().get().get(resource);
        return config == null ? "" : config.get(name).value();
    }
}
