package io.planshare.kit.clock;

import java.time.Clock;
import java.time.Duration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.planshare.kit.ConditionalOnService;

/** The clock of business time: UTC, in microseconds, because that is what PostgreSQL gives back. */
@AutoConfiguration
@ConditionalOnService
class ClockAutoConfiguration {

    private static final Duration TICK = Duration.ofNanos(1000);

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), TICK);
    }
}
