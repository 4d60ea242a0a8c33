package io.planshare.suite;

import java.util.List;
import java.util.Locale;

/** Throws away everything that the suite has stored, when somebody says so. */
final class Reset {
    private final SuiteDirectory directory;
    private final Console console;

    Reset(SuiteDirectory directory, Console console) {
        this.directory = directory;
        this.console = console;
    }

    void run(List<String> arguments) {
        if (!arguments.isEmpty() && !arguments.equals(List.of("--yes"))) {
            throw new Refused("reset takes --yes and nothing else");
        }
        if (!directory.isOurs()) {
            console.line("There is no data in " + directory.path());
            return;
        }
        if (OwnProcess.named(OwnProcess.SUITE, directory).isPresent()) {
            throw new Refused("A suite runs on " + directory.path() + ": ./planshare down stops it, then reset");
        }
        if (arguments.isEmpty() && !isSure()) {
            throw new Refused("Nothing was removed");
        }
        // A killed suite's PostgreSQL would go on writing into what we remove.
        new Down(directory, console).run();
        directory.empty();
        console.line("Removed; the next ./planshare up begins anew");
    }

    private boolean isSure() {
        if (System.console() == null || !System.console().isTerminal()) {
            throw new Refused(
                    "There is nobody to ask: ./planshare reset --yes removes all data in " + directory.path());
        }
        return System.console().readLine("Remove all data in %s? (yes/no) ", directory.path())
                .strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
