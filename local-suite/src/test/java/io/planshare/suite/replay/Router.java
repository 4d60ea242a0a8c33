package io.planshare.suite.replay;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.agent.meter.SimMeter;
import io.planshare.agent.meter.SimSlots;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.transfer.TransferRequest.Direction;

/** A router with another carrier's card: what it uses goes through the meter that runs in devices. */
final class Router {

    static final int REPORT_EVERY_SECONDS = 2;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SLOT = "cellular";

    final DeviceId id = DeviceId.next();
    private final Path home;
    private final URI quota;
    private final SuiteApi api;
    private final List<Took> took = new CopyOnWriteArrayList<>();
    private SimMeter meter;
    private long threshold;

    /** Octets that went through at a time. */
    record Took(Instant at, long octets) {}

    Router(Path root, URI quota, SuiteApi api) throws IOException {
        this.home = Files.createDirectories(root.resolve("router-" + id));
        this.quota = quota;
        this.api = api;
        this.meter = meter(Map.of());
    }

    /** From now on this card is in it. */
    void insert(Iccid card) throws IOException {
        meter = meter(Map.of(SLOT, card));
    }

    void takeOut() throws IOException {
        meter = meter(Map.of());
    }

    private SimMeter meter(Map<String, Iccid> cards) throws IOException {
        return new SimMeter(id, home, new SimSlots(home.resolve("key.json"), REPORT_EVERY_SECONDS, cards), quota,
                api::token, Clock.systemUTC());
    }

    String publicKey() throws IOException {
        return Files.readString(home.resolve("key.json.pub"));
    }

    /** Reports and asks, if it is time to. */
    void look() throws InterruptedException, IOException {
        meter.look();
        threshold = Math.max(threshold,
                JSON.readTree(Files.readAllBytes(home.resolve("meter.json"))).at("/leave/threshold").asLong(0));
    }

    /** The largest threshold that it was told. */
    long threshold() {
        return threshold;
    }

    /** Octets that really go through, of so many that somebody wants. */
    long use(long octets) {
        var taken = meter.take(SLOT, Direction.DOWNLOAD, octets);
        if (taken > 0) took.add(new Took(Instant.now(), taken));
        return taken;
    }

    /** Somebody wants so many octets each 50 ms; it is stopped when nothing went through for a few reports. */
    @Nullable
    Void useUntilItStops(long wish) throws InterruptedException, IOException {
        var last = Instant.now();
        while (Duration.between(last, Instant.now()).toSeconds() < 4 * REPORT_EVERY_SECONDS) {
            look();
            if (use(wish) > 0) last = Instant.now();
            Thread.sleep(50);
        }
        return null;
    }

    long used() {
        return took.stream().mapToLong(Took::octets).sum();
    }

    long usedSince(Instant since) {
        return took.stream().filter(it -> it.at.isAfter(since)).mapToLong(Took::octets).sum();
    }
}
