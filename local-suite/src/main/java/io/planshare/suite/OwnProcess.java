package io.planshare.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that this directory's suite started. Its file holds a number only; that the number still means this process is read from its
 * command line, because numbers are used again.
 */
record OwnProcess(ProcessHandle handle, SuiteDirectory directory, String name) {
    static final String SUITE = "suite";

    private static final long POLL_MILLIS = 50;

    /** JVM options by which a process is known again. */
    static List<String> signs(SuiteDirectory directory, String name) {
        return List.of("-Dplanshare.home=" + directory.path(), "-Dplanshare.process=" + name);
    }

    static Optional<OwnProcess> named(String name, SuiteDirectory directory) {
        try {
            long pid = Long.parseLong(Files.readString(directory.pidFile(name)).strip());
            return ProcessHandle.of(pid)
                    .map(handle -> new OwnProcess(handle, directory, name))
                    .filter(OwnProcess::isAlive);
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void record(String name, SuiteDirectory directory, long pid) {
        try {
            Files.writeString(directory.pidFile(name), pid + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return handle.pid();
    }

    /** A zombie has no command line any more: it counts as dead. */
    boolean isAlive() {
        return handle.isAlive() && handle.info().arguments()
                .map(Arrays::asList).filter(arguments -> arguments.containsAll(signs(directory, name))).isPresent();
    }

    /** Asks it to end and waits; says whether it did. */
    boolean stop(long seconds) {
        handle.destroy();
        return awaitEnd(seconds);
    }

    /** Ends it without asking. */
    void kill() {
        handle.destroyForcibly();
        awaitEnd(10);
    }

    private boolean awaitEnd(long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
