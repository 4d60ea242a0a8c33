package io.planshare.agent;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.nimbusds.jose.JWSObject;
import com.sun.net.httpserver.HttpServer;

import io.planshare.agent.meter.SimSlots;
import io.planshare.model.Iccid;
import io.planshare.model.Units;
import io.planshare.transfer.ConnectionType;
import io.planshare.transfer.CostType;
import io.planshare.transfer.LimitBehavior;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.TransferPolicy.PolicyConnection;
import io.planshare.transfer.TransferTerms;
import io.planshare.transfer.UnitPrice;

import static io.planshare.agent.AgentWorld.CELLULAR;
import static io.planshare.agent.AgentWorld.WIFI;
import static io.planshare.agent.AgentWorld.cellular;
import static io.planshare.agent.AgentWorld.limited;
import static io.planshare.agent.AgentWorld.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An agent's transfers over a card of a SIM group: they stop where the group's cap is, whatever the plan allows. */
class SimCapTest {

    private static final int SIZE = 6 << 20;
    private static final long THRESHOLD = 2 << 20;
    /** What each report is answered then. */
    private static final long ROOM_FOR_A_PART = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path root = Path.of("");
    private final AtomicLong next = new AtomicLong(THRESHOLD);
    private final List<String> reports = new CopyOnWriteArrayList<>();
    /** kbit/s; 0: it is not slowed down. */
    private volatile int slowedTo;
    private HttpServer quota;
    private AgentWorld world;

    @BeforeEach
    void serve() throws IOException {
        world = new AgentWorld(root);
        Files.writeString(root.resolve("token"), "a-token");
        quota = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        quota.createContext("/v1/devices/" + world.device + "/threshold-requests", exchange -> {
            try (exchange) {
                reports.add(AgentWorld.JSON.readTree(exchange.getRequestBody()).path("report").asString());
                var body = update(next.getAndUpdate(it -> it == THRESHOLD ? 0 : it)).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        quota.start();
    }

    @AfterEach
    void stop() {
        quota.stop(0);
    }

    @Test
    void H6_transfers_wait_at_the_cards_threshold_and_go_on_with_the_next() throws Exception {
        try (var server = new FileServer(); var agent = agent(300)) {
            var app = world.app(agent.port());
            app.connections("cellular");
            var asked = app.download(server.put("f", SIZE, new Random(5)), "f", "NORMAL", (long) SIZE);

            await().atMost(SOON).until(() -> server.octets(CELLULAR) == THRESHOLD);
            await().atMost(SOON).until(() -> app.state(asked).equals("WAITING"));
            Thread.sleep(2500);
            assertThat(server.octets(CELLULAR)).isEqualTo(THRESHOLD);
            assertThat(told(app)).endsWith("RUNNING", "WAITING NO_ROOM").containsOnlyOnce("RUNNING");

            next.set(SIZE);
            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
            assertThat(world.files.resolve("f")).hasBinaryContent(server.file("f"));
        }
    }

    @Test
    void an_upload_that_only_goes_as_a_whole_waits_for_room_for_all_of_it_and_uses_nothing_of_the_groups_meanwhile()
            throws Exception {
        next.set(ROOM_FOR_A_PART);
        Files.write(world.files.resolve("f"), new byte[SIZE]);
        try (var server = new FileServer(); var agent = agent(1)) {
            var app = world.app(agent.port());
            app.connections("cellular");
            var asked = app.upload(server.url("/uploads/whole"), "f", "NORMAL", false);

            int before = reports.size();
            await().atMost(SOON).until(() -> reports.size() > before + 3);
            assertThat(app.state(asked)).isEqualTo("WAITING");
            assertThat(app.find(asked).path("reason").asString()).isEqualTo("NO_ROOM");
            assertThat(app.find(asked).path("error").isString()).as("no failure").isFalse();
            assertThat(reports).allSatisfy(it -> assertThat(reported(it, "txOctets")).isZero());
            assertThat(server.requests).hasValue(0);

            next.set(SIZE);
            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
            assertThat(server.uploaded()).hasSize(SIZE);
        }
    }

    @Test
    void a_server_without_ranges_is_asked_again_when_there_is_room_for_the_whole() throws Exception {
        next.set(ROOM_FOR_A_PART);
        try (var server = new FileServer(); var agent = agent(1)) {
            server.knowsRanges = false;
            var app = world.app(agent.port());
            app.connections("cellular");
            var asked = app.download(server.put("f", SIZE, new Random(5)), "f", "NORMAL", null);

            await().atMost(SOON).until(() -> server.requests.get() == 1);
            int before = reports.size();
            await().atMost(SOON).until(() -> reports.size() > before + 3);
            assertThat(app.state(asked)).isEqualTo("WAITING");
            assertThat(app.find(asked).path("sizeOctets").asLong()).isEqualTo(SIZE);
            assertThat(server.requests).hasValue(1);
            assertThat(reported(reports.getLast(), "rxOctets")).as("what may have come").isEqualTo(Download.BLOCK);

            next.set(SIZE);
            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
            assertThat(world.files.resolve("f")).hasBinaryContent(server.file("f"));
            assertThat(server.requests).hasValue(2);
        }
    }

    @Test
    void at_a_closed_card_an_upload_waits_in_silence() throws Exception {
        Files.write(world.files.resolve("f"), new byte[SIZE]);
        try (var server = new FileServer(); var agent = agent(300)) {
            var app = world.app(agent.port());
            app.connections("cellular");
            var asked = app.upload(server.url("/uploads"), "f", "HIGH", true);
            await().atMost(SOON).until(() -> server.octets(CELLULAR) == THRESHOLD);
            await().atMost(SOON).until(() -> app.state(asked).equals("WAITING"));
            int requests = server.requests.get();

            Thread.sleep(2500);

            assertThat(server.requests).hasValue(requests);
            assertThat(told(app)).endsWith("RUNNING", "WAITING NO_ROOM").containsOnlyOnce("RUNNING");
            next.set(SIZE);
            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
            assertThat(server.uploaded()).hasSize(SIZE);
        }
    }

    @Test
    void a_dearer_connection_takes_over_where_a_card_is_closed() throws Exception {
        var dearer = new PlannedConnection("wifi", ConnectionType.WIFI, null, CostType.VARIABLE, Units.of(1 << 30), 80,
                LimitBehavior.BILLED, new UnitPrice(BigDecimal.TEN, 1_000_000), List.of(), Set.of());
        try (var server = new FileServer(); var agent = agent(300, limited(dearer, 0, 1 << 29))) {
            var app = world.app(agent.port());
            app.connections("cellular");
            var asked = app.download(server.put("f", SIZE, new Random(5)), "f", "NORMAL", (long) SIZE);
            await().atMost(SOON).until(() -> server.octets(CELLULAR) == THRESHOLD);

            app.connections("cellular", "wifi");

            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
            assertThat(world.files.resolve("f")).hasBinaryContent(server.file("f"));
            assertThat(server.octets(CELLULAR)).isEqualTo(THRESHOLD);
            assertThat(server.octets(WIFI)).isEqualTo(SIZE - THRESHOLD);
        }
    }

    @Test
    void over_a_slowed_card_a_transfer_runs_on_slowly() throws Exception {
        slowedTo = 8192;
        int aSecond = 1 << 20;
        try (var server = new FileServer(); var agent = agent(300)) {
            var app = world.app(agent.port());
            app.connections("cellular");
            long begin = System.nanoTime();
            var asked = app.download(server.put("f", 4 * aSecond, new Random(5)), "f", "NORMAL", 4L * aSecond);

            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));

            assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofSeconds(3).toNanos());
            assertThat(world.files.resolve("f")).hasBinaryContent(server.file("f"));
            assertThat(told(app)).endsWith("RUNNING", "COMPLETED").containsOnlyOnce("RUNNING");
            assertThat(server.requests.get()).as("blocks of a second, no driblets").isLessThanOrEqualTo(5);
        }
    }

