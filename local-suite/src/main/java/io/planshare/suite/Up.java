package io.planshare.suite;

import java.lang.management.ManagementFactory;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the suite, shows what it does, and stays until it is told to stop: then everything ends in the right order. */
final class Up {
    private static final long ORPHAN_SECONDS = 20;
    private static final long POLL_MILLIS = 200;

    private final SuiteDirectory directory;
    private final UpOptions options;
    private final Console console;
    private final Readiness readiness;
    private final FutureTask<Servers> servers;
    private final FutureTask<ConfigurableApplicationContext> home;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Shape shape;
    /** Kept, because one that nobody refers to is given back. */
    private @Nullable FileLock lock;

    Up(SuiteDirectory directory, UpOptions options, Console console) {
        this.directory = directory;
        this.options = options;
        this.console = console;
        this.readiness = new Readiness(options.ports(), directory);
        this.servers = new FutureTask<>(() -> Servers.start(directory, options.ports()));
        this.home = new FutureTask<>(() -> IssuerApplication.run(HomeArguments.of(directory, options)));
    }

    /** Returns only when the suite is stopped; @throws Refused it could not start, and nothing runs */
    void run() throws InterruptedException {
        directory.prepare();
        lock = directory.lock();
        if (lock == null) {
            throw new Refused("A suite already runs on " + directory.path()
                    + ": ./planshare status shows it, ./planshare down stops it");
        }
        OwnProcess.record(OwnProcess.SUITE, directory, ProcessHandle.current().pid());
        var running = new Running(options, Instant.now(), false);
        running.writeTo(directory);
        stopOrphans();
        PortCheck.requireFree(options, System.getenv("PLANSHARE_KAFKA") == null);
        console.bold("Planshare");
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        startAll();
        running.nowReady().writeTo(directory);
        showAddresses();
        waitForRequests();
    }

    private void startAll() throws InterruptedException {
        start("platform", "PostgreSQL and Kafka", servers);
        start("home", "token issuer, home page", home);
        Servers ready = result(servers);
        result(home);
        var services = options.processes()
                ? new Processes(directory, console, options, instance -> ready.settingsOf(instance, options.ports()))
                : new OneJvm(directory, instance -> ready.settingsOf(instance, options.ports()));
        shape = services;
        startServices(services);
    }

    private void startServices(Shape services) throws InterruptedException {
        try (var threads = Executors.newCachedThreadPool()) {
            var starts = new ExecutorCompletionService<Instance>(threads);
            List<Instance> all = options.all();
            all.forEach(instance -> starts.submit(() -> {
                long begin = System.nanoTime();
                services.start(instance);
                readiness.await(instance, () -> services.runs(instance));
                console.done(instance.name(), since(begin));
                return instance;
            }));
            for (int count = 0; count < all.size(); count++) {
                try {
                    starts.take().get();
                } catch (ExecutionException e) {
                    threads.shutdownNow();
                    throw unwrapped(e);
                }
            }
        }
    }

    private void start(String log, String title, FutureTask<?> task) {
        Thread.ofPlatform().name("start-" + log).start(() -> {
            ServiceLog.enter(log);
            long begin = System.nanoTime();
            task.run();
            if (task.state() == FutureTask.State.SUCCESS) {
                console.done(title, since(begin));
            }
        });
    }

    /** What a killed suite left behind: services without their servers. PostgreSQL is adopted by its own start. */
    private void stopOrphans() {
        for (String name : directory.serviceProcesses()) {
            OwnProcess.named(name, directory).ifPresent(orphan -> {
                console.dim("  " + name + " is left from a killed suite and is stopped");
                if (!orphan.stop(ORPHAN_SECONDS)) {
                    orphan.kill();
                }
            });
            directory.forget(name);
        }
    }

    private void showAddresses() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("home page", options.ports().homeUrl().toString()));
        for (Instance instance : options.all()) {
            rows.add(List.of(instance.name(), options.ports().urlOf(instance) + "/swagger-ui.html"));
        }
        rows.add(List.of("PostgreSQL", result(servers).postgresAddress()));
        rows.add(List.of("Kafka", result(servers).kafkaAddress()));
        console.line("");
        console.table(rows);
        console.line("");
        var took = Duration.ofMillis(System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
        console.bold("Ready in " + Console.seconds(took) + ". Ctrl-C stops everything; the data stays in "
                + directory.path());
    }

    private void waitForRequests() throws InterruptedException {
        var requests = new Requests(directory);
        while (!stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (shape instanceof Processes processes) {
                requests.serve(processes, console);
            }
        }
    }

    /** In this order: who serves, then what they need. Runs once, when the JVM ends for whatever reason. */
    private void stop() {
        console.line("");
        console.dim("Stopping …");
        long begin = System.nanoTime();
        Shape services = shape;
        if (services != null) {
            services.close();
        }
        finished(home, ConfigurableApplicationContext::close);
        finished(servers, Servers::close);
        directory.forget(OwnProcess.SUITE);
        console.done("stopped", since(begin));
        stopped.countDown();
    }

    private static <T> void finished(FutureTask<T> task, java.util.function.Consumer<T> close) {
        try {
            close.accept(task.get());
        } catch (ExecutionException | RuntimeException neverStarted) {
            // Nothing to close, and why was said already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused("Interrupted while starting", e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return e.getCause() instanceof RuntimeException known ? known : new CompletionException(e.getCause());
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
