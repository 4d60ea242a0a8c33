package io.planshare.kit.testing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.topic.KafkaClients;
import io.planshare.kit.topic.PublishedTopics;
import io.planshare.kit.topic.TopicCreation;

/** What a {@link ServiceTest} can have injected. */
@TestConfiguration(proxyBeanMethods = false)
class ServiceTestBeans {

    @Bean
    @Primary
    TestClock testClock() {
        return new TestClock();
    }

    /** Lazy: the port is known once the server runs. */
    @Bean
    @Lazy
    Api api(Environment environment) {
        return Api.at("http://localhost:" + environment.getRequiredProperty("local.server.port"));
    }

    /** Lazy: it waits for the topics. */
    @Bean
    @Lazy
    Topics topics(KafkaClients clients, PublishedTopics published, ObjectProvider<EventConsumer> consumers,
            TopicCreation creation) {
        return new Topics(clients, published, consumers, creation);
    }
}
