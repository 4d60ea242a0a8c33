package io.planshare.suite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Shows what runs, where, and whether it is well. */
final class Status {
    private final SuiteDirectory directory;
    private final Console console;

    Status(SuiteDirectory directory, Console console) {
        this.directory = directory;
        this.console = console;
    }

    /** Whether everything is ready. */
    boolean show() {
        var running = Running.in(directory);
        if (running.isEmpty()) {
            console.line("No suite runs on " + directory.path());
            return false;
        }
        var options = running.get().options();
        var readiness = new Readiness(options.ports(), directory);
        var rows = new ArrayList<List<String>>();
        boolean well = readiness.isHomeReady();
        rows.add(row(well, "home page", options.ports().homeUrl().toString(), process(OwnProcess.SUITE)));
        for (Instance instance : options.all()) {
            boolean ready = readiness.isReady(instance);
            well &= ready;
            rows.add(row(ready, instance.name(), options.ports().urlOf(instance).toString(),
                    process(options.processes() ? instance.name() : OwnProcess.SUITE)));
        }
        console.line("Running for " + duration(running.get().since()) + " on " + directory.path()
                + (running.get().ready() ? "" : ", still starting"));
        console.table(rows);
        return well;
    }

    private String process(String name) {
        return OwnProcess.named(name, directory).map(process -> "process " + process.pid()).orElse("no process");
    }

    private static List<String> row(boolean ready, String name, String url, String process) {
        return List.of(ready ? "UP" : "DOWN", name, url, process);
    }

    private static String duration(Instant since) {
        var lasted = Duration.between(since, Instant.now());
        return lasted.toHours() > 0
                ? lasted.toHours() + " h " + lasted.toMinutesPart() + " min"
                : lasted.toMinutes() > 0
                        ? lasted.toMinutes() + " min " + lasted.toSecondsPart() + " s"
                        : lasted.toSeconds() + " s";
    }
}
