package io.planshare.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import tools.jackson.databind.JsonNode;

import io.planshare.transfer.CostType;
import io.planshare.transfer.TransferPolicy.PolicyConnection;
import io.planshare.transfer.TransferTerms;

import static io.planshare.agent.AgentWorld.CELLULAR;
import static io.planshare.agent.AgentWorld.UNREACHABLE;
import static io.planshare.agent.AgentWorld.WIFI;
import static io.planshare.agent.AgentWorld.cellular;
import static io.planshare.agent.AgentWorld.free;
import static io.planshare.agent.AgentWorld.limited;
import static io.planshare.agent.AgentWorld.signed;
import static io.planshare.agent.AgentWorld.wifi;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The agent decides and transfers while quota-service cannot be reached. */
class UnreachableServerTest {

    private static final long KIB = 1024;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path root = Path.of("");
    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvFileSource(files = "../common-model/src/test/resources/transfer/decision-table.csv", ignoreLeadingAndTrailingWhitespace = true)
    void B1_each_cell_of_the_table_holds_on_the_device_too(String priority, String column, String small,
            String large, String consented) throws IOException {
        try (var server = new FileServer()) {
            assertThat(decided(server, "small", column, priority, 10, TransferTerms.NONE)).isEqualTo(small);
            assertThat(decided(server, "large", column, priority, 150, TransferTerms.NONE)).isEqualTo(large);
            assertThat(decided(server, "consented", column, priority, 10, new TransferTerms(true, true, false)))
                    .isEqualTo(consented);
        }
    }

    private String decided(FileServer server, String name, String column, String priority, int kib,
            TransferTerms terms) throws IOException {
        var world = new AgentWorld(root.resolve(name));
        world.holding(signed(world.policy(1, Instant.now(), Duration.ofDays(1), terms, in(column))));
        var url = server.put("f", (int) (kib * KIB), random);
        try (var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            var app = world.app(agent.port());
            app.send("PUT", "/v1/connections",
                    """
                    {"connections": [{"connection": "%s", "available": true, "roaming": %s, "congested": %s}]}"""
                            .formatted(in(column).planned().name(), column.equals("ROAM"), column.equals("CONGESTED")),
                    200);
            var asked = app.download(url, "f", priority, kib * KIB);
            var found = app.find(asked);
            var reason = found.path("reason").asString("");
            return switch (found.path("state").asString()) {
                case "RUNNING", "COMPLETED" -> {
                    await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
                    assertThat(world.files.resolve("f")).hasBinaryContent(server.file("f"));
                    yield "ALLOW";
                }
                case "DENIED" -> "DENY " + reason;
                default -> "DEFER " + reason;
            };
        }
    }

    /** In this column, of a threshold of a mebibyte with 50 KiB to be had. */
    private static PolicyConnection in(String column) {
        var limited = cellular(1024 * KIB);
        return switch (column) {
            case "OK" -> limited(limited, 100 * KIB, 50 * KIB);
            case "NEAR" -> limited(limited, 900 * KIB, 50 * KIB);
            case "OVER" -> limited(limited, 1024 * KIB, 0);
            default -> free(wifi());
        };
    }

