package io.planshare.quota.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.event.TransferEvent;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.kit.testing.Topics;
import io.planshare.model.Id;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.quota.transfer.TransferWorld.MIB;
import static io.planshare.quota.transfer.TransferWorld.request;
import static io.planshare.quota.transfer.TransferWorld.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Transfers from the request to the event, over HTTP, PostgreSQL and Kafka. */
@ServiceTest
class TransferServiceTest {

    private static final Instant NOON = Instant.parse("2026-11-10T12:00:00Z");

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private TestClock clock;
    @Autowired
    private Transfers transfers;

    @BeforeEach
    void stop() {
        clock.stopAt(NOON);
    }

    @AfterEach
    void run() {
        clock.reset();
    }

    @Test
    void B2_when_wifi_drops_normal_ones_never_start_on_cellular_and_a_high_one_once_acknowledged() {
        var world = new TransferWorld(nobody, 1).plan(1024);
        world.report(world.device(), NOON, "wifi", "cellular");
        var asked = world.asked(request("HIGH", 10), request("NORMAL", 10), request("NORMAL", 10),
                request("NORMAL", 10), request("NORMAL", 10), request("NORMAL", 10));
        assertThat(asked).allSatisfy(
                it -> assertThat(it.path("decision").path("connection").asString()).isEqualTo("wifi"));
        assertThat(world.start(asked.path(1)).status()).isEqualTo(200);
        world.done(asked.path(1), "progress", MIB);

        var dropped = world.report(world.device(), NOON.plusSeconds(1), "cellular");

        assertThat(dropped.body().path("transfers").size()).isEqualTo(6);
        assertThat(state(world.find(asked.path(0)))).isEqualTo("OFFERED SWITCH_UNACKNOWLEDGED");
        for (int i = 1; i < 6; i++) {
            assertThat(state(world.find(asked.path(i)))).isEqualTo("WAITING_CONNECTION CONNECTION_LOST");
            assertThat(world.start(asked.path(i)).problem()).isEqualTo("transfer-not-allowed");
            assertThat(world.step(asked.path(i), "start", "{\"acknowledged\": \"cellular\"}").status()).isEqualTo(409);
        }
        assertThat(world.start(asked.path(0)).problem()).isEqualTo("transfer-not-allowed");
        var notice = topics.awaitPublished(TransferEvent.ConnectionLost.class,
                it -> it.deviceId().equals(world.device()));
        assertThat(notice.connection()).isEqualTo("wifi");
        assertThat(notice.waiting()).hasSize(5);
        assertThat(notice.offered()).hasSize(1);

        var switched = world.step(asked.path(0), "start", "{\"acknowledged\": \"cellular\"}");
        assertThat(switched.status()).as(switched.raw()).isEqualTo(200);
        assertThat(switched.body().path("decision").path("connection").asString()).isEqualTo("cellular");
        assertThat(world.meter().path("admitted").asLong()).isEqualTo(10 * MIB);

        world.report(world.device(), NOON.plusSeconds(2), "wifi", "cellular");
        for (int i = 1; i < 6; i++) {
            assertThat(world.find(asked.path(i)).path("decision").path("connection").asString()).isEqualTo("wifi");
        }
    }

    @Test
    void B3_sixteen_callers_are_never_admitted_for_more_than_is_left() throws Exception {
        var world = new TransferWorld(nobody, 4).plan(2048);
        world.devices.forEach(it -> world.report(it, NOON, "cellular"));
        world.count(world.device(), "cellular", 1548, NOON);

        try (var callers = Executors.newFixedThreadPool(16)) {
            var calls = IntStream.range(0, 100).<Callable<JsonNode>>mapToObj(i -> () -> world
                    .ask(world.devices.get(i % 4), request("NORMAL", 10)).body().path("transfers").path(0)).toList();
            var states = callers.invokeAll(calls).stream().map(it -> state(it.resultNow())).toList();

            assertThat(states.stream().filter("ALLOWED"::equals)).hasSize(50);
            assertThat(states.stream().filter("DEFERRED NO_ROOM"::equals)).hasSize(50);
        }
        assertThat(world.meter().path("admitted").asLong()).isEqualTo(500 * MIB);
        assertThat(world.meter().path("room").asLong()).isZero();
    }

