package io.planshare.quota.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.model.DeviceId;
import io.planshare.model.Units;
import io.planshare.transfer.TransferPolicy;

import static io.planshare.quota.transfer.TransferWorld.MIB;
import static io.planshare.quota.transfer.TransferWorld.request;
import static io.planshare.quota.transfer.TransferWorld.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What agents are given, and what they report. */
@ServiceTest
class PolicyTest {

    private static final Instant NOON = Instant.parse("2026-11-10T12:00:00Z");

    @Autowired
    private Api nobody;
    @Autowired
    private TestClock clock;

    @BeforeEach
    void stop() {
        clock.stopAt(NOON);
    }

    @AfterEach
    void run() {
        clock.reset();
    }

    @Test
    void a_policy_is_signed_by_the_published_key_and_holds_the_plan() throws Exception {
        var world = new TransferWorld(nobody, 2).plan(100, "\"roamingConsent\": true,");
        world.count(world.device(), "cellular", 40, NOON.minus(Duration.ofHours(1)));

        var signed = JWSObject.parse(report(world, world.device(), 1, "", "").path("policy").asString());

        var keys = JWKSet.parse(world.agent().get("/v1/transfer-policy-keys").raw());
        var key = keys.getKeyByKeyId(signed.getHeader().getKeyID()).toECKey();
        assertThat(key.isPrivate()).isFalse();
        assertThat(signed.verify(new ECDSAVerifier(key))).isTrue();
        var policy = JsonMapper.builder().build().readValue(signed.getPayload().toString(), TransferPolicy.class);
        assertThat(policy.deviceId()).isEqualTo(world.device());
        assertThat(policy.terms().roamingConsent()).isTrue();
        assertThat(policy.expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(24)));
        var cellular = policy.connections().getLast();
        assertThat(cellular.used()).isEqualTo(Units.of(40 * MIB));
        assertThat(cellular.allotment()).isEqualTo(Units.of(30 * MIB));
    }

    @Test
    void allotments_of_devices_that_nobody_can_reach_never_add_up_to_more_than_is_left() {
        var world = new TransferWorld(nobody, 3).plan(100);
        long allotted = 0;
        for (var device : world.devices) {
            allotted += allotment(report(world, device, 1, "", "\"cellular\": " + 60 * MIB));
        }

        assertThat(allotted).isEqualTo(100 * MIB);
        assertThat(world.meter().path("room").asLong()).isZero();
        world.report(world.device(), NOON.plusSeconds(1), "cellular");
        assertThat(state(world.asked(request("NORMAL", 1)).path(0))).isEqualTo("DEFERRED NO_ROOM");
    }

    @Test
    void what_an_agent_used_is_booked_once_and_its_rest_goes_back_to_all() {
        var world = new TransferWorld(nobody, 2).plan(100);
        report(world, world.device(), 1, "", "\"cellular\": " + 60 * MIB);
        var used = used("cellular", 20, 5);

        var again = report(world, world.device(), 2, used, "");
        report(world, world.device(), 2, used, "");

        assertThat(world.meter().path("counted").asLong()).isEqualTo(20 * MIB);
        assertThat(allotment(again)).isEqualTo(40 * MIB);
        assertThat(world.meter().path("admitted").asLong()).isEqualTo(40 * MIB);
        assertThat(policy(again).connections().getLast().urgentByApp()).isEqualTo(Map.of("photos",
                Units.of(5 * MIB)));
    }

    @Test
    void an_allotment_ends_with_its_cycle() {
        var world = new TransferWorld(nobody, 1).plan(100);
        report(world, world.device(), 1, "", "");
        assertThat(world.meter().path("admitted").asLong()).isEqualTo(100 * MIB);

        clock.stopAt(Instant.parse("2026-12-01T00:00:00Z"));

        assertThat(world.meter().path("admitted").asLong()).isZero();
        report(world, world.device(), 2, used("cellular", 30, 0), "");
        assertThat(world.meter().path("used").asLong()).isZero();
        assertThat(world.meter().path("admitted").asLong()).isEqualTo(100 * MIB);
    }

    @Test
    void an_agents_report_is_checked_like_any_other() {
        var world = new TransferWorld(nobody, 1).plan(100);

        assertThat(world.agent().post(path(world.device()), body(1, used("cellular", 1, 2), "")).pointer())
                .isEqualTo("/used/0/urgentOctets");
        assertThat(world.agent().post(path(world.device()), body(1, "", "").replace("\"cellular\", \"av",
                "\"satellite\", \"av")).pointer()).isEqualTo("/connections/0/connection");
        assertThat(world.agent().post(path(DeviceId.next()), body(1, "", "")).status()).isEqualTo(404);
    }

    @Test
    void the_key_that_everybody_knows_signs_nothing_in_production() {
        var production = new StandardEnvironment();
        production.setActiveProfiles("prod");
        production.getPropertySources().addFirst(new MapPropertySource("none", Map.of()));

        assertThatThrownBy(() -> new PolicySigner(
                new PolicySettings(PolicySettings.DEVELOPMENT_KEY, Duration.ofHours(24)), production))
                .hasMessageContaining("signing-key");
        assertThatThrownBy(() -> new PolicySigner(new PolicySettings("secret", Duration.ofHours(24)), production))
                .hasMessageNotContaining("secret").hasNoCause();
    }

    private tools.jackson.databind.JsonNode report(TransferWorld world, DeviceId device, long sequence, String used,
            String wanted) {
        var answer = world.agent().post(path(device), body(sequence, used, wanted));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        return answer.body();
    }

    private static String path(DeviceId device) {
        return "/v1/devices/" + device + "/transfer-policies";
    }

    private static String body(long sequence, String used, String wanted) {
        return """
               {"sequence": %d, "reportedAt": "%s", "connections": [{"connection": "cellular", "available": true}],
                "used": [%s], "open": {}, "wanted": {%s}}""".formatted(sequence, NOON.plusSeconds(sequence), used,
                wanted);
    }

    private static String used(String connection, long mib, long urgentMib) {
        return """
               {"connection": "%s", "appId": "photos", "octets": %d, "urgentOctets": %d, "occurredAt": "%s"}"""
                .formatted(connection, mib * MIB, urgentMib * MIB, NOON);
    }

    private static TransferPolicy policy(tools.jackson.databind.JsonNode issued) {
        try {
            return JsonMapper.builder().build().readValue(
                    JWSObject.parse(issued.path("policy").asString()).getPayload().toString(), TransferPolicy.class);
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static long allotment(tools.jackson.databind.JsonNode issued) {
        return policy(issued).connections().getLast().allotment().count();
    }
}
