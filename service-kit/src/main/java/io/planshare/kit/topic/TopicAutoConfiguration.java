package io.planshare.kit.topic;

import java.util.EnumSet;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

import io.planshare.event.Topic;
import io.planshare.kit.ConditionalOnService;
import io.planshare.kit.PlanshareApplication;

/** Kafka clients with the service's {@code spring.kafka} settings, and its topics. */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@ConditionalOnService
@EnableConfigurationProperties({EventSettings.class, TopicSettings.class})
public class TopicAutoConfiguration {

    @Bean
    KafkaClients kafkaClients(@Value("${" + PlanshareApplication.SERVICE + "}") String service,
            TopicSettings settings, ProducerFactory<?, ?> producers, ConsumerFactory<?, ?> consumers,
            KafkaAdmin admin) {
        return new KafkaClients(service, settings.prefix(), producers.getConfigurationProperties(),
                consumers.getConfigurationProperties(), admin.getConfigurationProperties());
    }

    @Bean
    static PublishedTopics publishedTopics(EventSettings settings, ObjectProvider<Publication> publications) {
        var topics = EnumSet.noneOf(Topic.class);
        topics.addAll(settings.publishes());
        publications.forEach(publication -> topics.addAll(publication.topics()));
        return new PublishedTopics(topics);
    }

    @Bean
    TopicCreation topicCreation(KafkaClients clients, TopicSettings settings, PublishedTopics published,
            ConsumedTopics consumed) {
        return new TopicCreation(clients, settings, published.topics(), consumed.topics());
    }
}