    @Test
    void B5_the_operators_count_is_billed_told_and_learned_from() {
        var world = new TransferWorld(nobody, 1).plan(4096);
        world.count(world.device(), "cellular", 900, NOON.minus(Duration.ofHours(2)));

        var reconciled = world.reconcile("{\"connection\": \"cellular\", \"octets\": %d, \"asOf\": \"%s\"}"
                .formatted(1000 * MIB, NOON)).body();

        assertThat(reconciled.path("device").asLong()).isEqualTo(900 * MIB);
        assertThat(reconciled.path("outOfTolerance").asBoolean()).isTrue();
        assertThat(reconciled.path("scale").asLong()).isEqualTo(1_111_111);
        assertThat(world.meter().path("used").asLong()).isEqualTo(1000 * MIB);
        var told = topics.awaitPublished(TransferEvent.UsageReconciled.class,
                it -> it.subscriptionId().equals(world.subscription));
        assertThat(told.operator()).isEqualTo(Units.of(1000 * MIB));

        clock.advance(Duration.ofHours(1));
        world.count(world.device(), "cellular", 90, NOON.plus(Duration.ofMinutes(30)));
        assertThat(world.meter().path("used").asLong()).isBetween(1099 * MIB, 1101 * MIB);

        clock.stopAt(Instant.parse("2026-12-02T00:00:00Z"));
        world.count(world.device(), "cellular", 9, Instant.parse("2026-12-01T12:00:00Z"));
        assertThat(world.meter().path("scale").asLong()).isEqualTo(1_111_111);
        assertThat(world.meter().path("used").asLong()).isEqualTo((long) Math.ceil(9 * MIB * 1.111111));
    }

    @Test
    void an_operators_count_can_be_our_own_use_records() {
        var world = new TransferWorld(nobody, 1).plan(4096);
        world.count(world.device(), "cellular", 100, NOON.minus(Duration.ofHours(2)));
        topics.publish(new UsageRecorded(Id.next(), world.device(), world.subscription, null, null, "ref", 100L,
                UnitType.OCTET, Units.of(120 * MIB), List.of(), List.of(), Units.of(120 * MIB), null, null,
                NOON.minusSeconds(60), NOON, false));
        topics.awaitConsumed();

        var reconciled = world.reconcile("{\"connection\": \"cellular\"}").body();

        assertThat(reconciled.path("operator").asLong()).isEqualTo(120 * MIB);
        assertThat(reconciled.path("outOfTolerance").asBoolean()).isFalse();
        assertThat(world.meter().path("used").asLong()).isEqualTo(120 * MIB);
        assertThat(topics.published(TransferEvent.UsageReconciled.class))
                .noneMatch(it -> it.subscriptionId().equals(world.subscription));
    }

    @Test
    void a_count_that_is_older_than_the_last_or_of_another_cycle_changes_nothing() {
        var world = new TransferWorld(nobody, 1).plan(4096);
        var body = "{\"connection\": \"cellular\", \"octets\": 5, \"asOf\": \"%s\"}";

        assertThat(world.reconcile(body.formatted(NOON)).status()).isEqualTo(200);
        assertThat(world.reconcile(body.formatted(NOON.minusSeconds(1))).problem()).isEqualTo("report-outdated");
        assertThat(world.reconcile(body.formatted("2026-10-31T23:59:59Z")).problem()).isEqualTo("other-cycle");
        assertThat(world.reconcile("{\"connection\": \"wifi\", \"octets\": 5, \"asOf\": \"%s\"}".formatted(NOON))
                .problem()).isEqualTo("connection-not-limited");
    }