    @Test
    void B2_when_wifi_drops_normal_ones_never_run_on_cellular_and_a_high_one_once_acknowledged() throws Exception {
        var world = new AgentWorld(root);
        world.holding(signed(world.policy(1, Instant.now(), Duration.ofDays(1), TransferTerms.NONE, free(wifi()),
                limited(cellular(1 << 30), 0, 1 << 29))));
        try (var server = new FileServer(); var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            server.slowness = 20;
            var app = world.app(agent.port());
            app.connections("wifi", "cellular");
            int size = 1_000_000;
            var high = app.download(server.put("high", size, random), "high", "HIGH", (long) size);
            var normal = IntStream.range(0, 5).mapToObj(i -> app.download(server.put("n" + i, size, random), "n" + i,
                    "NORMAL", (long) size)).toList();
            await().atMost(SOON).until(() -> server.octets(WIFI) > size / 4);

            app.connections("cellular");

            assertThat(app.state(high)).isEqualTo("OFFERED");
            assertThat(app.find(high).path("offered").asString()).isEqualTo("cellular");
            assertThat(normal).allSatisfy(it -> assertThat(app.state(it)).isEqualTo("WAITING_CONNECTION"));
            var notices = app.send("GET", "/v1/notices", null, 200).path("notices").valueStream()
                    .filter(it -> it.path("reason").asString("").matches("CONNECTION_LOST|SWITCH_UNACKNOWLEDGED"))
                    .map(it -> it.path("transferId").asString()).toList();
            assertThat(notices).hasSize(6);
            normal.forEach(it -> app.send("POST", "/v1/transfers/" + it.path("id").asString() + "/acknowledge",
                    "{\"connection\": \"cellular\"}", 200));
            Thread.sleep(1500);
            assertThat(server.octets(CELLULAR)).isZero();

            app.send("POST", "/v1/transfers/" + high.path("id").asString() + "/acknowledge",
                    "{\"connection\": \"cellular\"}", 200);
            await().atMost(SOON).until(() -> app.state(high).equals("COMPLETED"));
            assertThat(server.octets(CELLULAR)).isPositive();
            assertThat(server.served()).filteredOn(it -> it.client().equals(CELLULAR))
                    .allMatch(it -> it.path().endsWith("/high"));

            server.slowness = 0;
            app.connections("wifi", "cellular");
            await().atMost(SOON).until(() -> normal.stream().allMatch(it -> app.state(it).equals("COMPLETED")));
            for (var name : List.of("high", "n0", "n1", "n2", "n3", "n4")) {
                assertThat(world.files.resolve(name)).hasBinaryContent(server.file(name));
            }
            assertThat(server.served()).filteredOn(it -> it.client().equals(CELLULAR))
                    .allMatch(it -> it.path().endsWith("/high"));
        }
    }

    @Test
    void B4_in_thirty_days_no_one_below_high_crosses_the_threshold_and_no_more_deadlines_are_missed_than_by_wifi_alone()
            throws Exception {
        var arrivals = arrivals();

        var both = month(root.resolve("both"), arrivals, true);
        var wifiOnly = month(root.resolve("wifi"), arrivals, false);

        System.out.printf(
                "B4: %d transfers in 30 days; missed %d with cellular, %d by Wi-Fi alone; cellular %d of %d%n",
                arrivals.size(), both.missed, wifiOnly.missed, both.cellular, THRESHOLD);
        assertThat(both.missed).isLessThanOrEqualTo(wifiOnly.missed);
        assertThat(wifiOnly.missed).isPositive();
        assertThat(both.cellular).isGreaterThan(THRESHOLD / 2);
        assertThat(wifiOnly.cellular).isZero();
    }

    private static final long THRESHOLD = 400 * KIB;
    private static final Instant BEGIN = Instant.parse("2026-03-02T00:00:00Z");

    private record Arrival(int hour, String priority, int kib, int hoursToDeadline) {}

    private record Month(int missed, long cellular) {}

    private List<Arrival> arrivals() {
        var arrivals = new ArrayList<Arrival>();
        var priorities = List.of("HIGH", "NORMAL", "NORMAL", "LOW", "OPPORTUNISTIC");
        for (int hour = 6; hour < 30 * 24; hour += 2 + random.nextInt(6)) {
            arrivals.add(new Arrival(hour, priorities.get(random.nextInt(5)), 1 + random.nextInt(12),
                    2 + random.nextInt(20)));
        }
        return arrivals;
    }

