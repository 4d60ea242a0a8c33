package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.event.SimGroupEvent.Notice;
import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.IdentifierKeys;

import static io.planshare.quota.simgroup.SimGroupFixtures.foreign;
import static java.time.ZoneOffset.UTC;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Routers with other carriers' cards: they report, ask, and are told. */
@ServiceTest
class UsageReportServiceTest {

    private static final String TERMS = "\"firstValue\": 1000, \"firstThreshold\": 100, \"graceOctets\": 7";

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JdbcClient jdbc;

    /** The routers start when they are trusted, so that all they count is the group's. */
    private Instant booted = Instant.now();
    private SimGroupFixtures we;

    /** A router with its key. */
    private record Router(DeviceId id, ECKey key) {}

    @BeforeEach
    void speak() {
        we = new SimGroupFixtures(nobody, topics, keys);
    }

    @Test
    void H6_a_device_that_reports_is_told_how_far_it_may_go_and_to_stop_at_the_threshold() throws Exception {
        var card = we.iccid();
        var group = we.opened(TERMS, List.of(foreign(card)));
        var router = trusted(group);

        var first = report(group, signed(router, 1, slot(card, 300, 100)));
        assertThat(first.status()).as(first.raw()).isEqualTo(200);
        assertThat(first.body().path("instruction").asString()).isEqualTo("UPDATE");
        assertThat(first.body().path("threshold").asLong()).isEqualTo(500);
        assertThat(first.body().path("graceOctets").asLong()).isEqualTo(7);
        assertThat(Instant.parse(first.body().path("validUntil").asString()))
                .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(601));

        var asked = nobody.as("sim-group:report").post("/v1/devices/" + router.id + "/threshold-requests",
                body(signed(router, 2, slot(card, 801, 100))));
        assertThat(asked.body().path("instruction").asString()).isEqualTo("RESTRICT");
        assertThat(asked.body().path("threshold").asLong()).isZero();
        assertThat(asked.body().path("restrictedSlots").path(0).asInt(-1)).isZero();
        assertThat(asked.body().path("how").asString()).isEqualTo("BLOCK");
        assertThat(we.status(group).path("state").asString()).isEqualTo("RESTRICTED");
        we.noticed(group, Notice.INSTRUCTION_ISSUED);

