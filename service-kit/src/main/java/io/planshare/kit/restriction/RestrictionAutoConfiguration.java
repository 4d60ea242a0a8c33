package io.planshare.kit.restriction;

import java.time.Clock;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.event.Topic;
import io.planshare.kit.ConditionalOnService;
import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.outbox.OutboxAutoConfiguration;
import io.planshare.kit.topic.Publication;

/** For a service that enforces restrictions: {@code planshare.restrictions.enforced=true}. */
@AutoConfiguration(after = OutboxAutoConfiguration.class)
@ConditionalOnService
@ConditionalOnProperty("planshare.restrictions.enforced")
class RestrictionAutoConfiguration {

    @Bean
    RestrictionStore restrictionStore(JdbcClient jdbc) {
        return new RestrictionStore(jdbc);
    }

    @Bean
    Restrictions restrictions(RestrictionStore store) {
        return new Restrictions(store);
    }

    @Bean
    RestrictionConsumer restrictionConsumer(@Value("${" + PlanshareApplication.SERVICE + "}") String service,
            RestrictionStore store, Outbox outbox, Clock clock, ObjectProvider<RestrictionEnforcer> enforcer) {
        return new RestrictionConsumer(service, store, outbox, clock, enforcer.getIfAvailable());
    }

    @Bean
    static Publication restrictionAcknowledgements() {
        return new Publication(Set.of(Topic.ENFORCEMENT_ACK));
    }
}
