package io.planshare.quota.simgroup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.micrometer.core.instrument.MeterRegistry;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.event.SimGroupEvent.Notice;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.SimGroupId;
import io.planshare.model.Units;

import static io.planshare.quota.simgroup.SimGroupFixtures.foreign;
import static org.assertj.core.api.Assertions.assertThat;

/** A carrier's server on a real socket is asked, and what it says is believed or waited for. */
@ServiceTest
class CarrierPollsTest {

    private static final String TERMS = "\"firstValue\": 1000000000, \"firstThreshold\": 100000000";
    private static final Duration EVERY = Duration.ofMinutes(5);

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private CarrierStore store;
    @Autowired
    private SimGroupStore groups;
    @Autowired
    private GroupEvaluations evaluations;
    @Autowired
    private PlatformTransactionManager transactions;
    @Autowired
    private Clock clock;
    @Autowired
    private MeterRegistry meters;
    @Autowired
    private JsonMapper json;
    @Autowired
    private JdbcClient jdbc;

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile int status = 200;
    private volatile String body = "";
    private volatile Runnable meanwhile = () -> {};
    private HttpServer server;
    private SimGroupFixtures we;
    private Tmf677Client client;
    private CarrierPolls polls;

    @BeforeEach
    void listen() throws IOException {
        we = new SimGroupFixtures(nobody, topics, keys);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        var settings = new CarrierSettings(Map.of("northern",
                new CarrierSettings.Server(
                        URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/tmf-api/usageConsumption/v3"),
                        "secret")),
                EVERY, Duration.ofHours(1), Duration.ofSeconds(5));
        client = new Tmf677Client(settings, json, clock);
        polls = new CarrierPolls(store, groups, evaluations, client, settings, transactions, clock, meters);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            meanwhile.run();
            asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            if (status == 429) exchange.getResponseHeaders().set("Retry-After", "7200");
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void H1_a_carrier_that_says_less_than_the_threshold_restricts_and_one_that_says_more_frees() {
        var group = asking();

        body = report("data", "0.05", "GB", Instant.now());
        polls.pollDue();
        assertThat(asked).anyMatch(
                it -> it.equals("/tmf-api/usageConsumption/v3/usageConsumptionReport/fleet%2017 Bearer secret"));
        assertThat(we.status(group).path("state").asString()).isEqualTo("RESTRICTED");
        assertThat(we.status(group).path("remaining").asLong()).isEqualTo(50_000_000);
        assertThat(we.status(group).path("basis").asString()).isEqualTo("CARRIER");
        we.noticed(group, Notice.RESTRICTED);
        we.noticed(group, Notice.REMAINING_CHANGED);

        body = report("data", "700", "MB", Instant.now());
        due(group);
        polls.pollDue();
        assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
    }

    @Test
    void an_answer_that_was_counted_before_the_last_is_left_out() {
        var group = asking();
        body = report("data", "700", "MB", Instant.now());
        polls.pollDue();

        body = report("data", "1", "MB", Instant.now().minusSeconds(60));
        due(group);
        polls.pollDue();

        assertThat(we.status(group).path("remaining").asLong()).isEqualTo(700_000_000);
    }

    @Test
    void an_answer_that_was_counted_before_a_reset_says_nothing_of_the_new_count() {
        var group = asking();
        var counted = Instant.now();
        reset(group);

        body = report("data", "1", "MB", counted);
        polls.pollDue();

        assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
        assertThat(we.status(group).path("basis").asString()).isEqualTo("METERED");

        body = body.replaceFirst("\"effectiveDate\": \"[^\"]*\", ", "");
        meanwhile = () -> reset(group);
        due(group);
        polls.pollDue();
        assertThat(we.status(group).path("basis").asString()).as("asked before the reset").isEqualTo("METERED");

        meanwhile = () -> {};
        body = report("data", "700", "MB", Instant.now());
        due(group);
        polls.pollDue();
        assertThat(we.status(group).path("remaining").asLong()).isEqualTo(700_000_000);
    }

    @Test
    void a_carrier_that_fails_is_asked_less_and_less_often_and_one_that_asks_for_rest_is_left_alone() {
        var group = asking();
        status = 503;
        polls.pollDue();
        assertThat(untilNext(group)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        due(group);
        polls.pollDue();
        assertThat(untilNext(group)).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));

        status = 429;
        due(group);
        polls.pollDue();
        assertThat(untilNext(group)).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(120));

