package io.planshare.kit.partition;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.ConditionalOnService;

/** Partitions are kept in every service. */
@AutoConfiguration(after = JdbcClientAutoConfiguration.class)
@ConditionalOnService
class PartitionAutoConfiguration {

    @Bean
    PartitionKeeper partitionKeeper(JdbcClient jdbc) {
        return new PartitionKeeper(jdbc);
    }
}
