package io.planshare.suite;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks services whether they are ready to work: listening is not enough, they also have read what the others told before. */
final class Readiness {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final long POLL_MILLIS = 100;

    private final PortPlan ports;
    private final SuiteDirectory directory;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER)
            .version(HttpClient.Version.HTTP_1_1).build();

    Readiness(PortPlan ports, SuiteDirectory directory) {
        this.ports = ports;
        this.directory = directory;
    }

    /** @throws Refused it ended, or is not ready after five minutes */
    void await(Instance instance, BooleanSupplier runs) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(instance)) {
            if (!runs.getAsBoolean()) {
                throw new Refused(
                        instance.name() + " ended while it was starting: see " + directory.log(instance.name()));
            }
            if (System.nanoTime() > deadline) {
                throw new Refused(instance.name() + " is not ready after " + PATIENCE.toSeconds() + " s: see "
                        + directory.log(instance.name()));
            }
            pause(instance);
        }
    }

    boolean isReady(Instance instance) {
        return answers(ports.urlOf(instance).resolve("/actuator/health/readiness"));
    }

    boolean isHomeReady() {
        return answers(ports.homeUrl().resolve("/health"));
    }

    private boolean answers(URI url) {
        var request = HttpRequest.newBuilder(url).timeout(ANSWER).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause(Instance instance) {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused("Interrupted while " + instance.name() + " was starting", e);
        }
    }
}
