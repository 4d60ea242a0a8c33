package io.planshare.kit.idempotency;

import java.time.Clock;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.planshare.kit.ConditionalOnService;
import io.planshare.kit.audit.AuditAutoConfiguration;
import io.planshare.kit.audit.AuditTrail;
import io.planshare.kit.problem.ProblemWriter;

/** Puts a transaction around every write under /v1. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, AuditAutoConfiguration.class})
@ConditionalOnService
class IdempotencyAutoConfiguration {

    private static final int BEHIND_SECURITY = SecurityFilterProperties.DEFAULT_FILTER_ORDER + 10;

    @Bean
    IdempotencyKeyStore idempotencyKeyStore(JdbcClient jdbc) {
        return new IdempotencyKeyStore(jdbc);
    }

    @Bean
    KeyPurge keyPurge(IdempotencyKeyStore keys, Clock clock) {
        return new KeyPurge(keys, clock);
    }

    @Bean
    WriteTargets writeTargets(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        return new WriteTargets(mappings);
    }

    @Bean
    FilterRegistrationBean<WriteFilter> writeFilter(WriteTargets targets, PlatformTransactionManager transactions,
            IdempotencyKeyStore keys, AuditTrail audit, Clock clock, ProblemWriter problems) {
        var writes = new Writes(transactions, keys, audit, clock);
        var filter = new FilterRegistrationBean<>(new WriteFilter(targets, writes, problems));
        filter.setOrder(BEHIND_SECURITY);
        return filter;
    }
}
