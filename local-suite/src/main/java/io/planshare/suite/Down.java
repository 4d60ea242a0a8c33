package io.planshare.suite;

import java.time.Duration;

import io.planshare.platform.PostgresServer;

/** Stops a suite from another shell, or clears up after one that was killed. */
final class Down {
    private static final long STOP_SECONDS = 90;
    private static final long ORPHAN_SECONDS = 20;

    private final SuiteDirectory directory;
    private final Console console;

    Down(SuiteDirectory directory, Console console) {
        this.directory = directory;
        this.console = console;
    }

    void run() {
        var suite = OwnProcess.named(OwnProcess.SUITE, directory);
        if (suite.isPresent()) {
            long begin = System.nanoTime();
            console.dim("Stopping the suite (process " + suite.get().pid() + ") …");
            if (!suite.get().stop(STOP_SECONDS)) {
                throw new Refused("It has not ended within " + STOP_SECONDS + " s: its log is "
                        + directory.log(OwnProcess.SUITE) + ", `kill -9 " + suite.get().pid()
                        + "` ends it, and nothing is lost");
            }
            console.done("stopped", Duration.ofNanos(System.nanoTime() - begin));
        } else if (clearUp()) {
            console.line("No suite was running; what a killed one had left is stopped");
        } else {
            console.line("No suite runs on " + directory.path());
        }
    }

    private boolean clearUp() {
        boolean found = false;
        for (String name : directory.serviceProcesses()) {
            var orphan = OwnProcess.named(name, directory);
            if (orphan.isPresent()) {
                found = true;
                if (!orphan.get().stop(ORPHAN_SECONDS)) {
                    orphan.get().kill();
                }
            }
            directory.forget(name);
        }
        return stopPostgres() || found;
    }

    /** Adopts it, which only succeeds for one of ours, and ends it as it wants to be ended. */
    private boolean stopPostgres() {
        var last = Running.last(directory);
        if (last.isEmpty() || OwnProcess.named(OwnProcess.SUITE, directory).isPresent()
                || !java.nio.file.Files.exists(directory.path().resolve("postgres/data/postmaster.pid"))) {
            return false;
        }
        PostgresServer.start(directory.path().resolve("postgres"), last.get().options().ports().postgres()).close();
        return true;
    }
}
