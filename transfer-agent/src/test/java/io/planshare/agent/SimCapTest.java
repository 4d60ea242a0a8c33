package io.planshare.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path root = Path.of("");
    private final AtomicLong next = new AtomicLong(THRESHOLD);
    private HttpServer quota;
    private AgentWorld world;

    @BeforeEach
    void serve() throws IOException {
        world = new AgentWorld(root);
        Files.writeString(root.resolve("token"), "a-token");
        quota = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        quota.createContext("/v1/devices/" + world.device + "/threshold-requests", exchange -> {
            try (exchange) {
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
        world.holding(signed(world.policy(1, Instant.now(), Duration.ofDays(1), TransferTerms.NONE,
                limited(cellular(1 << 30), 0, 1 << 29))));
        try (var server = new FileServer(); var agent = new Agent(settings(), Clock.systemUTC())) {
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

    private AgentSettings settings() {
        var all = world.settings(URI.create("http://127.0.0.1:" + quota.getAddress().getPort() + "/"));
        return new AgentSettings(all.deviceId(), all.directory(), all.files(), all.port(), all.server(),
                all.policyKeys(), all.tokenFile(), null, null, null, all.syncEvery(), all.connections(),
                new SimSlots(root.resolve("device-key.json"), 300,
                        Map.of("cellular", Iccid.parse("8949000000000001230"))));
    }

    private static String update(long threshold) {
        return """
               {"instruction": "UPDATE", "threshold": %d, "validUntil": "%s", "graceOctets": 0, "restrictedSlots": [],
                "uncountedSlots": []}""".formatted(threshold, Instant.now().plusSeconds(600));
    }
}
