package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

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

import io.planshare.event.SimGroupEvent.Notice;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.IdentifierKeys;

import static io.planshare.quota.simgroup.SimGroupFixtures.foreign;
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

    private static String sign(Router router, String payload) throws JOSEException {
        var object = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("planshare-usage-report+json"))
                        .keyID(router.id.toString()).build(),
                new Payload(payload));
        object.sign(new ECDSASigner(router.key));
        return object.serialize();
    }
}
