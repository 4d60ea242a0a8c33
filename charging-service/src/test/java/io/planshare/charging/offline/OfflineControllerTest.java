package io.planshare.charging.offline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.Interval;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.offline.OfflineFixtures.NOON;
import static io.planshare.charging.offline.OfflineFixtures.enrolled;
import static io.planshare.charging.offline.OfflineFixtures.onDevice;
import static io.planshare.charging.offline.OfflineFixtures.record;
import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class OfflineControllerTest {

    private static final Interval ALWAYS = new Interval(Instant.EPOCH, null);

    @Autowired
    private Api plain;
    @Autowired
    private JdbcClient jdbc;
    private OfflineFixtures given;

    @BeforeEach
    void setUp() {
        given = new OfflineFixtures(plain, jdbc);
    }

    private static String outcome(Answer answer) {
        var body = answer.body();
        return body.path("charged").asInt() + " " + body.path("repeated").asInt() + " " + body.path("refused").asInt();
    }

    private static List<String> reasons(Answer answer) {
        var reasons = new ArrayList<String>();
        answer.body().path("refusals").forEach(refusal -> reasons.add(refusal.path("index").asInt() + " "
                + refusal.path("reason").asString() + " " + refusal.path("pointer").asString("")));
        return reasons;
    }

    private JsonNode usageOf(OfflineFixtures.Subscriber who) {
        return given.api().get("/v1/usage-records?subscriptionId=" + who.id()).body().path("items");
    }

    @Test
    void each_record_is_charged_as_use_on_a_session_is() {
        var who = given.subscriber(null);
        var pool = given.pool(who.accountId(), 1_000, who);
        var answer = given.send(record(who, 300), record(who, 500), record(who, 400));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        assertThat(outcome(answer)).isEqualTo("3 0 0");
        assertThat(answer.body().path("uncovered").asInt()).isEqualTo(1);
        assertThat(given.consumed(pool)).isEqualTo(1_000);
        var last = usageOf(who).path(0);
        assertThat(last.path("covered").asLong()).isEqualTo(200);
        assertThat(last.path("uncovered").asLong()).isEqualTo(200);
        assertThat(last.path("uncoveredReason").asString()).isEqualTo("OVERSHOOT");
        assertThat(last.path("nfConsumer").asString()).isEqualTo("mediation-1");
        assertThat(last.path("allocations").path(0).path("providerAccountId").asString()).isEqualTo(pool.toString());
        assertThat(unbalanced()).isZero();
    }

    @Test
    void a_record_has_one_effect_however_often_it_comes() {
        var who = given.subscriber(null);
        var pool = given.pool(who.accountId(), 10_000, who);
        var record = record(who, 700);
        assertThat(outcome(given.send(record, record(who, 10), record))).isEqualTo("2 1 0");
        assertThat(outcome(given.send(record, record(who, 20)))).isEqualTo("1 1 0");
        assertThat(given.consumed(pool)).isEqualTo(730);
    }

    @Test
    void an_id_names_one_record_for_ever() {
        var who = given.subscriber(null);
        var pool = given.pool(who.accountId(), 10_000, who);
        var id = Id.next();
        var answer = given.send(record(id, who, 700), record(id, who, 701));
        assertThat(outcome(answer)).isEqualTo("1 0 1");
        assertThat(reasons(answer)).containsExactly("1 ID_TAKEN /id");
        assertThat(reasons(given.send(record(id, who, 702)))).containsExactly("0 ID_TAKEN /id");
        assertThat(given.consumed(pool)).isEqualTo(700);
    }

    @Test
    void a_broken_record_is_told_with_its_place_and_the_others_go_on() {
        var who = given.subscriber(null);
        var pool = given.pool(who.accountId(), 10_000, who);
        var good = record(who, 1);
        var answer = given.send(good, "{", "[]", "null", "\"text\"", good.replace("\"units\": 1", "\"units\": -1"),
                good.replace("\"units\": 1,", ""), good.replace("20,", "4294967296,"), good.replace("OCTET", "LITRE"),
                good.replace("2026-11-20", "2126-11-20"), good.replace("2026-11-20T12:00:00Z", "yesterday"),
                good.replace("{\"id\"", "{\"more\": 1, \"id\""), "{\"id\": \"" + "x".repeat(20_000) + "\"}", "",
                "  ", good.replace("\"id\"", "\"id2\""), record(who, 2));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        assertThat(outcome(answer)).isEqualTo("2 0 13");
        assertThat(reasons(answer)).as(answer.raw()).containsExactly("1 MALFORMED ", "2 MALFORMED ", "3 MALFORMED ",
                "4 MALFORMED ", "5 MALFORMED /units", "6 MALFORMED /units", "7 MALFORMED /ratingGroup",
                "8 MALFORMED /unit", "9 MALFORMED /occurredAt", "10 MALFORMED /occurredAt", "11 MALFORMED /more",
                "12 MALFORMED ", "13 MALFORMED /id2");
        assertThat(given.consumed(pool)).isEqualTo(3);
    }

    @Test
    void who_is_not_known_is_told_so_and_may_come_again() {
        var stranger = new OfflineFixtures.Subscriber(SubscriptionId.next(),
                AccountId.next());
        var who = given.subscriber(null);
        var device = DeviceId.next();
        given.payerMap(device, Instant.EPOCH);
        var answer = given.send(record(stranger, 1), onDevice(who, DeviceId.next(), 1, NOON),
                onDevice(who, device, 1, NOON));
        assertThat(reasons(answer)).containsExactly("0 UNKNOWN_SUBSCRIPTION /subscriptionId",
                "1 OTHER_DEVICE /deviceId", "2 OTHER_DEVICE /deviceId");
        assertThat(answer.body().path("refusals").path(0).path("retry").asBoolean()).isTrue();
        assertThat(answer.body().path("refusals").path(1).path("retry").asBoolean()).isFalse();
    }

    @Test
    void the_payer_is_who_paid_on_the_device_when_it_occurred_and_his_cap_bounds_it() {
        var device = DeviceId.next();
        var driver = given.subscriber(device);
        var before = given.subscriber(null);
        var after = given.subscriber(null);
        given.payerMap(device, Instant.EPOCH, enrolled(before, new Interval(Instant.EPOCH, NOON)), enrolled(after,
                new Interval(NOON, null), new CapLimit(UnitType.OCTET, Units.of(100), CapLimit.Window.DAY)));
        var first = given.pool(before.accountId(), 10_000, before);
        var second = given.pool(after.accountId(), 10_000, after);
        var answer = given.send(onDevice(driver, device, 70, NOON.minusSeconds(1)),
                onDevice(driver, device, 80, NOON), onDevice(driver, device, 90, NOON.plusSeconds(1)));
        assertThat(outcome(answer)).as(answer.raw()).isEqualTo("3 0 0");
        assertThat(given.consumed(first)).isEqualTo(70);
        assertThat(given.consumed(second)).isEqualTo(100);
    }

    @Test
    void use_older_than_the_payer_map_waits_for_enrollment() {
        var device = DeviceId.next();
        var driver = given.subscriber(device);
        given.payerMap(device, NOON, enrolled(driver, ALWAYS));
        given.pool(driver.accountId(), 10_000, driver);
        var answer = given.send(onDevice(driver, device, 1, NOON.minusSeconds(1)), onDevice(driver, device, 1, NOON));
        assertThat(reasons(answer)).containsExactly("0 HISTORY_UNKNOWN /occurredAt");
        assertThat(outcome(answer)).isEqualTo("1 0 1");
    }

    @Test
    void what_it_is_sent_as_and_by_whom_is_checked_before_anything_is_read() {
        var who = given.subscriber(null);
        var api = plain.as("charging:write");
        assertThat(api.post("/v1/usage-records?source=a", record(who, 1)).status()).isEqualTo(415);
        var ndjson = api.with("Content-Type", OfflineController.NDJSON);
        assertThat(ndjson.post("/v1/usage-records", record(who, 1)).pointer()).isEqualTo("#query/source");
        assertThat(ndjson.post("/v1/usage-records?source=", record(who, 1)).pointer()).isEqualTo("#query/source");
        assertThat(ndjson.key("a").post("/v1/usage-records?source=a", record(who, 1)).problem())
                .isEqualTo("idempotency-key-unsupported");
        assertThat(plain.as("charging:read").with("Content-Type", OfflineController.NDJSON)
                .post("/v1/usage-records?source=a", record(who, 1)).status()).isEqualTo(403);
        assertThat(outcome(given.send(""))).isEqualTo("0 0 0");
        assertThat(usageOf(who)).isEmpty();
    }

    @Test
    void ten_thousand_go_in_one_call_and_no_more() {
        var who = given.subscriber(null);
        var pool = given.pool(who.accountId(), 1_000_000, who);
        var lines = new StringBuilder();
        for (int i = 0; i < 10_002; i++)
            lines.append(record(who, 7)).append('\n');
        var answer = given.send(lines.toString());
        assertThat(outcome(answer)).as(answer.raw()).isEqualTo("10000 0 1");
        assertThat(reasons(answer)).containsExactly("10000 TOO_MANY ");
        assertThat(given.consumed(pool)).isEqualTo(70_000);
    }

    @Test
    void entries_of_an_account_carry_its_versions_in_the_order_of_the_decisions() {
        var who = given.subscriber(null);
        var pool = given.pool(who.accountId(), 10_000, who);
        given.send(record(who, 1), record(who, 2), record(who, 3));
        given.send(record(who, 4));
        assertThat(jdbc.sql("""
                            select account_version from ledger_entry where provider_account_id = :id and kind = 'DEBIT'
                            order by ledger_entry_id""").param("id", pool.value()).query(Long.class).list())
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(jdbc.sql("select version from provider_account where provider_account_id = :id")
                .param("id", pool.value()).query(Long.class).single()).isEqualTo(5);
    }

    @Test
    void files_that_overlap_and_race_charge_each_record_once(@Autowired Topics topics) throws Exception {
        var random = Seeds.random();
        var family = List.of(given.subscriber(null), given.subscriber(null), given.subscriber(null));
        var pool = given.pool(family.getFirst().accountId(), 100_000_000,
                family.toArray(OfflineFixtures.Subscriber[]::new));
        var records = new ArrayList<String>();
        long sum = 0;
        for (int i = 0; i < 3_000; i++) {
            var units = 1 + random.nextInt(1_000);
            sum += units;
            records.add(record(family.get(random.nextInt(3)), units));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = new ArrayList<Callable<Answer>>();
            for (int i = 0; i < 4; i++) {
                var mine = new ArrayList<>(records);
                Collections.shuffle(mine, new Random(random.nextLong()));
                sent.add(() -> given.send(mine.toArray(String[]::new)));
            }
            int charged = 0;
            for (var done : threads.invokeAll(sent)) {
                var answer = done.get();
                assertThat(answer.body().path("refused").asInt()).as(answer.raw()).isZero();
                assertThat(answer.body().path("received").asInt()).isEqualTo(3_000);
                charged += answer.body().path("charged").asInt();
            }
            assertThat(charged).isEqualTo(3_000);
        }
        assertThat(given.consumed(pool)).isEqualTo(sum);
        assertThat(unbalanced()).isZero();
        var members = family.stream().map(OfflineFixtures.Subscriber::id).toList();
        var ids = topics.awaitPublished(UsageRecorded.class, it -> members.contains(it.subscriptionId()), 3_000)
                .stream()
                .map(UsageRecorded::recordId).toList();
        assertThat(ids).hasSize(3_000).doesNotHaveDuplicates();
    }

    private long unbalanced() {
        return jdbc
                .sql("""
                     select count(*) from provider_account a where granted - consumed - expired - withdrawn <> (
                         select sum(units) from ledger_entry e where e.provider_account_id = a.provider_account_id)""")
                .query(Long.class).single();
    }
}
