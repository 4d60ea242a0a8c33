package io.planshare.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL process of a data directory, as its {@code postmaster.pid} names it. */
record Postmaster(long pid, int port) {
    private static final int PORT_LINE = 3;
    private static final Duration END = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    /** Empty when none runs there; a file left behind by a dead one does not count. */
    static Optional<Postmaster> runningIn(Path data) {
        return namedIn(data).filter(Postmaster::isRunning);
    }

    /**
     * Removes the name of a process that PostgreSQL would take for a living server and refuse to start beside: a zombie, or another program
     * that got the number. The file of one that is simply gone stays, because PostgreSQL finds its last sessions through it.
     */
    static void forgetMistakable(Path data) {
        namedIn(data).filter(named -> named.handle().isPresent() && !named.isRunning()).ifPresent(_ -> {
            try {
                Files.delete(data.resolve("postmaster.pid"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Optional<Postmaster> namedIn(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.size() <= PORT_LINE
                    ? Optional.empty()
                    : Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()),
                            Integer.parseInt(lines.get(PORT_LINE).strip())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it as an operator would: sessions are cut, open transactions rolled back, everything written. */
    void stop() {
        signal("INT");
        awaitEnd(List.of(handle().orElseThrow()));
    }

    /** Kills it without a warning, and returns when the sessions that it served have noticed and ended too. */
    void kill() {
        handle().ifPresent(postmaster -> {
            var processes = new ArrayList<>(postmaster.descendants().toList());
            processes.add(postmaster);
            signal("KILL");
            awaitEnd(processes);
        });
    }

    void awaitEnd() {
        handle().ifPresent(postmaster -> awaitEnd(List.of(postmaster)));
    }

    private boolean isRunning() {
        // A recycled process id belongs to something else, or to somebody whose commands we may not see.
        return handle().filter(Postmaster::lives).flatMap(postmaster -> postmaster.info().command())
                .filter(command -> Path.of(command).endsWith("postgres")).isPresent();
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid);
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(List<ProcessHandle> processes) {
        long deadline = System.nanoTime() + END.toNanos();
        while (processes.stream().anyMatch(Postmaster::lives)) {
            if (System.nanoTime() > deadline) {
                throw new PlatformUnavailable("PostgreSQL did not end within " + END.toSeconds() + " s");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformUnavailable("Interrupted while PostgreSQL was ending", e);
        }
    }

    /** A container without an init process keeps the dead as zombies, which Java counts among the living. */
    private static boolean lives(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException noSuchFileSystem) {
            return process.isAlive();
        }
    }
}
