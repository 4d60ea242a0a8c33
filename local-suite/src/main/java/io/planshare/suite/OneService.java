package io.planshare.suite;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Starts or stops one service of a suite that runs in processes. */
final class OneService {
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration START = Duration.ofSeconds(120);
    private static final long POLL_MILLIS = 100;

    private final SuiteDirectory directory;
    private final Console console;
    private final Requests requests;

    OneService(SuiteDirectory directory, Console console) {
        this.directory = directory;
        this.console = console;
        this.requests = new Requests(directory);
    }

    void start(List<String> arguments) {
        var running = Running.require(directory);
        var instance = instance("start", arguments, running.options());
        var readiness = new Readiness(running.options().ports(), directory);
        long begin = System.nanoTime();
        requests.askToStart(instance);
        await(() -> requests.isTaken(instance) && readiness.isReady(instance), START,
                instance.name() + " is not ready after " + START.toSeconds() + " s: see "
                        + directory.log(instance.name()));
        console.done(instance.name() + " is ready", Duration.ofNanos(System.nanoTime() - begin));
    }

    void stop(List<String> arguments) {
        var instance = instance("stop", arguments, Running.require(directory).options());
        long begin = System.nanoTime();
        requests.askToStop(instance);
        await(() -> requests.isTaken(instance) && OwnProcess.named(instance.name(), directory).isEmpty(), STOP,
                instance.name() + " has not ended within " + STOP.toSeconds() + " s");
        console.done(instance.name() + " is stopped", Duration.ofNanos(System.nanoTime() - begin));
    }

    private static Instance instance(String command, List<String> arguments, UpOptions options) {
        if (!options.processes()) {
            throw new Refused(command + " works on a suite that was started with ./planshare up --processes");
        }
        String name = arguments.size() == 1 ? arguments.getFirst() : "";
        return Instance.named(name).filter(options.all()::contains)
                .orElseThrow(() -> new Refused(command + " takes one service of: " + Service.names()));
    }

    private static void await(BooleanSupplier done, Duration patience, String failure) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new Refused(failure);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Refused("Interrupted", e);
            }
        }
    }
}
