package io.planshare.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Everything the suite keeps between two starts, in one directory. */
record SuiteDirectory(Path path) {
    /** Only a directory with this file in it may be reset. */
    private static final String MARK = "planshare-data";
    private static final String PID = ".pid";

    SuiteDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /** @throws Refused it is somebody else's, or cannot be written */
    void prepare() {
        try {
            Files.createDirectories(path);
            if (!isOurs() && !isEmptyButFor("app", "logs")) {
                throw new Refused("The directory " + path
                        + " holds other things than Planshare's data: name an empty or a new one");
            }
            Files.createDirectories(run());
            Files.createDirectories(logs());
            Files.writeString(path.resolve(MARK), "Data of the Planshare suite; ./planshare reset removes it.\n");
        } catch (IOException e) {
            throw new Refused("The directory " + path + " cannot be used: " + e, e);
        }
    }

    boolean isOurs() {
        return Files.exists(path.resolve(MARK));
    }

    Path issuer() {
        return path.resolve("issuer");
    }

    Path logs() {
        return path.resolve("logs");
    }

    Path log(String process) {
        return logs().resolve(process + ".log");
    }

    /** What tells other shells about this run. */
    Path run() {
        return path.resolve("run");
    }

    Path pidFile(String process) {
        return run().resolve(process + PID);
    }

    /** Names of all processes that have a pid file, the suite's own left out. */
    List<String> serviceProcesses() {
        if (!Files.isDirectory(run())) {
            return List.of();
        }
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run(), "*" + PID)) {
            files.forEach(file -> names.add(file.getFileName().toString().replace(PID, "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.remove(OwnProcess.SUITE);
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** Takes away what is known of a process that ended. */
    void forget(String process) {
        try {
            Files.deleteIfExists(pidFile(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Held as long as a suite runs on this directory, by the system itself: it cannot outlive the process. Null: somebody has it. */
    @Nullable
    FileLock lock() {
        try {
            var channel = FileChannel.open(run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
            }
            return lock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all data and logs; the programs that run right now stay. */
    void empty() {
        for (String part : List.of("postgres", "kafka", "issuer", "demo", "run", "logs")) {
            delete(path.resolve(part));
        }
        delete(path.resolve(MARK));
    }

    private boolean isEmptyButFor(String... ignored) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).allMatch(List.of(ignored)::contains);
        }
    }

    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
