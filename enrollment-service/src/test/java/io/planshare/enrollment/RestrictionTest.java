package io.planshare.enrollment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.TheftEvent.EquipmentChanged;
import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.event.TheftEvent.RestrictionLifted;
import io.planshare.event.TheftEvent.RestrictionOrdered;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imei;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;

/** What theft-detection orders is obeyed here, and only while it holds. */
@ServiceTest
class RestrictionTest {

    private static final long FILMS = 100;

    @Autowired
    private Api anybody;
    @Autowired
    private Topics topics;
    @Autowired
    private IdentifierKeys keys;
    private World world;
    private World.User owner;

    @BeforeEach
    void makeWorld() {
        world = new World(anybody);
        owner = world.user();
    }

    @Test
    void A6_a_restricted_device_is_not_paired_its_traffic_denied_and_free_again_when_lifted() {
        var car = world.device(owner.party());
        world.enrol(car, owner);
        var restriction = RestrictionId.next();
        var before = Instant.now().minusSeconds(60);
        topics.publish(new RestrictionOrdered(restriction, 1, device(car), RestrictionLevel.R3, List.of(), List.of(),
                "stolen", "care", Instant.now()));
        awaitAcknowledged(car, 1);

        var refused = world.enrol(car, owner, "\"capabilities\":[\"HOTSPOT\"]");
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.problem()).isEqualTo("restricted");
        assertThat(refused.body().path("level").asString()).isEqualTo("R3");
        assertThat(world.payerOf(car, FILMS, Instant.now())).isEqualTo("RESTRICTED");
        assertThat(world.payerOf(car, 911, Instant.now())).isEqualTo("EMERGENCY");
        assertThat(world.payerOf(car, FILMS, before)).isEqualTo("NO_PAYER");
        assertThat(world.api.get("/v1/devices/" + car + "/payers").body().path("restriction").asString())
                .isEqualTo("R3");
        var opened = world.api.post("/v1/subscriptions", """
                                                         {"accountId":"%s","planId":"%s","imsi":"%s","deviceId":"%s"}"""
                .formatted(owner.account(), owner.account(), world.imsi(), car));
        assertThat(opened.status()).isEqualTo(423);

        var during = Instant.now();
        topics.publish(new RestrictionLifted(restriction, 2, device(car), List.of(), List.of(), "found", "care",
                Instant.now()));
        awaitAcknowledged(car, 2);

        assertThat(world.enrol(car, owner, "\"capabilities\":[\"HOTSPOT\"]").status()).isEqualTo(201);
        assertThat(world.payerOf(car, FILMS, Instant.now())).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, FILMS, during)).isEqualTo("RESTRICTED");
    }

    @Test
    void a_guest_waiting_for_consent_waits_until_the_restriction_is_lifted() {
        var guest = world.user();
        var car = world.device(owner.party());
        var pending = World.created(world.enrol(car, guest));
        topics.publish(new RestrictionOrdered(RestrictionId.next(), 1, device(car), RestrictionLevel.R2, List.of(),
                List.of(), "odd", "care", Instant.now()));
        awaitAcknowledged(car, 1);

        assertThat(
                world.step(pending, "consents", "{\"byPartyId\":\"%s\",\"reference\":\"x\"}".formatted(owner.party()))
                        .status())
                .isEqualTo(423);
        assertThat(world.step(pending, "reject", "{\"reason\":\"OWNER_DECLINED\"}").status()).isEqualTo(200);
    }

    @Test
    void a_subscription_whose_card_was_in_a_stolen_device_is_paired_with_nothing() {
        var stolen = world.device(owner.party());
        var other = world.device(owner.party());
        topics.publish(new RestrictionOrdered(RestrictionId.next(), 1, device(stolen), RestrictionLevel.R3,
                List.of(new SubscriptionId(UUID.fromString(owner.subscription()))), List.of(), "stolen", "care",
                Instant.now()));
        awaitAcknowledged(stolen, 1);

        assertThat(world.enrol(other, owner).status()).isEqualTo(423);
        assertThat(world.api.put("/v1/subscriptions/" + owner.subscription() + "/device",
                "{\"deviceId\":\"" + other + "\"}").status()).isEqualTo(423);
    }

    @Test
    void A6_blacklisted_equipment_is_not_enrolled() {
        var imei = world.imei();
        var phone = world.device(owner.party(), imei);
        topics.publish(new EquipmentChanged(UUID.randomUUID(), 1, List.of(keys.of(Imei.parse(imei))),
                EquipmentStatus.BLACKLISTED, "confirmed theft"));

        topics.awaitConsumed();

        var refused = world.enrol(phone, owner);
        assertThat(refused.status()).isEqualTo(423);
        assertThat(refused.problem()).isEqualTo("equipment-blacklisted");
    }

    private void awaitAcknowledged(String device, long version) {
        topics.awaitPublished(EnforcementApplied.class, ack -> ack.subjectKey().equals(device)
                && ack.version() == version && ack.service().equals("enrollment-service"));
    }

    private static DeviceId device(String id) {
        return new DeviceId(UUID.fromString(id));
    }
}
