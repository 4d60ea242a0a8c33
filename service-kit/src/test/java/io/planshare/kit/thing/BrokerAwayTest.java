package io.planshare.kit.thing;

import java.nio.file.Path;
import java.util.Map;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.event.Topic;
import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.fixture.Events;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.TestSettings;
import io.planshare.kit.topic.KafkaClients;
import io.planshare.platform.KafkaBroker;
import io.planshare.platform.Ports;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BrokerAwayTest {

    @Test
    @Timeout(120)
    void a_service_starts_and_works_without_a_broker_and_is_ready_and_sends_when_there_is_one(@TempDir Path directory) {
        int port = Ports.free();
        var settings = TestSettings.fresh();
        settings.putAll(Map.of("spring.kafka.bootstrap-servers", "127.0.0.1:" + port, "server.port", "0",
                "planshare.events.publishes", "observation", "planshare.restrictions.enforced", "true"));
        try (var service = PlanshareApplication.builder(ThingApplication.class, "thing-service")
                .run(TestSettings.arguments(settings))) {
            var api = Api.at("http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port"));
            assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(503);
            service.getBean(TransactionTemplate.class).executeWithoutResult(
                    open -> service.getBean(Outbox.class).publish(Events.observed()));

            try (var broker = KafkaBroker.start(directory, port)) {
                assertThat(broker.bootstrapServers()).endsWith(":" + port);
                await().atMost(40, SECONDS).until(() -> api.get("/actuator/health/readiness").status() == 200);
                var clients = service.getBean(KafkaClients.class);
                await().atMost(40, SECONDS).until(() -> sent(clients) == 1);
                service.close();
            }
        }
    }

    private static long sent(KafkaClients clients) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(
                clients.consumerSettings("test", Map.of()))) {
            var partitions = consumer.partitionsFor(clients.topicName(Topic.OBSERVATION)).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition())).toList();
            return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
