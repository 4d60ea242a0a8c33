package io.planshare.suite;

import java.nio.file.Path;
import java.util.List;

import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

import io.planshare.platform.PlatformUnavailable;

/** What {@code ./planshare} runs: one command, and what follows it. */
public final class Suite {
    /** The data directory; the script sets it. */
    static final String HOME = "planshare.home";

    private Suite() {}

    /** Ends the JVM with 0, or with 1 and a sentence on standard error. */
    public static void main(String[] args) {
        var directory = new SuiteDirectory(Path.of(System.getProperty(HOME, ".planshare")));
        var arguments = List.of(args);
        logTo(directory);
        try {
            String command = arguments.isEmpty() ? "" : arguments.getFirst();
            System.exit(run(command, arguments.subList(Math.min(1, arguments.size()), arguments.size()), directory));
        } catch (Refused | PlatformUnavailable e) {
            System.err.println("planshare: " + e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            System.exit(1);
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Suite.class).error("The command {} failed", arguments, e);
            System.err.println("planshare: " + e + " (more in " + directory.log(OwnProcess.SUITE) + ")");
            System.exit(1);
        }
    }

    private static int run(String command, List<String> arguments, SuiteDirectory directory)
            throws InterruptedException {
        var console = Console.standard();
        switch (command) {
            case "up" -> new Up(directory, UpOptions.parse(arguments), console).run();
            case "down" -> new Down(directory, console).run();
            case "status" -> {
                return new Status(directory, console).show() ? 0 : 1;
            }
            case "reset" -> new Reset(directory, console).run(arguments);
            case "token" -> System.out.println(Token.of(arguments, directory));
            case "start" -> new OneService(directory, console).start(arguments);
            case "stop" -> new OneService(directory, console).stop(arguments);
            // The strings of a command line are an open set.
            default -> throw new Refused("There is no command " + command + ": ./planshare help lists them");
        }
        return 0;
    }

    /**
     * Before the first logger: Logback reads its file once, for all contexts of this JVM. Spring Boot would set it up again with each
     * context, and stumbles over itself when several start at once.
     */
    private static void logTo(SuiteDirectory directory) {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        System.setProperty("logback.configurationFile", "io/planshare/suite/suite-logback.xml");
        System.setProperty("planshare.suite.logs", directory.logs().toString());
        // Tomcat writes to java.util.logging, whose own way leads to the console.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        // Before threads begin to log at the same time.
        LoggerFactory.getILoggerFactory();
    }
}
