package io.planshare.kit;

import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/** Turns {@code planshare.logs=ecs} into Spring Boot's structured logging, before logging starts. */
final class LogFormat implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var environment = event.getEnvironment();
        switch (environment.getProperty("planshare.logs", "text")) {
            case "text" -> {
            }
            case "ecs" -> environment.getPropertySources().addLast(
                    new MapPropertySource("log format", Map.of("logging.structured.format.console", "ecs")));
            default -> throw new IllegalArgumentException("planshare.logs is text or ecs");
        }
    }

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }
}