        assertThat(we.allow(group, 2000).status()).isEqualTo(200);
        var again = report(group, signed(router, 3));
        assertThat(again.body().path("instruction").asString()).isEqualTo("UPDATE");
        assertThat(again.body().path("threshold").asLong()).isEqualTo(999);
    }

    @Test
    void H2_what_a_device_may_still_use_as_an_answer_was_lost_is_given_to_nobody_else() throws Exception {
        var cards = List.of(we.iccid(), we.iccid());
        var group = we.opened("\"firstValue\": 2000, \"firstThreshold\": 0",
                cards.stream().map(SimGroupFixtures::foreign).toList());
        var a = trusted(group);
        var b = trusted(group);
        assertThat(threshold(report(group, answered(a, 1, 0, slot(cards.getFirst(), 0, 0))))).isEqualTo(2000);
        assertThat(we.allow(group, 1000).status()).isEqualTo(200);
        assertThat(threshold(report(group, answered(a, 2, 1, slot(cards.getFirst(), 100, 0))))).isEqualTo(900);
        assertThat(we.allow(group, 2000).status()).isEqualTo(200);

        assertThat(threshold(report(group, signed(b, 1, slot(cards.getLast(), 0, 0))))).as("nobody knows what a has")
                .isZero();
        long kept = threshold(report(group, answered(a, 3, 1, slot(cards.getFirst(), 1000, 0))));
        assertThat(kept).isLessThan(1000);
        assertThat(threshold(report(group, signed(b, 2)))).as("a has 1000 of the first answer").isZero();

        report(group, answered(a, 4, 3, slot(cards.getFirst(), 1000, 0)));
        assertThat(threshold(report(group, signed(b, 3)))).as("a has the third answer").isBetween(1L, 1000 - kept);
    }

    private static long threshold(Answer answer) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        return answer.body().path("threshold").asLong(-1);
    }

    @Test
    void a_device_that_is_silent_makes_the_group_stale_and_after_a_day_nobody_waits_for_it() throws Exception {
        var cards = List.of(we.iccid(), we.iccid());
        var group = we.opened("\"firstValue\": 2000, \"firstThreshold\": 0, \"onStale\": \"CLOSED\"",
                cards.stream().map(SimGroupFixtures::foreign).toList());
        var silent = trusted(group);
        var other = trusted(group);
        assertThat(threshold(report(group, signed(silent, 1, slot(cards.getFirst(), 100, 0))))).isEqualTo(1900);

        silent(silent, Duration.ofHours(20));
        assertThat(threshold(report(group, signed(other, 1, slot(cards.getLast(), 0, 0))))).isZero();
        assertThat(we.status(group).path("stale").asBoolean()).isTrue();
        assertThat(threshold(report(group, signed(other, 2)))).as("however often it is looked at").isZero();
        assertThat(we.status(group).path("state").asString()).isEqualTo("RESTRICTED");

        silent(silent, Duration.ofDays(3));
        assertThat(threshold(report(group, signed(other, 3)))).isPositive();
        assertThat(we.status(group).path("stale").asBoolean()).isFalse();
        assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
        assertThat(we.status(group).path("remaining").asLong()).isEqualTo(1900);

        report(group, signed(silent, 2, slot(cards.getFirst(), 100, 50)));
        assertThat(we.status(group).path("used").asLong()).as("it is heard again").isEqualTo(150);
    }

    /** As if it had reported for the last time so long ago, in a group that is older. */
    private void silent(Router router, Duration ago) {
        var at = Instant.now().minus(ago).atOffset(UTC);
        jdbc.sql("UPDATE sim_group_device SET valid_until = ? WHERE device_id = ?").params(at, router.id.value())
                .update();
        jdbc.sql("UPDATE sim_group_card SET joined_at = ?, reported_at = ? WHERE device_id = ?")
                .params(at, at, router.id.value()).update();
        jdbc.sql("""
                 UPDATE sim_group SET counted_from = ? WHERE sim_group_id =
                     (SELECT sim_group_id FROM sim_group_device WHERE device_id = ?)""")
                .params(at.minusDays(1), router.id.value()).update();
    }

    @Test
    void H4_forged_replayed_and_old_reports_change_nothing() throws Exception {
        var card = we.iccid();
        var group = we.opened(TERMS, List.of(foreign(card)));
        var router = trusted(group);
        var genuine = signed(router, 5, slot(card, 100, 0));
        assertThat(report(group, genuine).status()).isEqualTo(200);

        var replayed = report(group, genuine);
        assertThat(replayed.status()).isEqualTo(409);
        assertThat(replayed.problem()).isEqualTo("old-sequence");
        assertThat(replayed.body().path("lastSequence").asLong()).isEqualTo(5);
        assertThat(report(group, signed(router, 4, slot(card, 900, 0))).status()).isEqualTo(409);

        var impostor = new Router(router.id, key());
        var forged = report(group, signed(impostor, 6, slot(card, 900, 0)));
        assertThat(forged.status()).isEqualTo(401);
        assertThat(forged.problem()).isEqualTo("forged-report");
        we.noticed(group, Notice.REPORT_FORGED);
        var parts = signed(router, 6, slot(card, 900, 0)).split("\\.");
        var other = signed(router, 6, slot(card, 100, 0)).split("\\.");
        assertThat(report(group, other[0] + "." + parts[1] + "." + other[2]).status()).isEqualTo(401);
        assertThat(report(group, "eyJhbGciOiJub25lIn0." + parts[1] + ".").status()).isEqualTo(401);
        assertThat(report(group, "nonsense").status()).isEqualTo(401);
        var stranger = new Router(DeviceId.next(), key());
        assertThat(report(group, signed(stranger, 6, slot(card, 900, 0))).status()).isEqualTo(401);
        assertThat(report(we.opened(TERMS, List.of()), signed(router, 6, slot(card, 900, 0))).status())
                .isEqualTo(401);

        assertThat(we.status(group).path("used").asLong()).isEqualTo(100);
        assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
        assertThat(report(group, signed(router, 6, slot(card, 150, 0))).status()).isEqualTo(200);
        assertThat(we.status(group).path("used").asLong()).isEqualTo(150);
    }

    @Test
    void H3_a_card_that_moves_to_another_router_takes_its_use_along_and_nothing_is_counted_twice() throws Exception {
        var card = we.iccid();
        var group = we.opened(TERMS, List.of(foreign(card)));
        var a = trusted(group);
        var b = trusted(group);

        report(group, signed(a, 1, slot(card, 200, 0)));
        report(group, signed(b, 1, slot(card, 50, 0)));
        report(group, signed(a, 2, slot(card, 200, 0)));
        report(group, signed(b, 2, slot(card, 80, 0)));

        assertThat(we.status(group).path("used").asLong()).isEqualTo(280);
        var id = we.api().post("/v1/sims/searches", "{\"iccid\": \"%s\"}".formatted(card.value())).body()
                .path("simCardId").asString();
        var activity = we.api().get("/v1/sims/" + id + "/activity");
        assertThat(activity.status()).isEqualTo(200);
        assertThat(activity.body().path("hours").valueStream().mapToLong(hour -> hour.path("octets").asLong()).sum())
                .isEqualTo(280);
    }

    @Test
    void what_a_card_used_while_it_was_in_no_group_is_never_counted() throws Exception {
        var card = we.iccid();
        var group = we.opened(TERMS, List.of(foreign(card)));
        var router = trusted(group);
        report(group, signed(router, 1, slot(card, 100, 0)));

        leave(group, card);
        report(group, signed(router, 2, slot(card, 600, 0)));
        assertThat(we.join(group, List.of(foreign(card))).status()).isEqualTo(200);
        report(group, signed(router, 3, slot(card, 600, 0)));
        report(group, signed(router, 4, slot(card, 630, 0)));

        assertThat(we.status(group).path("used").asLong()).isEqualTo(130);
    }

    @Test
    void of_a_reading_that_spans_the_joining_only_what_came_after_it_is_counted() throws Exception {
        var card = we.iccid();
        var group = we.opened("\"firstValue\": 10000000, \"firstThreshold\": 0", List.of());
        var router = trusted(group);
        booted = Instant.now().minus(Duration.ofMinutes(59));
        jdbc.sql("UPDATE sim_group SET counted_from = ? WHERE sim_group_id = ?")
                .params(booted.atOffset(UTC), SimGroupFixtures.uuid(group)).update();
        assertThat(we.join(group, List.of(foreign(card))).status()).isEqualTo(200);

        var counted = report(group, signed(router, 1, slot(card, 3_600_000, 0, booted.plus(Duration.ofHours(1)))));

        assertThat(counted.status()).as(counted.raw()).isEqualTo(200);
        assertThat(we.status(group).path("used").asLong()).as("a minute of an hour").isBetween(1L, 60_001L);
    }

    @Test
    void what_charging_meters_itself_or_the_group_does_not_have_is_not_counted_by_reports() throws Exception {
        var own = we.cards(1).getFirst();
        var group = we.opened(TERMS, List.of(SimGroupFixtures.own(own, 1, false)));
        var router = trusted(group);

        var answer = report(group, signed(router, 1, slot(own.iccid(), 500, 0), slot(we.iccid(), 500, 0)));

        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        assertThat(answer.body().path("uncountedSlots").valueStream().map(slot -> slot.asInt(-1)))
                .containsExactly(0, 1);
        assertThat(we.status(group).path("used").asLong()).isZero();
    }

    private static final int CARDS = Boolean.getBoolean("planshare.proof") ? 10_000 : 2_000;

    @Test
    void a_report_of_many_slots_takes_no_statement_for_each() throws Exception {
        var cards = Stream.generate(we::iccid).limit(UsageReport.SLOTS_MAX).toList();
        var group = we.opened("\"firstValue\": 1000000, \"firstThreshold\": 0",
                cards.stream().map(SimGroupFixtures::foreign).toList());
        var router = trusted(group);
        report(group, signed(router, 1, slot(cards.getFirst(), 1, 1)));

        var one = statements(
                () -> report(group, signed(router, 2, slot(cards.getFirst(), 2, 1))));
        var many = statements(() -> report(group,
                signed(router, 3, cards.stream().map(card -> slot(card, 4, 1)).toArray(String[]::new))));

        // What goes on beside it may add some.
        assertThat(many).isPositive().isLessThan(one + UsageReport.SLOTS_MAX / 2);
        assertThat(we.status(group).path("used").asLong()).isEqualTo(5L * cards.size());
    }

    private static long statements(Callable<Answer> work) throws Exception {
        try (var statements = new CountedStatements("sim_")) {
            var answer = work.call();
            assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
            return statements.count();
        }
    }

    /** What it costs is printed. No step may take a round trip to the database for each card. */
    @Test
    void a_very_large_group_is_counted_restricted_and_freed_like_a_small_one() throws Exception {
        var cards = costing("register", () -> we.cards(CARDS - 1));
        var exempt = cards.getFirst();
        var spare = we.iccid();
        var group = we.opened("\"firstValue\": 1000000, \"firstThreshold\": 100000", List.of(foreign(spare)));
        try {
            costing("join", () -> {
                for (int from = 0; from < cards.size(); from += 1_000)
                    assertThat(we.join(group, own(cards.subList(from, Math.min(cards.size(), from + 1_000)), exempt))
                            .status())
                            .isEqualTo(200);
                return group;
            });
            var one = new ArrayList<>(we.cards(999));
            one.add(cards.getLast());
            assertThat(we.join(group, own(one, exempt)).pointer()).as("all of them or none")
                    .isEqualTo("/members/999/iccid");
            assertThat(members(group, "true")).isEqualTo(CARDS);

            var router = trusted(group);
            var reported = costing("report", () -> report(group, signed(router, 1, slot(spare, 800_000, 50_000))));
            assertThat(reported.body().path("instruction").asString()).isEqualTo("UPDATE");
            var status = costing("status", () -> we.status(group));
            assertThat(status.path("used").asLong()).isEqualTo(850_000);
            assertThat(status.path("remaining").asLong()).isEqualTo(150_000);
            assertThat(status.path("state").asString()).isEqualTo("WARNED_75");

            costing("use that restricts", () -> used(cards.subList(0, 1_000), 51));
            assertThat(we.status(group).path("state").asString()).isEqualTo("RESTRICTED");
            assertThat(we.status(group).path("used").asLong()).isEqualTo(901_000);
            assertThat(members(group, "restricted_since IS NOT NULL")).as("all but the exempt").isEqualTo(CARDS - 1);
            var barred = told(group, CARDS - 2, it -> it.bar() != null);
            assertThat(barred).noneMatch(it -> it.simCardId().equals(exempt.id()));
            costing("acknowledge", () -> acknowledged(barred));
            assertThat(members(group, "record ->> 'bar' IS NOT NULL AND cardinality(lacking) > 0")).isZero();

            assertThat(costing("allow more", () -> we.allow(group, 2_000_000)).status()).isEqualTo(200);
            assertThat(we.status(group).path("state").asString()).isEqualTo("OPEN");
            assertThat(members(group, "restricted_since IS NOT NULL")).isZero();
            told(group, CARDS - 2,
                    it -> it.bar() == null && requireNonNull(it.allowances().getFirst().limit()).count() > 1_000_000);
        } finally {
            sendNothingAgain(group);
        }
    }

    @Test
    void what_could_not_be_is_refused_by_name() throws Exception {
        var card = we.iccid();
        var group = we.opened(TERMS, List.of(foreign(card)));
        var router = trusted(group);
        for (var payload : List.of("[]", "{\"sequence\": 1}", payload(DeviceId.next(), 1, slot(card, 1, 1)),
                payload(router.id, 0), payload(router.id, 1, slot(card, -1, 0)),
                payload(router.id, 1, slot(card, 1, 1), slot(card, 1, 1)),
                payload(router.id, 1, slot(card, 1, 1, Instant.now().plus(Duration.ofHours(1)))))) {
            var answer = report(group, sign(router, payload));
            assertThat(answer.status()).as(payload).isEqualTo(422);
            assertThat(answer.problem()).isEqualTo("implausible-report");
        }
        assertThat(nobody.as("sim-group:report").post("/v1/devices/" + DeviceId.next() + "/threshold-requests",
                body(signed(router, 1))).status()).isEqualTo(404);
        var weak = nobody.as("sim-group:write").put("/v1/sim-groups/" + group + "/devices/" + router.id + "/key",
                "{\"publicKey\": {\"kty\": \"oct\", \"k\": \"AAAA\"}}");
        assertThat(weak.status()).isEqualTo(400);
        assertThat(weak.pointer()).isEqualTo("/publicKey");
        assertThat(nobody.as("sim-group:read").post("/v1/sim-groups/" + group + "/usage-reports",
                body(signed(router, 1))).status()).isEqualTo(403);
    }

    private void leave(String group, Iccid card) {
        var id = we.api().post("/v1/sims/searches", "{\"iccid\": \"%s\"}".formatted(card.value())).body()
                .path("simCardId").asString();
        assertThat(we.api().delete("/v1/sim-groups/" + group + "/members/" + id).status()).isEqualTo(200);
    }

    private static <T> T costing(String what, Callable<T> work) throws Exception {
        try (var statements = new CountedStatements("sim_")) {
            var begin = System.nanoTime();
            var result = work.call();
            System.out.printf("%,d cards: %s takes %,d ms and %d statements%n", CARDS, what,
                    (System.nanoTime() - begin) / 1_000_000, statements.count());
            assertThat(statements.count()).as(what).isPositive().isLessThan(CARDS / 10);
            return result;
        }
    }

    private static List<String> own(List<SimGroupFixtures.Card> cards, SimGroupFixtures.Card exempt) {
        return cards.stream().map(it -> SimGroupFixtures.own(it, 1, it.equals(exempt))).toList();
    }

    private long members(String group, String such) {
        return jdbc.sql("SELECT count(*) FROM sim_group_card WHERE sim_group_id = ? AND left_at IS NULL AND " + such)
                .param(SimGroupFixtures.uuid(group)).query(Long.class).single();
    }

    private int used(List<SimGroupFixtures.Card> cards, long octets) {
        topics.publish(cards.stream().map(it -> SimGroupFixtures.usage(it, octets, DeviceId.next()))
                .toArray(UsageRecorded[]::new));
        topics.awaitConsumed();
        return cards.size();
    }

    private List<SimGroupCardChanged> told(String group, int count, Predicate<SimGroupCardChanged> such) {
        sendNothingAgain(group);
        return topics.awaitPublished(SimGroupCardChanged.class,
                it -> it.groupId().toString().equals(group) && such.test(it), count);
    }

    private int acknowledged(List<SimGroupCardChanged> records) {
        we.acknowledge(records.toArray(SimGroupCardChanged[]::new));
        topics.awaitConsumed();
        return records.size();
    }

    /** Nobody else here obeys the bars of so many cards. */
    private void sendNothingAgain(String group) {
        jdbc.sql("UPDATE sim_group_card SET send_again_at = NULL WHERE sim_group_id = ?")
                .param(SimGroupFixtures.uuid(group)).update();
    }

    private Router trusted(String group) throws JOSEException {
        var router = new Router(DeviceId.next(), key());
        var answer = nobody.as("sim-group:write").put("/v1/sim-groups/" + group + "/devices/" + router.id + "/key",
                "{\"publicKey\": %s}".formatted(router.key.toPublicJWK().toJSONString()));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(204);
        booted = Instant.now();
        return router;
    }

    private static ECKey key() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).generate();
    }

    private Answer report(String group, String jws) {
        return nobody.as("sim-group:report").post("/v1/sim-groups/" + group + "/usage-reports", body(jws));
    }

    private static String body(String jws) {
        return "{\"report\": \"%s\"}".formatted(jws);
    }

    private String slot(Iccid card, long rx, long tx) {
        return slot(card, rx, tx, Instant.now());
    }

    private String slot(Iccid card, long rx, long tx, Instant to) {
        return "{\"iccid\": \"%s\", \"counterBits\": 32, \"rxOctets\": %d, \"txOctets\": %d, \"from\": \"%s\", \"to\": \"%s\"}"
                .formatted(card.value(), rx, tx, booted, to);
    }

    private static String signed(Router router, long sequence, String... slots) throws JOSEException {
        return sign(router, payload(router.id, sequence, slots));
    }

    private static String payload(DeviceId device, long sequence, String... slots) {
        return "{\"deviceId\": \"%s\", \"sequence\": %d, \"slots\": [%s]}".formatted(device, sequence,
                String.join(", ", slots));
    }

    private static String answered(Router router, long sequence, long answered, String... slots)
            throws JOSEException {
        return sign(router, payload(router.id, sequence, slots).replaceFirst("\\{",
                "{\"answered\": %d, ".formatted(answered)));
    }

    private static String sign(Router router, String payload) throws JOSEException {
        var object = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("planshare-usage-report+json"))
                        .keyID(router.id.toString()).build(),
                new Payload(payload));
        object.sign(new ECDSASigner(router.key));
        return object.serialize();
    }
}
