package io.planshare.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.testing.Tokens;
import io.planshare.model.IdentifierKeys;
import io.planshare.platform.Databases;
import io.planshare.platform.Platform;
import io.planshare.platform.Ports;

/** A service in a process of its own, on a database of its own, as it is deployed: nothing is left out. */
final class ServiceProcess implements AutoCloseable {

    private static final byte[] KEY = "the hmac key of the charging bench"
            .getBytes(StandardCharsets.US_ASCII);
    private static final Duration START = Duration.ofMinutes(2);

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final int port = Ports.free();
    private final Process process;

    private ServiceProcess(Platform platform, String stem, String application, Map<String, String> more, Path log)
            throws IOException {
        var database = Databases.create(platform, stem, "owner-of-the-bench", "app-of-the-bench");
        settings.put("planshare.db.url", database.url());
        settings.put("planshare.db.owner-user", database.ownerUser());
        settings.put("planshare.db.owner-password", database.ownerPassword());
        settings.put("planshare.db.app-user", database.appUser());
        settings.put("planshare.db.app-password", database.appPassword());
        settings.put("spring.kafka.bootstrap-servers", platform.bootstrapServers());
        settings.put("planshare.security.issuer", Tokens.ISSUER);
        settings.put("planshare.security.jwk-set-uri", Tokens.jwkSetUri());
        settings.put("server.port", Integer.toString(port));
        settings.put("planshare.identifiers.hmac-keys.bench", Base64.getEncoder().encodeToString(KEY));
        settings.put("planshare.identifiers.current-hmac-key", "bench");
        settings.putAll(more);
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m", "-Xmx1g", "-XX:+UseParallelGC", "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        var options = System.getenv("PLANSHARE_BENCH_JVM");
        if (options != null) command.addAll(List.of(options.split(" ")));
        command.add(application);
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SPRING_APPLICATION_JSON", JsonMapper.shared().writeValueAsString(settings));
        process = builder.start();
    }

    /** Starts a charging-service and returns when it is ready. */
    static ServiceProcess charging(Platform platform, Map<String, String> more) throws InterruptedException {
        return start(platform, "charging", "io.planshare.charging.ChargingApplication", more);
    }

    /** Starts an enrollment-service and returns when it is ready. */
    static ServiceProcess enrollment(Platform platform) throws InterruptedException {
        return start(platform, "enrollment", "io.planshare.enrollment.EnrollmentApplication", Map.of());
    }

    /** Starts a quota-service and returns when it is ready. */
    static ServiceProcess quota(Platform platform) throws InterruptedException {
        return start(platform, "quota", "io.planshare.quota.QuotaApplication", Map.of());
    }

    private static ServiceProcess start(Platform platform, String stem, String application, Map<String, String> more)
            throws InterruptedException {
        try {
            var log = File.createTempFile("planshare-bench-" + stem, ".log").toPath();
            var started = new ServiceProcess(platform, stem, application, more, log);
            started.awaitReady(log);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /** The database as its owner, who seeds it. */
    Database database() {
        return new Database(setting("url"), setting("owner-user"), setting("owner-password"));
    }

    private String setting(String ofDatabase) {
        return Objects.requireNonNull(settings.get("planshare.db." + ofDatabase));
    }

    static IdentifierKeys keys() {
        return new IdentifierKeys("bench", Map.of("bench", KEY));
    }

    private void awaitReady(Path log) throws InterruptedException {
        var deadline = Instant.now().plus(START);
        try (var http = HttpClient.newHttpClient()) {
            var ready = HttpRequest.newBuilder(url().resolve("/actuator/health/readiness")).build();
            while (process.isAlive() && Instant.now().isBefore(deadline)) {
                try {
                    if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) return;
                } catch (IOException notYet) {
                    // It does not listen yet.
                }
                Thread.sleep(100);
            }
        }
        close();
        throw new IllegalStateException("a service did not start: see " + log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
