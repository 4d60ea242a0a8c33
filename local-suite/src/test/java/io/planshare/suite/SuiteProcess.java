package io.planshare.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A suite in a process of its own, as {@code ./planshare up} starts it: it can be killed, and started again on its data. */
public final class SuiteProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);
    private static final int FIRST_INSTANCE = 1;

    private final SuiteDirectory directory;
    private final PortPlan ports = new PortPlan(FreePorts.base());
    private final Map<String, String> environment;
    private final List<String> options;
    private @Nullable Process process;

    private SuiteProcess(Path directory, Map<String, String> environment, String... options) {
        this.directory = new SuiteDirectory(directory);
        this.environment = Map.copyOf(environment);
        this.options = List.of(options);
    }

    /** Starts one and returns when it is ready. */
    public static SuiteProcess up(Path directory, String... options) {
        return up(directory, Map.of(), options);
    }

    /** @param environment settings of services, as Spring reads them from it */
    public static SuiteProcess up(Path directory, Map<String, String> environment, String... options) {
        var suite = new SuiteProcess(directory, environment, options);
        suite.start();
        return suite;
    }

    public void start() {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(OwnProcess.signs(directory, OwnProcess.SUITE));
        command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", Suite.class.getName(),
                "up", "--port-base", Integer.toString(ports.base())));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(screen().toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            var started = builder.start();
            process = started;
            await().atMost(START).pollInterval(Duration.ofMillis(100)).until(
                    () -> !started.isAlive() || Running.in(directory).filter(Running::ready).isPresent());
            assertThat(started.isAlive()).as(Files.readString(screen())).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI home() {
        return ports.homeUrl();
    }

    /** @param name such as {@code charging} */
    public URI service(String name) {
        return ports.urlOf(instance(name));
    }

    /** Where its Kafka is. */
    public String kafka() {
        return "localhost:" + ports.kafka();
    }

    /** {@code kill -9} of the suite's process, whatever it is doing. */
    public void kill() {
        OwnProcess.named(OwnProcess.SUITE, directory).orElseThrow().kill();
    }

    /** {@code kill -9} of one service of a suite in processes. */
    public void kill(String name) {
        OwnProcess.named(instance(name).name(), directory).orElseThrow().kill();
    }

    public boolean isReady(String name) {
        return new Readiness(ports, directory).isReady(instance(name));
    }

    private Path screen() {
        return directory.path().resolveSibling("screen-of-" + directory.path().getFileName() + ".txt");
    }

    private static Instance instance(String name) {
        return new Instance(Service.named(name).orElseThrow(), FIRST_INSTANCE);
    }

    @Override
    public void close() {
        var running = process;
        if (running == null) return;
        running.destroy();
        try {
            assertThat(running.waitFor(60, TimeUnit.SECONDS)).as("it stops when it is asked to").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroyForcibly();
        }
    }
}
