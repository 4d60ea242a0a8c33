package io.planshare.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.planshare.agent.disk.WholeFile;
import io.planshare.agent.meter.SimMeter;
import io.planshare.transfer.ConnectionState;

/** The transfer agent of one device: {@code java io.planshare.agent.Agent agent.json} (docs/transfers.md). */
final class Agent implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private final AgentSettings settings;
    private final StateFile file;
    private final @Nullable SimMeter meter;
    private final Desk desk;
    private final Runner runner;
    private final PolicySync sync;
    private final LocalApi api;
    private final LocalAddresses addresses;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(3);

    /** Starts it; it decides with the policy that it has, if any, from now on. */
    Agent(AgentSettings settings, Clock clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        Files.createDirectories(settings.files());
        file = new StateFile(settings.directory());
        var verifier = new PolicyVerifier(settings.policyKeys(), settings.deviceId());
        meter = meter(settings, clock);
        desk = new Desk(file, verifier, new Gate(meter), clock);
        addresses = new LocalAddresses(settings.connections());
        runner = new Runner(desk, addresses, settings.files());
        sync = new PolicySync(settings, desk, verifier, clock);
        api = new LocalApi(desk, settings.files(), token(settings.directory()), settings.port(), clock);
        desk.runBy(runner);
        timer.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
        if (meter != null) timer.scheduleWithFixedDelay(this::report, 0, 1, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::synchronize, 0, settings.syncEvery(), TimeUnit.SECONDS);
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: Agent <settings.json>");
            System.exit(2);
        }
        var agent = new Agent(AgentSettings.read(Path.of(args[0])), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(agent::close));
        System.out.println("The agent listens on http://127.0.0.1:" + agent.port());
        new CountDownLatch(1).await();
    }

    int port() {
        return api.port();
    }

    Desk desk() {
        return desk;
    }

    boolean isIdle() {
        return runner.isIdle();
    }

    /** What waits for a time, and what came and went without anybody telling. */
    private void look() {
        try {
            var before = desk.connections();
            var now = settings.connections().keySet().stream()
                    .flatMap(name -> addresses.isUp(name)
                            .map(up -> new ConnectionState(name, up, false, false, null, null, clock.instant()))
                            .or(() -> before.stream().filter(it -> it.connection().equals(name)).findFirst())
                            .stream())
                    .toList();
            if (addresses.watchesAny()) {
                desk.connections(now);
            } else {
                desk.decide();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The agent did not look at what waits; it does in a second", e);
        }
    }

    private void synchronize() {
        try {
            sync.sync();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The agent did not report; it does the next time", e);
        }
    }

    private void report() {
        try {
            if (meter != null) meter.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The SIM slots' use was not reported; it is in a second", e);
        }
    }

    private static @Nullable SimMeter meter(AgentSettings settings, Clock clock) throws IOException {
        var slots = settings.sim();
        var token = new AccessToken(settings, "sim-group:report");
        return slots == null
                ? null
                : new SimMeter(settings.deviceId(), settings.directory(), slots, settings.server(), token::value,
                        clock);
    }

    /** What applications must show: readable by this user only. */
    private static String token(Path directory) throws IOException {
        return WholeFile.secret(directory.resolve("api.token"), () -> {
            var random = new byte[32];
            new SecureRandom().nextBytes(random);
            return HexFormat.of().formatHex(random);
        }).strip();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        api.close();
        runner.close();
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The state's lock was not let go; it ends with the process", e);
        }
    }
}
