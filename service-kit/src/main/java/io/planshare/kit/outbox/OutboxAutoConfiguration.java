package io.planshare.kit.outbox;

import java.time.Clock;

import jakarta.persistence.EntityManagerFactory;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;

import io.planshare.kit.ConditionalOnService;
import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.topic.KafkaClients;
import io.planshare.kit.topic.PublishedTopics;
import io.planshare.kit.topic.TopicAutoConfiguration;

/** Outbox, relay and replays. */
@AutoConfiguration(after = TopicAutoConfiguration.class)
@ConditionalOnService
@EnableConfigurationProperties(OutboxSettings.class)
public class OutboxAutoConfiguration {

    @Bean
    Outbox outbox(JdbcClient jdbc, @Value("${" + PlanshareApplication.SERVICE + "}") String service,
            PublishedTopics published, KafkaClients clients, Clock clock, ObjectProvider<Tracer> tracer,
            ObjectProvider<EntityManagerFactory> entities, Relay relay) {
        return new Outbox(new OutboxStore(jdbc), service, published.topics(), clients::topicName, clock,
                new CurrentTrace(tracer.getIfAvailable()), entities.getIfAvailable(), relay::wake);
    }

    @Bean
    Relay outboxRelay(JdbcConnectionDetails database, KafkaClients clients, OutboxSettings settings,
            MeterRegistry meters) {
        var own = new RelayDatabase(database.getJdbcUrl(), text(database.getUsername()), text(database.getPassword()));
        return new Relay(own, () -> new Sender(clients), settings, new OutboxMetrics(meters));
    }

    @Bean
    OutboxReplays outboxReplays(JdbcClient jdbc, PlatformTransactionManager transactions, Relay relay) {
        return new OutboxReplays(jdbc, new TransactionTemplate(transactions), relay::wake);
    }

    @Bean
    OutboxReplayController outboxReplayController(OutboxReplays replays) {
        return new OutboxReplayController(replays);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
