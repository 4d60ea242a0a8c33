package io.planshare.enrollment.enrollment;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.enrollment.World;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class EnrollmentTimersTest {

    private static final long FILMS = 100;

    @Autowired
    private Api anybody;
    @Autowired
    private TestClock clock;
    @Autowired
    private EnrollmentTimers timers;
    private World world;
    private World.User owner;
    private String car;

    @BeforeEach
    void makeWorld() {
        world = new World(anybody);
        owner = world.user();
        car = world.device(owner.party());
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void an_owner_who_never_answers_has_said_no() {
        var enrollment = World.created(world.enrol(car, world.user()));
        clock.advance(Enrollment.OWNER_PATIENCE);

        timers.run();

        assertThat(shown(enrollment)).isEqualTo("REJECTED OWNER_TIMEOUT");
        assertThat(world.step(enrollment, "consents",
                "{\"byPartyId\":\"%s\",\"reference\":\"late\"}".formatted(owner.party())).status()).isEqualTo(409);
    }

    @Test
    void an_enrollment_that_is_over_by_the_clock_is_ended_and_pays_until_its_end() {
        var end = clock.instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        var enrollment = World.created(world.enrol(car, owner, "\"validTo\":\"" + end + "\""));
        clock.advance(Duration.ofMinutes(30));
        timers.run();
        assertThat(shown(enrollment)).isEqualTo("ACTIVE ");

        clock.advance(Duration.ofHours(2));
        timers.run();

        assertThat(shown(enrollment)).isEqualTo("ENDED EXPIRED");
        assertThat(world.payerOf(car, FILMS, end.minusMillis(1))).isEqualTo(owner.subscription());
        assertThat(world.payerOf(car, FILMS, end)).isEqualTo("NO_PAYER");
    }

    @Test
    void whoever_comes_before_the_timer_finds_it_done() {
        var end = clock.instant().plus(Duration.ofHours(1));
        var enrollment = World.created(world.enrol(car, owner, "\"validTo\":\"" + end + "\""));
        clock.advance(Duration.ofHours(2));

        World.created(world.enrol(car, owner));

        assertThat(shown(enrollment)).isEqualTo("ENDED EXPIRED");
    }

    private String shown(String enrollment) {
        var body = world.api.get("/v1/enrollments/" + enrollment).body();
        return body.path("state").asString() + " " + body.path("reason").asString("");
    }
}
