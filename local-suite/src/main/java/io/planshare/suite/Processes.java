package io.planshare.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import tools.jackson.databind.json.JsonMapper;

/** Every service a JVM of its own, small and quick to start; killing one leaves the others alone. */
final class Processes implements Shape {
    private static final long LOG_OCTETS_MAX = 20L << 20;
    private static final long STOP_SECONDS = 30;
    private static final long RESTART_SECONDS = 2;
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

    private final SuiteDirectory directory;
    private final Console console;
    private final Function<Instance, Map<String, String>> settings;
    private final boolean restart;
    private final Map<Instance, Process> running = new ConcurrentHashMap<>();
    /** Those that end because somebody asked for it. */
    private final Set<Instance> stopping = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    Processes(SuiteDirectory directory, Console console, UpOptions options,
            Function<Instance, Map<String, String>> settings) {
        this.directory = directory;
        this.console = console;
        this.settings = settings;
        this.restart = options.restart();
    }

    @Override
    public void start(Instance instance) {
        stopping.remove(instance);
        launch(instance);
    }

    /** Ends one on request; it is not started again by itself. */
    void stop(Instance instance) {
        var process = running.get(instance);
        if (process != null) {
            stopping.add(instance);
            end(instance, process);
        }
    }

    @Override
    public boolean runs(Instance instance) {
        var process = running.get(instance);
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        closing = true;
        List.copyOf(running.values()).forEach(Process::destroy);
        Map.copyOf(running).forEach(this::end);
    }

    private void launch(Instance instance) {
        Path log = directory.log(instance.name());
        var command = new ArrayList<String>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(OwnProcess.signs(directory, instance.name()));
        command.addAll(JVM);
        command.add(instance.service().application());
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        // Not on the command line, which everybody on the machine can read: it holds the database's passwords.
        builder.environment().put("SPRING_APPLICATION_JSON",
                JsonMapper.shared().writeValueAsString(settings.apply(instance)));
        try {
            roll(log);
            var process = builder.start();
            OwnProcess.record(instance.name(), directory, process.pid());
            running.put(instance, process);
            process.onExit().thenAccept(ended -> ended(instance, ended));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ended(Instance instance, Process process) {
        running.remove(instance, process);
        if (closing || stopping.contains(instance)) {
            return;
        }
        console.failed(instance.name() + " ended with code " + process.exitValue() + (restart
                ? ": starting it again"
                : ": ./planshare start " + instance.name() + " starts it again, " + directory.log(instance.name())
                        + " may say why"));
        if (restart) {
            // Not at once: one that cannot start would keep the machine busy.
            CompletableFuture.delayedExecutor(RESTART_SECONDS, TimeUnit.SECONDS).execute(() -> relaunch(instance));
        }
    }

    private void relaunch(Instance instance) {
        if (!closing && !stopping.contains(instance) && !runs(instance)) {
            launch(instance);
        }
    }

    private void end(Instance instance, Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                console.failed(instance.name() + " did not end within " + STOP_SECONDS + " s and was killed");
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(directory.pidFile(instance.name()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void roll(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_OCTETS_MAX) {
            Files.move(log, log.resolveSibling(log.getFileName().toString().replace(".log", ".1.log")),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
