package io.planshare.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Clears a directory of throw-away servers when this JVM has ended, killed or not: a shell that waits for the end of its input, which
 * only this JVM holds open. A shutdown hook would take the servers away from test contexts that are still closing.
 */
final class Reaper {
    private static final String SCRIPT = """
                                         trap '' INT TERM HUP
                                         read -r _
                                         pid=$(head -n 1 "$1/postgres/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
                                         for _ in $(seq 100); do
                                             kill -0 "$pid" 2>/dev/null || break
                                             sleep 0.1
                                         done
                                         rm -rf -- "$1"
                                         """;

    /** Held, because a collected stream would be a closed one. */
    private static final Map<Path, OutputStream> WATCHED = new ConcurrentHashMap<>();

    private Reaper() {}

    static void watch(Path directory) {
        try {
            var shell = new ProcessBuilder("sh", "-c", SCRIPT, "planshare-reaper", directory.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            WATCHED.put(directory, shell.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
