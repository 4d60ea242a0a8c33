package io.planshare.kit.audit;

import java.time.Clock;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.ConditionalOnService;

/** The trail of writes. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@ConditionalOnService
public class AuditAutoConfiguration {

    @Bean
    AuditTrail auditTrail(JdbcClient jdbc, Clock clock) {
        return new AuditTrail(jdbc, clock);
    }
}