    /** What applications were told of the only transfer. */
    private static List<String> told(AgentWorld.App app) {
        return app.send("GET", "/v1/notices", null, 200).path("notices").valueStream()
                .map(it -> (it.path("state").asString() + " " + it.path("reason").asString("")).strip()).toList();
    }

    private static long reported(String report, String counter) {
        try {
            return AgentWorld.JSON.readTree(JWSObject.parse(report).getPayload().toString()).path("slots").path(0)
                    .path(counter).asLong();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    /** With room in the plan. */
    private Agent agent(int reportEvery, PolicyConnection... more) throws IOException {
        var connections = Stream.concat(Stream.of(limited(cellular(1 << 30), 0, 1 << 29)), Stream.of(more))
                .toArray(PolicyConnection[]::new);
        world.holding(signed(
                world.policy(1, Instant.now(), Duration.ofDays(1), TransferTerms.NONE, connections)));
        return new Agent(settings(reportEvery), Clock.systemUTC());
    }

    private AgentSettings settings(int reportEvery) {
        var all = world.settings(URI.create("http://127.0.0.1:" + quota.getAddress().getPort() + "/"));
        return new AgentSettings(all.deviceId(), all.directory(), all.files(), all.port(), all.server(),
                all.policyKeys(), all.tokenFile(), null, null, null, all.syncEvery(), all.connections(),
                new SimSlots(root.resolve("device-key.json"), reportEvery,
                        Map.of("cellular", Iccid.parse("8949000000000001230"))));
    }

    private String update(long threshold) {
        return slowedTo == 0
                ? """
                  {"instruction": "UPDATE", "threshold": %d, "validUntil": "%s", "graceOctets": 0, "restrictedSlots": [],
                   "uncountedSlots": []}"""
                        .formatted(threshold, Instant.now().plusSeconds(600))
                : """
                  {"instruction": "RESTRICT", "threshold": 0, "validUntil": "%s", "graceOctets": 0,
                   "restrictedSlots": [0], "how": "THROTTLE", "throttleKbps": %d, "uncountedSlots": []}"""
                        .formatted(Instant.now().plusSeconds(600), slowedTo);
    }
}