    @Test
    void B6_a_cycle_begins_anew_at_the_last_day_of_february_and_takes_what_runs_along() {
        clock.stopAt(Instant.parse("2027-02-27T22:30:00Z"));
        var world = new TransferWorld(nobody, 1);
        var plan = world.planJson(100, "").replace("\"UTC\", \"cycleDay\": 1", "\"Europe/Berlin\", \"cycleDay\": 31");
        assertThat(world.office().put(world.planPath(), plan).status()).isEqualTo(201);
        world.report(world.device(), clock.instant(), "cellular");
        // Known for weeks, so that one busy hour is not taken for each week's.
        world.count(world.device(), "cellular", 1, Instant.parse("2027-01-09T10:00:00Z"));
        world.count(world.device(), "cellular", 60, clock.instant());
        var running = world.asked(request("NORMAL", 30)).path(0);
        world.start(running);
        world.done(running, "progress", 10 * MIB);
        var waiting = world.asked(request("NORMAL", 40)).path(0);
        assertThat(state(waiting)).isEqualTo("DEFERRED NO_ROOM");

        clock.stopAt(Instant.parse("2027-02-27T23:00:00Z"));
        transfers.lookAgain(world.device());

        assertThat(state(world.find(waiting))).isEqualTo("ALLOWED");
        var meter = world.meter();
        assertThat(meter.path("used").asLong()).isZero();
        assertThat(meter.path("admitted").asLong()).isEqualTo(60 * MIB);
        assertThat(world.office().get(world.planPath()).body().path("cycleEnd").asString())
                .isEqualTo("2027-03-30T22:00:00Z");
        world.done(running, "complete", 30 * MIB);
        assertThat(world.meter().path("used").asLong()).isEqualTo(20 * MIB);
        assertThat(world.meter().path("admitted").asLong()).isEqualTo(40 * MIB);
    }

    @Test
    void what_is_given_back_lets_others_go_on() {
        var world = new TransferWorld(nobody, 1).plan(100);
        world.report(world.device(), NOON, "cellular");
        var asked = world.asked(request("NORMAL", 70), request("NORMAL", 40));
        assertThat(state(asked.path(1))).isEqualTo("DEFERRED NO_ROOM");
        world.start(asked.path(0));

        assertThat(world.done(asked.path(0), "complete", 20 * MIB).body().path("state").asString())
                .isEqualTo("COMPLETED");

        assertThat(state(world.find(asked.path(1)))).isEqualTo("ALLOWED");
        assertThat(world.meter().path("used").asLong()).isEqualTo(20 * MIB);
        assertThat(world.meter().path("admitted").asLong()).isEqualTo(40 * MIB);
        topics.awaitPublished(TransferEvent.TransferCompleted.class,
                it -> it.requestId().toString().equals(asked.path(0).path("id").asString())
                        && it.octets().equals(Units.of(20 * MIB)));
        assertThat(world.done(asked.path(0), "progress", 30 * MIB).problem()).isEqualTo("transfer-ended");
    }

    @Test
    void a_transfer_of_unknown_size_goes_on_lease_by_lease_and_pauses_when_there_is_no_more() {
        var world = new TransferWorld(nobody, 1).plan(25);
        world.report(world.device(), NOON, "cellular");
        var stream = world.asked(request("NORMAL", 1).replaceFirst("\"sizeOctets\": \\d+,", "")).path(0);
        assertThat(stream.path("decision").path("maxOctets").asLong()).isEqualTo(10 * MIB);
        world.start(stream);

        var next = world.done(stream, "progress", 10 * MIB).body();
        assertThat(state(next)).isEqualTo("ACTIVE");
        assertThat(next.path("decision").path("maxOctets").asLong()).isEqualTo(10 * MIB);
        // 80 % are used: a warning stops what is only NORMAL.
        assertThat(state(world.done(stream, "progress", 20 * MIB).body())).isEqualTo("DEFERRED NEAR_THRESHOLD");
        assertThat(world.done(stream, "progress", 21 * MIB).problem()).isEqualTo("transfer-not-active");
        assertThat(world.meter().path("admitted").asLong()).isZero();
    }

