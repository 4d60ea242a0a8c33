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
        var containers = Containers.find();
        Path directory = temporary();
        return Platform.start(
                () -> databases.or(containers::databases).orElseGet(() -> PostgresServer
                        .start(directory.resolve("postgres"), Ports.free(), programs(),
                                PostgresServer.Durability.CRASH_OF_THE_PROCESS)
                        .asDatabaseServer()),
                () -> messages.or(containers::messages)
                        .orElseGet(() -> KafkaBroker.start(directory.resolve("kafka"), Ports.free()).asMessageServer()),
                containers.reason());
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

    /** PostgreSQL's programs, unpacked once for all test runs of a user (60 MB, 2 s). */
    private static Path programs() {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"),
                "planshare-programs-" + System.getProperty("user.name"));
        try {
            PrivateDirectory.create(directory);
            return directory.resolve("postgres");
        } catch (IOException notOurs) {
            return temporary().resolve("programs");
        }
    }
}
