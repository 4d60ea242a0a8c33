package io.planshare.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens between an owner, his guests and their subscriptions, told through the API. */
@ServiceTest
class EnrollmentStoryTest {

    private static final long FILMS = 100, TELEMETRY = 200, HOTSPOT = 300, UNKNOWN = 999;

    @Autowired
    private Api anybody;
    @Autowired
    private TestClock clock;
    private World world;
    private World.User owner;
    private World.User guest;
    private String car;

    @BeforeEach
    void makeWorld() {
        world = new World(anybody);
        owner = world.user();
        guest = world.user();
        car = world.device(owner.party());
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_guest_pays_once_the_owner_consented() {
        var asked = world.enrol(car, guest);
        assertThat(asked.body().path("state").asString()).isEqualTo("PENDING_OWNER");
        var enrollment = World.created(asked);
        assertThat(world.payerOf(car, FILMS, now())).isEqualTo("NO_PAYER");
        var before = now();
        clock.advance(Duration.ofMinutes(1));

        var consented = world.step(enrollment, "consents",
                "{\"byPartyId\":\"%s\",\"reference\":\"call 5\"}".formatted(owner.party()));

        assertThat(consented.status()).as(consented.raw()).isEqualTo(200);
        assertThat(consented.body().path("state").asString()).isEqualTo("ACTIVE");
        assertThat(consented.body().at("/consents/0/byPartyId").asString()).isEqualTo(owner.party());
        assertThat(world.payerOf(car, FILMS, now())).isEqualTo(guest.subscription());
        assertThat(world.payerOf(car, FILMS, before)).isEqualTo("NO_PAYER");
    }

    @Test
    void two_payers_share_a_car_and_each_capability_has_its_own() {
        world.enrol(car, owner, "\"capabilities\":[\"OEM_TELEMATICS\"]", "\"role\":\"PRIMARY_PURPOSE\"");
        world.enrol(car, guest, "\"capabilities\":[\"INFOTAINMENT\",\"HOTSPOT\"]", world.consentOf(owner.party()));

        assertThat(world.payerOf(car, TELEMETRY, now())).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, FILMS, now())).isEqualTo(guest.subscription());
        assertThat(world.payerOf(car, HOTSPOT, now())).isEqualTo(guest.subscription());
        assertThat(world.payerOf(car, UNKNOWN, now())).isEqualTo("NO_PAYER");
        assertThat(world.payerOf(car, 911, now())).isEqualTo("EMERGENCY");
        var payers = world.api.get("/v1/devices/" + car + "/payers").body().path("payers");
        assertThat(payers.valueStream().map(p -> p.path("capability").asString()))
                .containsExactly("HOTSPOT", "INFOTAINMENT", "OEM_TELEMATICS", "UNCLASSIFIED");
    }

    @Test
    void of_two_users_signed_in_the_one_who_came_last_pays_and_each_stay_is_remembered() {
        var since = "\"validFrom\":\"2026-01-01T00:00:00Z\"";
        world.enrol(car, owner, "\"presence\":\"REQUIRED\"", since);
        world.enrol(car, guest, "\"presence\":\"REQUIRED\"", since, world.consentOf(owner.party()));
        var t = now().minus(Duration.ofMinutes(10));
        clock.stopAt(t.plusSeconds(1000));

        assertThat(world.signIn(car, owner.party(), t.toString()).status()).isEqualTo(200);
        assertThat(world.signIn(car, guest.party(), t.plusSeconds(100).toString()).status()).isEqualTo(200);
        assertThat(world.signIn(car, guest.party(), t.plusSeconds(100).toString()).status()).isEqualTo(200);
        assertThat(world.signOut(car, guest.party(), t.plusSeconds(300).toString()).status()).isEqualTo(200);
        assertThat(world.signIn(car, guest.party(), t.plusSeconds(200).toString()).problem())
                .isEqualTo("presence-out-of-order");

        assertThat(world.payerOf(car, FILMS, t.plusSeconds(99))).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, FILMS, t.plusSeconds(100))).isEqualTo(guest.subscription());
        assertThat(world.payerOf(car, FILMS, t.plusSeconds(299))).isEqualTo(guest.subscription());
        assertThat(world.payerOf(car, FILMS, t.plusSeconds(300))).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, FILMS, t.minusSeconds(1))).isEqualTo("NO_PAYER");
    }

    @Test
    void who_has_no_enrollment_on_a_device_has_nothing_to_sign_in_for() {
        assertThat(world.signIn(car, guest.party(), null).problem()).isEqualTo("not-enrolled");
    }

    @Test
    void ended_an_enrollment_pays_no_more_what_it_paid_stays_and_its_user_is_signed_out() {
        var enrollment = World.created(world.enrol(car, guest, world.consentOf(owner.party()),
                "\"validFrom\":\"2026-01-01T00:00:00Z\""));
        world.signIn(car, guest.party(), null);
        var before = now();
        clock.advance(Duration.ofMinutes(5));

        var ended = world.step(enrollment, "end", "{\"reason\":\"OWNER_REVOKED\"}");

        assertThat(ended.body().path("state").asString()).isEqualTo("ENDED");
        assertThat(ended.body().at("/consents/0/revokedAt").isNull()).isFalse();
        assertThat(world.payerOf(car, FILMS, now())).isEqualTo("NO_PAYER");
        assertThat(world.payerOf(car, FILMS, before)).isEqualTo(guest.subscription());
        assertThat(world.signOut(car, guest.party(), null).problem()).isEqualTo("not-signed-in");
        assertThat(world.step(enrollment, "end", "{\"reason\":\"UNENROLLED\"}").status()).isEqualTo(409);
        assertThat(world.step(enrollment, "resume", "{}").status()).isEqualTo(409);
    }

    @Test
    void a_payer_of_sinceago_is_known_although_the_published_map_has_forgotten_him() {
        var monthAgo = now().minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
        var tenDaysAgo = now().minus(Duration.ofDays(10)).truncatedTo(ChronoUnit.SECONDS);
        World.created(world.enrol(car, guest, world.consentOf(owner.party()),
                "\"validFrom\":\"" + monthAgo + "\"", "\"validTo\":\"" + tenDaysAgo + "\""));
        World.created(world.enrol(car, owner, "\"validFrom\":\"" + tenDaysAgo + "\""));

        var map = world.api.get("/v1/devices/" + car + "/payer-map").body();

        assertThat(map.path("payers")).hasSize(1);
        assertThat(Instant.parse(map.path("completeFrom").asString())).isEqualTo(tenDaysAgo);
        assertThat(world.payerOf(car, FILMS, monthAgo)).isEqualTo(guest.subscription());
        assertThat(world.payerOf(car, FILMS, tenDaysAgo.minusMillis(1))).isEqualTo(guest.subscription());
        assertThat(world.payerOf(car, FILMS, tenDaysAgo)).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, FILMS, monthAgo.minusMillis(1))).isEqualTo("NO_PAYER");
    }

    @Test
    void what_a_device_offers_changes_from_now_on_and_use_of_before_is_judged_by_what_it_offered_then() {
        world.enrol(car, owner, "\"capabilities\":[\"INFOTAINMENT\"]", "\"validFrom\":\"2026-01-01T00:00:00Z\"");
        var before = now();
        clock.advance(Duration.ofMinutes(1));

        var changed = world.api.with("If-Match", "\"1\"").put("/v1/devices/" + car + "/capabilities",
                "{\"capabilities\":[{\"code\":\"INFOTAINMENT\",\"matches\":[{\"ratingGroup\":777}]}]}");

        assertThat(changed.status()).as(changed.raw()).isEqualTo(200);
        assertThat(changed.header("ETag")).contains("\"2\"");
        assertThat(world.payerOf(car, FILMS, before)).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, FILMS, now())).isEqualTo("NO_PAYER");
        assertThat(world.payerOf(car, 777, now())).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, 777, before)).isEqualTo("NO_PAYER");
    }

    @Test
    void the_fallback_pays_for_what_no_enrollment_covers() {
        var enrollment = World.created(world.enrol(car, owner));

        var changed = world.api.with("If-Match", "\"1\"").put("/v1/devices/" + car + "/fallback",
                "{\"kind\":\"DEFAULT_ENROLLMENT\",\"enrollmentId\":\"" + enrollment + "\"}");

        assertThat(changed.status()).as(changed.raw()).isEqualTo(200);
        assertThat(world.payerOf(car, UNKNOWN, now())).isEqualTo(owner.subscription());
    }

    @Test
    void more_than_the_owner_consented_to_needs_his_consent() {
        var enrollment = World.created(world.enrol(car, guest, world.consentOf(owner.party())));
        var path = "/v1/enrollments/" + enrollment + "/capabilities";
        var asGuest = world.api.with("If-Match", "\"2\"");

        assertThat(asGuest.put(path, "{\"capabilities\":[\"INFOTAINMENT\",\"HOTSPOT\"]}").problem())
                .isEqualTo("no-consent");
        var changed = asGuest.put(path,
                "{\"capabilities\":[\"INFOTAINMENT\",\"HOTSPOT\"]," + world.consentOf(owner.party()) + "}");
        assertThat(changed.status()).as(changed.raw()).isEqualTo(200);
        assertThat(world.payerOf(car, HOTSPOT, now())).isEqualTo(guest.subscription());
        var less = world.api.with("If-Match", "\"3\"").put(path, "{\"capabilities\":[\"HOTSPOT\"]}");
        assertThat(less.status()).as(less.raw()).isEqualTo(200);
        assertThat(world.payerOf(car, FILMS, now())).isEqualTo("NO_PAYER");
    }

    @Test
    void caps_never_rise_above_the_limit_of_the_consent() {
        var limit = "\"limit\":{\"unit\":\"OCTET\",\"limit\":1000,\"window\":\"MONTH\"}";
        var enrollment = World.created(world.enrol(car, guest, "\"consents\":[{\"byPartyId\":\"" + owner.party()
                + "\",\"reference\":\"paper\"," + limit + "}]"));

        var changed = world.api.with("If-Match", "\"2\"").put("/v1/enrollments/" + enrollment + "/caps",
                "{\"caps\":[{\"unit\":\"OCTET\",\"limit\":5000,\"window\":\"MONTH\"}]}");

        assertThat(changed.body().at("/caps/0/limit").asLong()).isEqualTo(1000);
        var answer = world.api.post("/v1/payer-resolutions",
                """
                {"deviceId":"%s","at":"%s","traffic":{"ratingGroup":100}}""".formatted(car, now()));
        assertThat(answer.body().at("/payer/enrolled/caps/0/limit").asLong()).isEqualTo(1000);
    }

    @Test
    void a_suspended_subscription_pays_nothing_and_takes_nobodys_other_suspension_away() {
        var films = World.created(world.enrol(car, owner));
        var hotspot = World.created(world.enrol(car, owner, "\"capabilities\":[\"HOTSPOT\"]"));
        world.step(hotspot, "suspend", "{\"reason\":\"QUOTA\"}");
        var path = "/v1/subscriptions/" + owner.subscription();

        assertThat(world.api.post(path + "/suspend").body().path("status").asString()).isEqualTo("SUSPENDED");
        assertThat(world.payerOf(car, FILMS, now())).isEqualTo("NO_PAYER");
        assertThat(world.enrol(car, owner, "\"capabilities\":[\"OEM_TELEMATICS\"]").problem())
                .isEqualTo("subscription-state");
        assertThat(world.step(films, "resume", "{}").status()).isEqualTo(409);
        assertThat(world.api.post(path + "/resume").status()).isEqualTo(200);
        assertThat(world.payerOf(car, FILMS, now())).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, HOTSPOT, now())).isEqualTo("NO_PAYER");
        assertThat(world.api.post(path + "/end").body().path("status").asString()).isEqualTo("ENDED");
        assertThat(world.api.get("/v1/enrollments/" + films).body().path("reason").asString())
                .isEqualTo("SUBSCRIPTION_GONE");
        assertThat(world.api.post(path + "/end").status()).isEqualTo(409);
    }

    @Test
    void a_card_names_the_device_that_held_it_then() {
        world.enrol(car, guest, world.consentOf(owner.party()), "\"validFrom\":\"2026-01-01T00:00:00Z\"");
        var card = world.subscription(owner.account(), car);
        var other = world.device(owner.party());
        var before = now();
        clock.advance(Duration.ofMinutes(1));
        world.api.put("/v1/subscriptions/" + card + "/device", "{\"deviceId\":\"" + other + "\"}");
        clock.advance(Duration.ofMinutes(1));
        var between = now();
        clock.advance(Duration.ofMinutes(1));
        world.api.put("/v1/subscriptions/" + card + "/device", "{\"deviceId\":null}");

        assertThat(ofCard(card, before)).isEqualTo(List.of(car, guest.subscription()));
        assertThat(ofCard(card, between)).isEqualTo(List.of(other, ""));
        assertThat(ofCard(card, now())).isEqualTo(List.of("", card));
    }

    @Test
    void a_device_is_found_by_its_imei_and_a_card_by_its_iccid() {
        var imei = world.imei();
        var iccid = world.iccid();
        var phone = world.device(owner.party(), imei);
        world.enrol(phone, owner);
        world.api.post("/v1/subscriptions", """
                                            {"accountId":"%s","planId":"%s","imsi":"%s","iccid":"%s","deviceId":"%s"}"""
                .formatted(owner.account(), owner.account(), world.imsi(), iccid, phone));
        var rest = ",\"at\":\"" + now() + "\",\"traffic\":{\"ratingGroup\":100}}";

        var byImei = world.api.post("/v1/payer-resolutions", "{\"imei\":\"" + imei + "\"" + rest);
        var byIccid = world.api.post("/v1/payer-resolutions", "{\"iccid\":\"" + iccid + "\"" + rest);

        assertThat(byImei.body().at("/payer/subscriptionId").asString()).isEqualTo(owner.subscription());
        assertThat(byIccid.body().path("deviceId").asString()).isEqualTo(phone);
        assertThat(byIccid.body().path("trace")).hasSize(3);
    }

    @Test
    void a_retired_device_gives_its_numbers_back_and_takes_no_more_enrollments() {
        var imei = world.imei();
        var phone = world.device(owner.party(), imei);

        assertThat(world.api.post("/v1/devices/" + phone + "/retire").body().path("status").asString())
                .isEqualTo("RETIRED");
        assertThat(world.enrol(phone, owner).problem()).isEqualTo("device-retired");
        assertThat(world.device(owner.party(), imei)).isNotEqualTo(phone);
        assertThat(world.api.post("/v1/devices/" + phone + "/retire").problem()).isEqualTo("device-retired");
    }

    private List<String> ofCard(String subscription, Instant at) {
        var answer = world.api
                .post("/v1/payer-resolutions",
                        """
                        {"subscriptionId":"%s","at":"%s","traffic":{"ratingGroup":100}}""".formatted(subscription, at))
                .body();
        return List.of(answer.path("deviceId").asString(""), answer.at("/payer/subscriptionId").asString(""));
    }

    private Instant now() {
        return clock.instant();
    }
}
