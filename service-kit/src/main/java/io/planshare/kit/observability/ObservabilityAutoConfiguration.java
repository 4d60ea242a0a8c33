package io.planshare.kit.observability;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.context.annotation.Bean;

import io.micrometer.observation.ObservationPredicate;

import io.planshare.kit.ConditionalOnService;

/** Traces: masked, and sent away only where somebody says whereto. */
@AutoConfiguration(before = OtlpTracingAutoConfiguration.class)
@ConditionalOnService
class ObservabilityAutoConfiguration {

    @Bean
    MaskedTrace maskedTrace() {
        return new MaskedTrace();
    }

    /** The collector's address for spans over HTTP, such as {@code http://collector:4318/v1/traces}. */
    @Bean
    @ConditionalOnProperty("planshare.traces.otlp-endpoint")
    OtlpTracingConnectionDetails traceCollector(
            @Value("${planshare.traces.otlp-endpoint}") String endpoint) {
        return transport -> endpoint;
    }

    /** A statement is a span of a request or a delivery; work of our own, such as a lane's, has none to be a part of. */
    @Bean
    ObservationPredicate statementsInsideTracesOnly() {
        return (name, context) -> !name.startsWith("jdbc.") || context.getParentObservation() != null;
    }
}
