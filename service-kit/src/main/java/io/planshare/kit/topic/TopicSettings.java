package io.planshare.kit.topic;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How topics are made that do not exist yet; existing ones stay as they are.
 *
 * @param prefix of every topic and consumer group: letters, digits, dots and hyphens, so that several deployments can share a
 *            cluster; the same in all services of one
 * @param partitions of each topic, 1 to 1000; the same in all services
 * @param replication copies of each record, -1 for the broker's own setting
 * @param retention of topics that are not state; those hold the latest record of each key for ever
 * @param deadLetterRetention of dead letters
 */
@ConfigurationProperties("planshare.kafka")
record TopicSettings(@DefaultValue("") String prefix, @DefaultValue("3") int partitions,
        @DefaultValue("-1") short replication,
        @DefaultValue("14d") Duration retention, @DefaultValue("30d") Duration deadLetterRetention) {

    TopicSettings {
        if (!prefix.matches("[A-Za-z0-9.-]{0,60}")) {
            throw new IllegalArgumentException(
                    "planshare.kafka.prefix is letters, digits, dots and hyphens, not " + prefix);
        }
        if (partitions < 1 || partitions > 1000) {
            throw new IllegalArgumentException("planshare.kafka.partitions is 1 to 1000, not " + partitions);
        }
    }
}
