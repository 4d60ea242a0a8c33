package io.planshare.platform;

import java.nio.file.Path;

/** Servers as a suite starts them, without unpacking their programs for every test. */
final class Servers {
    private Servers() {}

    static PostgresServer postgres(Path directory, int port) {
        return PostgresServer.start(directory, port, SharedPlatform.cache().resolve("postgres"),
                PostgresServer.Durability.CRASH_OF_THE_MACHINE);
    }
}