    @Test
    void progress_counts_once_and_never_backwards() {
        var world = new TransferWorld(nobody, 1).plan(100);
        world.report(world.device(), NOON, "cellular");
        var transfer = world.asked(request("NORMAL", 20)).path(0);
        assertThat(world.done(transfer, "progress", 1).problem()).isEqualTo("transfer-not-active");
        world.start(transfer);

        world.done(transfer, "progress", 5 * MIB);
        world.done(transfer, "progress", 5 * MIB);

        assertThat(world.meter().path("used").asLong()).isEqualTo(5 * MIB);
        assertThat(world.done(transfer, "progress", 4 * MIB).problem()).isEqualTo("wrong-progress");
        assertThat(world.done(transfer, "progress", 21 * MIB).problem()).isEqualTo("wrong-progress");
        assertThat(world.done(transfer, "progress", -1).pointer()).isEqualTo("/octets");
    }

    @Test
    void what_does_not_start_in_time_gives_its_octets_back() {
        var world = new TransferWorld(nobody, 1).plan(100);
        world.report(world.device(), NOON, "cellular");
        var late = world.asked(request("NORMAL", 20)).path(0);
        assertThat(world.meter().path("admitted").asLong()).isEqualTo(20 * MIB);

        clock.advance(Duration.ofHours(25));
        transfers.lookAgain(world.device());

        assertThat(state(world.find(late))).isEqualTo("EXPIRED");
        assertThat(world.meter().path("admitted").asLong()).isZero();
        assertThat(world.start(late).problem()).isEqualTo("transfer-ended");
    }

    @Test
    void the_timer_lets_go_what_waited_for_an_instant() {
        clock.reset();
        var world = new TransferWorld(nobody, 1).plan(100);
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        world.report(world.device(), now, "wifi");

        var early = world.asked(request("photos", "NORMAL", 1,
                "\"earliest\": \"" + now.plusSeconds(2) + "\",")).path(0);
        assertThat(state(early)).isEqualTo("DEFERRED NOT_BEFORE");

        await().atMost(Duration.ofSeconds(20)).until(() -> state(world.find(early)).equals("ALLOWED"));
    }

    @Test
    void a_deadline_that_is_over_is_denied() {
        var world = new TransferWorld(nobody, 1).plan(100);
        world.report(world.device(), NOON, "wifi");

        assertThat(state(world.asked(request("photos", "HIGH", 1, "\"deadline\": \"2026-11-10T11:59:59Z\",")).path(0)))
                .isEqualTo("DENIED DEADLINE_PASSED");
    }

    @Test
    void an_application_that_is_removed_takes_its_transfers_along() {
        var world = new TransferWorld(nobody, 1).plan(100);
        world.report(world.device(), NOON, "cellular");
        var asked = world.asked(request("gone", "NORMAL", 70, ""), request("stays", "NORMAL", 40, ""));

        assertThat(world.agent().delete("/v1/devices/" + world.device() + "/apps/gone").status()).isEqualTo(204);

        assertThat(state(world.find(asked.path(0)))).isEqualTo("CANCELLED");
        assertThat(state(world.find(asked.path(1)))).isEqualTo("ALLOWED");
    }

