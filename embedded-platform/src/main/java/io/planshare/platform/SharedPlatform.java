package io.planshare.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** The platform of all tests in one JVM. */
final class SharedPlatform {
    private static @Nullable Platform instance;

    private SharedPlatform() {}

    /** Not a static initialiser: the second server's thread would wait for this class for ever. */
    static synchronized Platform get() {
        if (instance == null) {
            instance = start();
        }
        return instance;
    }

    private static Platform start() {
        var environment = System.getenv();
        var databases = External.databases(environment);
        var messages = External.messages(environment);
        if (databases.isPresent() && messages.isPresent()) {
            return Platform.start(databases::get, messages::get, "named by the environment");
        }
        Path cache = cache();
        var containers = Containers.find(environment, cache);
        Path directory = temporary();
        return Platform.start(
                () -> databases.or(containers::databases)
                        .orElseGet(() -> throwAway(directory.resolve("postgres"), cache)),
                () -> messages.or(containers::messages)
                        .orElseGet(() -> KafkaBroker.start(directory.resolve("kafka"), Ports.free()).asMessageServer()),
                containers.reason());
    }

    private static DatabaseServer throwAway(Path directory, Path cache) {
        return PostgresServer
                .start(directory, Ports.free(), cache.resolve("postgres"),
                        PostgresServer.Durability.CRASH_OF_THE_PROCESS)
                .asDatabaseServer();
    }

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("planshare-");
            Reaper.watch(directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps PostgreSQL's programs for the user's next test run (60 MB, 2 s to unpack), where nobody tidies up file by file. */
    static Path cache() {
        Path directory = Path.of(System.getProperty("user.home"), ".cache", "planshare");
        try {
            PrivateDirectory.create(directory);
            return directory;
        } catch (IOException noHome) {
            return temporary();
        }
    }
}