    /** Hour by hour: Wi-Fi in the evening, cellular by day; each transfer is a real one. */
    private Month month(Path place, List<Arrival> arrivals, boolean hasCellular) throws IOException {
        var world = new AgentWorld(place);
        var clock = new SettableClock(BEGIN);
        world.holding(signed(world.policy(1, BEGIN, Duration.ofDays(40), TransferTerms.NONE, free(wifi()),
                limited(cellular(THRESHOLD), 0, THRESHOLD))));
        try (var server = new FileServer(); var agent = new Agent(world.settings(UNREACHABLE), clock)) {
            var app = world.app(agent.port());
            var asked = new ArrayList<JsonNode>();
            int next = 0;
            for (int hour = 0; hour < 31 * 24; hour++) {
                clock.set(BEGIN.plus(Duration.ofHours(hour)));
                var atHome = hour % 24 >= 20;
                app.connections(atHome ? new String[]{"wifi"} : hasCellular ? new String[]{"cellular"} : new String[0]);
                for (; next < arrivals.size() && arrivals.get(next).hour() == hour; next++) {
                    asked.add(arrive(app, server, clock, next, arrivals.get(next)));
                }
                await().pollInterval(Duration.ofMillis(2)).atMost(SOON).until(agent::isIdle);
            }
            long cellular = 0;
            for (var part : server.served()) {
                if (!part.client().equals(CELLULAR)) continue;
                cellular += part.octets();
                if (!part.path().contains("HIGH")) assertThat(cellular).isLessThanOrEqualTo(THRESHOLD);
            }
            return new Month((int) IntStream.range(0, arrivals.size())
                    .filter(i -> !world.files.resolve("f" + i).toFile().exists()).count(), cellular);
        }
    }

    private JsonNode arrive(AgentWorld.App app, FileServer server, Clock clock, int number, Arrival arrival) {
        int size = (int) (arrival.kib() * KIB);
        var url = server.put(arrival.priority() + number, size, random);
        var body = AgentWorld.JSON.createObjectNode().put("appId", "app" + number).put("direction", "DOWNLOAD")
                .put("url", url).put("file", "f" + number).put("priority", arrival.priority())
                .put("sizeOctets", size)
                .put("deadline", clock.instant().plus(Duration.ofHours(arrival.hoursToDeadline())).toString());
        return app.send("POST", "/v1/transfers", body.toString(), 200);
    }

    @Test
    void an_expired_policy_leaves_what_is_free() throws Exception {
        var world = new AgentWorld(root);
        world.holding(signed(world.policy(1, Instant.now().minus(Duration.ofDays(2)), Duration.ofDays(1),
                new TransferTerms(true, true, true), free(wifi()), limited(cellular(1 << 30), 0, 1 << 29))));
        try (var server = new FileServer(); var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            var app = world.app(agent.port());
            app.connections("cellular");
            var asked = app.download(server.put("f", 1000, random), "f", "REALTIME", 1000L);
            assertThat(app.find(asked).path("reason").asString()).isEqualTo("POLICY_EXPIRED");

            app.connections("cellular", "wifi");
            await().atMost(SOON).until(() -> app.state(asked).equals("COMPLETED"));
            assertThat(server.octets(CELLULAR)).isZero();
        }
    }

    @Test
    void no_octet_comes_beyond_the_allotment() throws Exception {
        var world = new AgentWorld(root);
        world.holding(signed(world.policy(1, Instant.now(), Duration.ofDays(1), TransferTerms.NONE,
                limited(cellular(1 << 30), 0, 25L << 20))));
        assertThat(cellular(1).costType()).isEqualTo(CostType.FIXED);
        try (var server = new FileServer(); var agent = new Agent(world.settings(UNREACHABLE), Clock.systemUTC())) {
            var app = world.app(agent.port());
            app.connections("cellular");
            // Of unknown size: ten mebibytes come, and tell that the rest does not fit.
            var asked = app.download(server.put("f", 40 << 20, random), "f", "NORMAL", null);

            await().atMost(SOON).until(() -> app.find(asked).path("reason").asString("").equals("NO_ROOM"));
            await().atMost(SOON).until(agent::isIdle);
            assertThat(server.octets(CELLULAR)).isLessThanOrEqualTo(25L << 20);
            assertThat(Files.size(world.files.resolve("f.part"))).isEqualTo(server.octets(CELLULAR));
            assertThat(app.find(asked).path("sizeOctets").asLong()).isEqualTo(40L << 20);
        }
    }
}
