package io.planshare.enrollment;

import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class EnrollmentServiceTest {

    @Autowired
    private Api anybody;
    private World world;

    @BeforeEach
    void makeWorld() {
        world = new World(anybody);
    }

    @Test
    void a_device_is_enrolled_and_its_payer_known() {
        var owner = world.user();
        var device = world.device(owner.party());
        var enrolled = world.enrol(device, owner);

        assertThat(enrolled.status()).as(enrolled.raw()).isEqualTo(201);
        assertThat(enrolled.body().path("state").asString()).isEqualTo("ACTIVE");
        assertThat(world.payerOf(device, 100, Instant.now())).isEqualTo(owner.subscription());
        System.out.println(enrolled.raw());
        System.out.println(world.api.get("/v1/devices/" + device + "/payer-map").raw());
        System.out.println(world.api.get("/v1/devices/" + device + "/payers").raw());
    }
}