        status = 200;
        body = report("data", "700", "MB", Instant.now());
        due(group);
        polls.pollDue();
        assertThat(untilNext(group)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
    }

    @Test
    void what_is_not_due_or_taken_by_another_instance_is_not_asked() {
        var group = asking();
        body = report("data", "700", "MB", Instant.now());
        var now = clock.instant();
        assertThat(store.claim(Set.of("northern"), now, now.plusSeconds(60)))
                .anyMatch(due -> due.groupId().toString().equals(group));
        assertThat(store.claim(Set.of("northern"), now, now.plusSeconds(60)))
                .noneMatch(due -> due.groupId().toString().equals(group));
    }

    @Test
    void reads_every_unit_and_never_takes_a_part_for_the_whole() {
        var counted = Instant.parse("2026-11-20T12:00:00Z");
        var all = new CarrierServer.Bucket("northern", "r", null);
        body = report("data", "1.5", "GiB", counted);
        assertThat(client.ask(all)).isEqualTo(new CarrierServer.Answer.Told(
                new Remaining.CarrierSnapshot(Units.of(3L << 29), counted)));
        body = report("data", "-3", "MB", counted);
        assertThat(client.ask(all)).isEqualTo(
                new CarrierServer.Answer.Told(new Remaining.CarrierSnapshot(Units.ZERO, counted)));
        assertThat(client.ask(new CarrierServer.Bucket("northern", "r", "pool-1")))
                .isInstanceOf(CarrierServer.Answer.Told.class);
        for (var unreadable : List.of("", "[]", "{", "{\"bucket\": []}", report("voice", "3", "MB", counted),
                report("data", "3", "furlongs", counted), report("data", "\"3\"", "MB", counted),
                report("data", "1e30", "MB", counted))) {
            body = unreadable;
            assertThat(client.ask(all)).as(unreadable).isInstanceOf(CarrierServer.Answer.NotNow.class);
        }
        assertThat(client.ask(new CarrierServer.Bucket("northern", "r", "pool-2")))
                .isInstanceOf(CarrierServer.Answer.NotNow.class);
        server.stop(0);
        assertThat(client.ask(all)).isInstanceOf(CarrierServer.Answer.NotNow.class);
    }

    @Test
    void a_carrier_that_is_not_set_up_is_refused_by_name() {
        var group = we.opened(TERMS, List.of());
        var refused = we.api().put("/v1/sim-groups/" + group + "/carrier",
                "{\"server\": \"nowhere\", \"reportId\": \"r\"}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointer()).isEqualTo("/server");
    }

    /** A group that the carrier is asked about, now. */
    private String asking() {
        var group = we.opened(TERMS, List.of(foreign(we.iccid())));
        polls.set(new SimGroupId(SimGroupFixtures.uuid(group)),
                new CarrierServer.Bucket("northern", "fleet 17", "pool-1"));
        return group;
    }

    private void reset(String group) {
        assertThat(we.api().freshKey().post("/v1/sim-groups/" + group + "/reset").status()).isEqualTo(200);
    }

    private void due(String group) {
        jdbc.sql("UPDATE sim_group_carrier SET poll_at = '2020-01-01' WHERE sim_group_id = :id")
                .param("id", SimGroupFixtures.uuid(group)).update();
    }

    private Duration untilNext(String group) {
        return Duration.between(Instant.now(),
                jdbc.sql("SELECT poll_at FROM sim_group_carrier WHERE sim_group_id = :id")
                        .param("id", SimGroupFixtures.uuid(group))
                        .query((row, _) -> row.getTimestamp(1).toInstant()).single());
    }

    private static String report(String type, String amount, String units, Instant counted) {
        return """
               {"id": "fleet 17", "effectiveDate": "%s", "bucket": [{"id": "pool-1", "usageType": "%s", "isShared": true,
                "bucketBalance": [{"remainingValueName": "some", "remainingValue": {"amount": %s, "units": "%s"}}]}]}"""
                .formatted(counted, type, amount, units);
    }
}
