package io.planshare.charging.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/** One charging-service in a process of its own, which can be killed and started again on the same port. */
final class Instance {

    private static final Duration START = Duration.ofMinutes(2);

    private final Map<String, String> settings;
    private final int port;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    Instance(Map<String, String> common, int port, Path directory) throws IOException {
        settings = new HashMap<>(common);
        settings.put("server.port", Integer.toString(port));
        this.port = port;
        this.log = directory.resolve("charging-" + port + ".log");
        this.process = launch();
    }

    private Process launch() throws IOException {
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED", "io.planshare.charging.ChargingApplication")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SPRING_APPLICATION_JSON", JsonMapper.shared().writeValueAsString(settings));
        return builder.start();
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = launch();
    }

    void awaitReady() throws InterruptedException {
        var ready = HttpRequest.newBuilder(uri("/actuator/health/readiness")).timeout(Duration.ofSeconds(5)).build();
        for (var deadline = Instant.now().plus(START); Instant.now().isBefore(deadline); Thread.sleep(100)) {
            try {
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) return;
            } catch (IOException notYet) {
                if (!process.isAlive()) throw new IllegalStateException("charging ended at once: see " + log, notYet);
            }
        }
        throw new IllegalStateException("charging did not become ready: see " + log);
    }
}
