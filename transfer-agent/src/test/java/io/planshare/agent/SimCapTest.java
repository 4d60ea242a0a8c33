package io.planshare.agent;

import java.io.IOException;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.nimbusds.jose.JWSObject;
import com.sun.net.httpserver.HttpServer;

import io.planshare.agent.meter.SimSlots;
import io.planshare.model.Iccid;
import io.planshare.transfer.TransferTerms;

import static io.planshare.agent.AgentWorld.CELLULAR;
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
            Thread.sleep(1500);
            assertThat(server.octets(CELLULAR)).isEqualTo(THRESHOLD);

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

    private static long reported(String report, String counter) {
        try {
            return AgentWorld.JSON.readTree(JWSObject.parse(report).getPayload().toString()).path("slots").path(0)
                    .path(counter).asLong();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    /** With room in the plan. */
    private Agent agent(int reportEvery) throws IOException {
        world.holding(signed(world.policy(1, Instant.now(), Duration.ofDays(1), TransferTerms.NONE,
                limited(cellular(1 << 30), 0, 1 << 29))));
        return new Agent(settings(reportEvery), Clock.systemUTC());
    }

    private AgentSettings settings(int reportEvery) {
        var all = world.settings(URI.create("http://127.0.0.1:" + quota.getAddress().getPort() + "/"));
        return new AgentSettings(all.deviceId(), all.directory(), all.files(), all.port(), all.server(),
                all.policyKeys(), all.tokenFile(), null, null, null, all.syncEvery(), all.connections(),
                new SimSlots(root.resolve("device-key.json"), reportEvery,
                        Map.of("cellular", Iccid.parse("8949000000000001230"))));
    }

    private static String update(long threshold) {
        return """
               {"instruction": "UPDATE", "threshold": %d, "validUntil": "%s", "graceOctets": 0, "restrictedSlots": [],
                "uncountedSlots": []}""".formatted(threshold, Instant.now().plusSeconds(600));
    }
}
