package io.planshare.kit.thing;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

import io.planshare.kit.PlanshareApplication;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A database that is gone, silent or locked makes a service say so soon, and it is well again by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseAwayTest {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String THING = "{\"name\":\"away\",\"octets\":5}";

    private Wire wire;
    private ConfigurableApplicationContext service;
    private Api api;

    @BeforeAll
    void start() throws Exception {
        var settings = TestSettings.fresh();
        wire = Wire.to(settings.get("planshare.db.url"));
        settings.put("planshare.db.url", wire.url());
        settings.put("server.port", "0");
        service = PlanshareApplication.builder(ThingApplication.class, "thing-service")
                .run(TestSettings.arguments(settings));
        api = Api.at("http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port"))
                .as("thing:read thing:write");
        assertThat(api.get("/v1/things").status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        service.close();
        wire.close();
    }

    @Test
    void A_database_that_is_gone_is_503_within_two_seconds_and_readiness_falls() {
        // Connections used just now are believed to be alive: each request finds out for itself, some amid a transaction.
        IntStream.range(0, 16).parallel().forEach(_ -> api.get("/v1/things"));
        wire.cut();
        assertAway(timed(() -> api.get("/v1/things")));
        assertAway(timed(() -> api.post("/v1/things", THING)));
        assertAway(timed(() -> api.freshKey().post("/v1/things/paid", THING)));
        assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);
        wire.mend();
        await().atMost(Duration.ofSeconds(10)).until(() -> api.get("/v1/things").status() == 200);
        assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    @Test
    void A_database_that_does_not_answer_is_503_within_two_seconds_too() {
        // A connection that was used within half a second is believed to be alive; its statement ends after 7 s.
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        wire.hold();
        assertAway(timed(() -> api.get("/v1/things")));
        wire.mend();
        await().atMost(Duration.ofSeconds(10)).until(() -> api.get("/v1/things").status() == 200);
    }

    private record Timed(Answer answer, Duration took) {}

    private static Timed timed(Supplier<Answer> call) {
        var start = Instant.now();
        var answer = call.get();
        return new Timed(answer, Duration.between(start, Instant.now()));
    }

    private static void assertAway(Timed timed) {
        assertThat(timed.answer().status()).as(timed.answer().raw()).isEqualTo(503);
        assertThat(timed.answer().problem()).isEqualTo("database-unavailable");
        assertThat(timed.answer().header("Retry-After")).isPresent();
        assertThat(timed.took()).isLessThan(SOON.plusMillis(500));
    }
}
