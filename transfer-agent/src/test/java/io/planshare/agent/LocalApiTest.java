package io.planshare.agent;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.planshare.transfer.TransferTerms;

import static io.planshare.agent.AgentWorld.UNREACHABLE;
import static io.planshare.agent.AgentWorld.free;
import static io.planshare.agent.AgentWorld.signed;
import static io.planshare.agent.AgentWorld.wifi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What applications may do, and what they may not. */
class LocalApiTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path root = Path.of("");

    private AgentWorld world() throws Exception {
        var world = new AgentWorld(root);
        return world.holding(signed(
                world.policy(1, Instant.now(), Duration.ofDays(1), TransferTerms.NONE, free(wifi()))));
    }

    private static final String GOOD = """
                                       {"appId": "a", "direction": "DOWNLOAD", "url": "http://127.0.0.1:1/f", "file": "f", "priority": "NORMAL"}""";

    @ParameterizedTest
    @ValueSource(strings = {"\"f\"|\"../outside\"", "\"f\"|\"/etc/passwd\"", "\"f\"|\".\"", "\"NORMAL\"|\"ASAP\"",
            "\"a\"|\"\"", "http://127.0.0.1:1/f|file:///etc/passwd", "\"NORMAL\"|\"NORMAL\", \"sizeOctets\": -1",
            "\"NORMAL\"|\"NORMAL\", \"sizeOctets\": 1e30", "\"NORMAL\"|\"NORMAL\", \"resumable\": false",
            "DOWNLOAD|UPLOAD", "\"NORMAL\"|\"NORMAL\", \"deadline\": \"soon\"",
            "\"NORMAL\"|\"NORMAL\", \"earliest\": \"2027-01-02T00:00:00Z\", \"deadline\": \"2027-01-01T00:00:00Z\"",
            "}|"})
    void a_request_that_makes_no_sense_is_refused(String change) throws Exception {
        var world = world();
        try (var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            var parts = change.split("\\|", 2);
            var body = GOOD.replace(parts[0], parts[1]);

            world.app(agent.port()).send("POST", "/v1/transfers", body, 400);
            assertThat(agent.desk().all()).isEmpty();
        }
    }

    @Test
    void only_who_shows_the_token_is_heard_and_only_this_user_can_read_it() throws Exception {
        var world = world();
        try (var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            var answer = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + "/v1/status")).build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(Files.getPosixFilePermissions(world.directory.resolve("api.token")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(world.app(agent.port()).send("GET", "/v1/status", null, 200).path("policyNumber").asLong())
                    .isEqualTo(1);
            world.app(agent.port()).send("GET", "/v1/nothing", null, 404);
            world.app(agent.port()).send("GET", "/v1/transfers/7", null, 404);
        }
    }

    @Test
    void an_empty_token_that_a_crash_left_lets_nobody_in() throws Exception {
        var world = world();
        Files.createFile(world.directory.resolve("api.token"));
        try (var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            new AgentWorld.App(agent.port(), "").send("GET", "/v1/status", null, 401);
            world.app(agent.port()).send("GET", "/v1/status", null, 200);
        }
    }

    @Test
    void an_application_that_is_removed_takes_its_transfers_along_and_others_hear_of_theirs() throws Exception {
        var world = world();
        try (var server = new FileServer(); var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            server.slowness = 50;
            var app = world.app(agent.port());
            app.connections("wifi");
            var asked = app.download(server.put("f", 1 << 20, new Random(1)), "f", "NORMAL", 1L << 20);
            await().atMost(SOON).until(() -> server.octets() > 0);

            app.send("DELETE", "/v1/apps/photos", null, 200);

            assertThat(app.state(asked)).isEqualTo("CANCELLED");
            await().atMost(SOON).until(agent::isIdle);
            assertThat(server.octets()).isLessThan(1 << 20);
            assertThat(app.send("GET", "/v1/notices?since=1&wait=5", null, 200).path("notices").path(0).path("state")
                    .asString()).isEqualTo("CANCELLED");
            app.send("POST", "/v1/transfers/" + asked.path("id").asString() + "/cancel", "{}", 409);
        }
    }

    @Test
    void what_the_other_side_does_not_have_fails_and_what_it_has_not_now_is_tried_again() throws Exception {
        var world = world();
        try (var server = new FileServer(); var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            var app = world.app(agent.port());
            app.connections("wifi");
            var missing = app.download(server.url("/files/none"), "none", "HIGH", 5L);
            await().atMost(SOON).until(() -> app.state(missing).equals("FAILED"));
            assertThat(app.find(missing).path("error").asString()).contains("404");

            var away = app.download("http://127.0.0.1:1/f", "away", "HIGH", 5L);
            await().atMost(SOON).until(() -> app.find(away).path("error").isString());
            assertThat(app.state(away)).isEqualTo("WAITING");
        }
    }

    @Test
    void a_file_that_changed_or_a_server_without_ranges_begins_anew() throws Exception {
        var world = world();
        try (var server = new FileServer(); var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            server.slowness = 20;
            var app = world.app(agent.port());
            app.connections("wifi");
            var asked = app.download(server.put("f", 1 << 20, new Random(1)), "f", "NORMAL", 1L << 20);
            await().atMost(SOON).until(() -> server.octets() > 500_000);
            app.connections();
            await().atMost(SOON).until(agent::isIdle);
            server.slowness = 0;
            server.put("f", 1 << 20, new Random(2));
            server.knowsRanges = false;

            app.connections("wifi");

            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED") || app.state(asked).equals("FAILED"));
            if (app.state(asked).equals("COMPLETED")) {
                assertThat(world.files.resolve("f")).hasBinaryContent(server.file("f"));
            } else {
                assertThat(app.find(asked).path("error").asString()).contains("does not resume");
            }
        }
    }

    @Test
    void what_cannot_be_resumed_goes_as_a_whole() throws Exception {
        var world = world();
        Files.write(world.files.resolve("f"), new byte[100_000]);
        try (var server = new FileServer(); var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            var app = world.app(agent.port());
            app.connections("wifi");
            var asked = app.upload(server.url("/uploads/whole"), "f", "NORMAL", false);
            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
            assertThat(server.uploaded()).hasSize(100_000);
        }
    }

    @Test
    void an_interface_is_seen_by_the_agent_itself() {
        var addresses = new LocalAddresses(Map.of("ethernet", new AgentSettings.LocalConnection("lo", null),
                "none", new AgentSettings.LocalConnection("nope0", null)));

        assertThat(addresses.isUp("ethernet")).contains(true);
        assertThat(addresses.isUp("none")).contains(false);
        assertThat(addresses.isUp("unknown")).isEmpty();
        assertThat(addresses.watchesAny()).isTrue();
    }
}