    @Test
    void a_plan_that_grows_inside_the_cycle_does_so_for_the_rest_of_it() {
        clock.stopAt(Instant.parse("2026-11-11T00:00:00Z"));
        var world = new TransferWorld(nobody, 2).plan(300);
        world.report(world.device(), clock.instant(), "cellular");
        var asked = world.asked(request("NORMAL", 200), request("NORMAL", 250));
        assertThat(state(asked.path(1))).isEqualTo("DEFERRED NO_ROOM");

        var changed = world.office().with("If-Match", "\"1\"").put(world.planPath(), world.planJson(600, ""));

        assertThat(changed.status()).as(changed.raw()).isEqualTo(200);
        assertThat(world.meter().path("threshold").asLong()).isEqualTo(500 * MIB);
        assertThat(state(world.find(asked.path(1)))).isEqualTo("ALLOWED");
        assertThat(topics.awaitPublished(TransferEvent.PlanUpdated.class,
                it -> it.subscriptionId().equals(world.subscription) && it.version() == 2, 2)).hasSize(2);
        clock.stopAt(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(world.meter().path("threshold").asLong()).isEqualTo(600 * MIB);
    }

    @Test
    void a_device_that_leaves_the_plan_gives_back_what_it_held() {
        var world = new TransferWorld(nobody, 2).plan(100);
        world.report(world.device(), NOON, "cellular");
        var transfer = world.asked(request("NORMAL", 30)).path(0);

        var without = world.planJson(100, "").replace("\"" + world.device() + "\", ", "");
        assertThat(world.office().with("If-Match", "\"1\"").put(world.planPath(), without).status()).isEqualTo(200);

        assertThat(state(world.find(transfer))).isEqualTo("CANCELLED");
        assertThat(world.meter().path("admitted").asLong()).isZero();
        assertThat(world.ask(world.device(), request("HIGH", 1)).problem()).isEqualTo("unknown-device");
    }

    @Test
    void a_stolen_device_starts_nothing_more() {
        var world = new TransferWorld(nobody, 1).plan(100);
        world.report(world.device(), NOON, "wifi");
        var allowed = world.asked(request("HIGH", 1)).path(0);
        topics.publish(new RestrictionOrdered(RestrictionId.next(), 1, world.device(), RestrictionLevel.R3,
                List.of(world.subscription), List.of(), "stolen", "agent", NOON));
        topics.awaitConsumed();

        assertThat(world.start(allowed).problem()).isEqualTo("transfer-not-allowed");
        assertThat(state(world.find(allowed))).isEqualTo("DENIED RESTRICTED");
        assertThat(state(world.asked(request("REALTIME", 1)).path(0))).isEqualTo("DENIED RESTRICTED");
    }

    @Test
    void decisions_are_heard_as_they_come() throws Exception {
        var world = new TransferWorld(nobody, 1).plan(100);
        var path = "/v1/devices/" + world.device() + "/transfer-decisions?since=";
        var waiting = world.asked(request("NORMAL", 1)).path(0);
        assertThat(state(waiting)).isEqualTo("DEFERRED NO_CONNECTION");
        var seen = waiting.path("decision").path("number").asLong();
        assertThat(world.agent().get(path + seen).body().path("transfers").size()).isZero();

        try (var listener = Executors.newVirtualThreadPerTaskExecutor()) {
            var heard = listener.submit(() -> world.agent().get(path + seen + "&wait=20").body().path("transfers"));
            world.report(world.device(), NOON, "wifi");
            assertThat(state(heard.get().path(0))).isEqualTo("ALLOWED");
        }
        topics.awaitPublished(TransferEvent.TransferDecided.class,
                it -> it.requestId().toString().equals(waiting.path("id").asString()));
    }

    @Test
    void a_plan_without_cycle_counts_for_ever_and_forecasts_nothing() {
        var world = new TransferWorld(nobody, 1);
        assertThat(world.office().put(world.planPath(),
                world.planJson(100, "").replace("\"cycleDay\": 1,", "")).status()).isEqualTo(201);
        world.report(world.device(), NOON, "cellular");
        world.count(world.device(), "cellular", 79, NOON.minus(Duration.ofDays(300)));

        assertThat(state(world.asked(request("NORMAL", 21)).path(0))).isEqualTo("ALLOWED");
        assertThat(world.meter().path("forecast").asLong()).isEqualTo(79 * MIB);
        assertThat(state(world.asked(request("NORMAL", 1)).path(0))).isEqualTo("DEFERRED NO_ROOM");
    }
}
