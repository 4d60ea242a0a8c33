package io.planshare.suite.home;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.springframework.stereotype.Component;

/** Asks a service's health, briefly. */
@Component
class HealthClient {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

    enum Status {
        UP, STARTING, DOWN
    }

    Status statusOf(URI service) {
        try {
            var request = HttpRequest.newBuilder(service.resolve("/actuator/health/readiness")).timeout(PATIENCE)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK
                    ? Status.UP
                    : Status.STARTING;
        } catch (IOException away) {
            return Status.DOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Status.DOWN;
        }
    }
}
