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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.nimbusds.jose.jwk.ECKey;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;

import io.planshare.model.DeviceId;
import io.planshare.transfer.TransferPolicy;
import io.planshare.transfer.TransferTerms;

import static io.planshare.agent.AgentWorld.KEY;
import static io.planshare.agent.AgentWorld.cellular;
import static io.planshare.agent.AgentWorld.limited;
import static io.planshare.agent.AgentWorld.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Reports out, policies in, over HTTP; what is not rightly signed is thrown away. */
class PolicySyncTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path root = Path.of("");
    private final List<JsonNode> reports = new CopyOnWriteArrayList<>();
    private volatile String answer = "";
    private volatile int status = 200;
    private HttpServer server = server();
    private AgentWorld world = new AgentWorld(Path.of("target", "unused"));

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        world = new AgentWorld(root);
        Files.writeString(root.resolve("token"), "a-token");
        server.createContext("/v1/devices/" + world.device + "/transfer-policies", exchange -> {
            try (exchange) {
                assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer a-token");
                reports.add(AgentWorld.JSON.readTree(exchange.getRequestBody()));
                var body = AgentWorld.JSON.writeValueAsString(Map.of("policy", answer))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void what_was_used_is_reported_once_and_again_under_the_same_number_until_it_is_answered() throws Exception {
        world.holding(signed(policy(1, 1 << 20)));
        try (var files = new FileServer(); var agent = agent()) {
            var app = world.app(agent.port());
            app.connections("cellular");
            var asked = app.download(files.put("f", 100_000, new Random(1)), "f", "NORMAL", 100_000L);
            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
            var sync = sync(agent);
            reports.clear();
            status = 503;
            assertThat(sync.sync()).isFalse();
            assertThat(sync.sync()).isFalse();

            status = 200;
            answer = signed(policy(2, 900_000));
            assertThat(sync.sync()).isTrue();
            assertThat(sync.sync()).isFalse();

            var told = reports.stream().filter(it -> it.path("used").size() > 0).toList();
            assertThat(told.stream().map(it -> it.path("sequence").asLong()).distinct()).hasSize(1);
            assertThat(told.getFirst().path("used").path(0).path("octets").asLong()).isEqualTo(100_000);
            assertThat(reports.getLast().path("used").size()).isZero();
            assertThat(reports.getLast().path("sequence").asLong())
                    .isGreaterThan(told.getFirst().path("sequence").asLong());
            assertThat(agent.desk().policy().map(TransferPolicy::number)).contains(2L);
        }
    }

    @Test
    void what_does_not_fit_is_wanted_and_runs_once_the_next_policy_gives_it() throws Exception {
        world.holding(signed(policy(1, 50_000)));
        try (var files = new FileServer(); var agent = agent()) {
            var app = world.app(agent.port());
            app.connections("cellular");
            var asked = app.download(files.put("f", 100_000, new Random(1)), "f", "NORMAL", 100_000L);
            assertThat(app.find(asked).path("reason").asString()).isEqualTo("NO_ROOM");
            answer = signed(policy(2, 120_000));

            sync(agent).sync();

            assertThat(reports.getLast().path("wanted").path("cellular").asLong()).isEqualTo(100_000);
            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
        }
    }

    @Test
    void a_policy_of_a_foreign_key_of_another_device_or_without_signature_is_thrown_away() throws Exception {
        world.holding(signed(policy(5, 7)));
        try (var agent = agent()) {
            var sync = sync(agent);
            ECKey stranger = AgentWorld.key(KEY.getKeyID());
            var parts = signed(policy(6, 1 << 20)).split("\\.");
            var other = new AgentWorld(root.resolve("other"));
            for (var wrong : List.of(signed(policy(6, 1 << 20), stranger), parts[0] + "." + parts[1] + ".",
                    "eyJhbGciOiJub25lIn0." + parts[1] + ".",
                    parts[0] + "." + signed(policy(7, 1 << 20)).split("\\.")[1] + "." + parts[2],
                    signed(other.policy(6, Instant.now(), Duration.ofDays(1), TransferTerms.NONE)), "nonsense")) {
                answer = wrong;
                assertThat(sync.sync()).as(wrong).isFalse();
            }
            answer = signed(policy(4, 1 << 20));
            sync.sync();
            assertThat(agent.desk().policy().map(TransferPolicy::number)).contains(5L);
            assertThat(DeviceId.next()).isNotEqualTo(world.device);
        }
    }

    @Test
    void a_state_file_with_a_forged_policy_is_not_believed() throws Exception {
        world.holding(signed(policy(1, 1 << 20), AgentWorld.key(KEY.getKeyID())));
        try (var agent = agent()) {
            assertThat(agent.desk().policy()).isEmpty();
            var app = world.app(agent.port());
            app.connections("cellular");
            assertThat(app.find(app.download("http://127.0.0.1:1/f", "f", "REALTIME", 1L)).path("reason").asString())
                    .isEqualTo("NO_CONNECTION");
        }
    }

    private TransferPolicy policy(long number, long allotment) {
        return world.policy(number, Instant.now(), Duration.ofDays(1), TransferTerms.NONE,
                limited(cellular(1 << 30), 0, allotment));
    }

    /** Reports by itself only at its start, which is over then. */
    private Agent agent() throws IOException {
        answer = "nothing yet";
        var agent = new Agent(world.settings(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/")),
                Clock.systemUTC());
        await().atMost(SOON).until(() -> !reports.isEmpty());
        return agent;
    }

    private PolicySync sync(Agent agent) throws IOException {
        var settings = world.settings(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
        return new PolicySync(settings, agent.desk(), new PolicyVerifier(settings.policyKeys(), world.device),
                Clock.systemUTC());
    }
}
