package io.planshare.kit.inbox;

import java.util.EnumSet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;

import io.planshare.event.Topic;
import io.planshare.kit.ConditionalOnService;
import io.planshare.kit.outbox.OutboxAutoConfiguration;
import io.planshare.kit.topic.ConsumedTopics;
import io.planshare.kit.topic.KafkaClients;
import io.planshare.kit.topic.TopicCreation;

/** A consumer group for each {@link EventConsumer}, its dead letters, and readiness. */
@AutoConfiguration(after = OutboxAutoConfiguration.class)
@ConditionalOnService
@EnableConfigurationProperties(ConsumerSettings.class)
class InboxAutoConfiguration {

    @Bean
    ConsumedTopics consumedTopics(ObjectProvider<EventConsumer> consumers) {
        var topics = EnumSet.noneOf(Topic.class);
        consumers.forEach(consumer -> topics.addAll(consumer.topics()));
        return new ConsumedTopics(topics);
    }

    @Bean
    DeadLetters deadLetters(KafkaClients clients) {
        return new DeadLetters(clients);
    }

    @Bean
    Readers readers(ObjectProvider<EventConsumer> consumers, KafkaClients clients, JdbcClient jdbc,
            PlatformTransactionManager transactions, DeadLetters deadLetters, MeterRegistry meters,
            ObjectProvider<Tracer> tracer, ObservationRegistry observations, ConsumerSettings settings) {
        var surroundings = new Deliveries.Surroundings(clients, new InboxStore(jdbc),
                new TransactionTemplate(transactions), deadLetters, new Spans(tracer.getIfAvailable(), observations),
                settings.poisonPatience());
        return Readers.of(consumers.orderedStream().toList(), consumer -> {
            var metrics = new InboxMetrics(meters, consumer.name());
            return new Reader(new Deliveries(consumer, surroundings, metrics), metrics, settings.retryMax());
        });
    }

    @Bean
    CaughtUp caughtUp(Readers readers, ConsumerSettings settings, KafkaClients clients) {
        return new CaughtUp(readers, settings.enabled(), clients::topicName);
    }

    @Bean
    CaughtUpHealthIndicator caughtUpHealthIndicator(CaughtUp caughtUp) {
        return new CaughtUpHealthIndicator(caughtUp);
    }

    @Bean
    ConsumerGroups consumerGroups(KafkaClients clients, ConsumerSettings settings, Readers readers,
            TopicCreation topics, CaughtUp caughtUp) {
        return new ConsumerGroups(clients, settings, readers, topics.done(), caughtUp);
    }

    @Bean
    DeadLetterReplays deadLetterReplays(KafkaClients clients, Readers readers, DeadLetters deadLetters) {
        return new DeadLetterReplays(clients, readers, deadLetters);
    }

    @Bean
    DeadLetterReplayController deadLetterReplayController(DeadLetterReplays replays) {
        return new DeadLetterReplayController(replays);
    }
}
