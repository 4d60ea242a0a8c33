package io.planshare.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What a running suite tells other shells: how it was started, and whether it is ready. */
record Running(UpOptions options, Instant since, boolean ready) {
    private static final String FILE = "suite.properties";

    /** Empty unless the process that wrote it lives. */
    static Optional<Running> in(SuiteDirectory directory) {
        return OwnProcess.named(OwnProcess.SUITE, directory).isPresent() ? last(directory) : Optional.empty();
    }

    /** As {@link #in}, for a command that makes no sense otherwise. */
    static Running require(SuiteDirectory directory) {
        return in(directory).orElseThrow(() -> new Refused("No suite runs on " + directory.path()
                + ": start one with ./planshare up"));
    }

    /** Also of a suite that was killed. */
    static Optional<Running> last(SuiteDirectory directory) {
        Path file = directory.run().resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new Running(options(properties), Instant.parse(properties.getProperty("since")),
                Boolean.parseBoolean(properties.getProperty("ready"))));
    }

    void writeTo(SuiteDirectory directory) {
        var properties = new Properties();
        properties.setProperty("arguments", String.join(" ", arguments()));
        properties.setProperty("since", since.toString());
        properties.setProperty("ready", Boolean.toString(ready));
        Path file = directory.run().resolve(FILE);
        Path draft = file.resolveSibling(FILE + ".new");
        try {
            try (var writer = Files.newBufferedWriter(draft)) {
                properties.store(writer, "Written by ./planshare up");
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Running nowReady() {
        return new Running(options, since, true);
    }

    private List<String> arguments() {
        var arguments = new ArrayList<String>(List.of("--port-base", Integer.toString(options.ports().base())));
        if (options.processes()) {
            arguments.add("--processes");
        }
        if (options.restart()) {
            arguments.add("--restart");
        }
        options.instances()
                .forEach((service, count) -> arguments.addAll(List.of("--instances", service.id() + "=" + count)));
        return arguments;
    }

    private static UpOptions options(Properties properties) {
        return UpOptions.parse(List.of(properties.getProperty("arguments", "").split(" ")));
    }
}
