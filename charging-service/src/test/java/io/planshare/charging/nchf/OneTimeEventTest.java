package io.planshare.charging.nchf;

import java.net.URI;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.UnitType;

import static io.planshare.charging.nchf.NchfFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

/** Events charged at once: TS 32.290 immediate and post event charging. */
@ServiceTest
class OneTimeEventTest {

    private static final String BASE = NchfController.CHARGING_DATA;

    @Autowired
    private Api api;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    private Api network;
    private NchfPeople people;

    @BeforeEach
    void aToken() {
        network = api.as("nchf-convergedcharging");
        people = new NchfPeople(jdbc, keys);
    }

    @Test
    void a_message_is_debited_at_once_and_leaves_no_session_open() {
        var supi = people.with(UnitType.EVENT, 10);
        var charged = network.post(BASE, event(supi, 3));
        assertThat(charged.status()).as(charged.raw()).isEqualTo(201);
        assertThat(information(charged).at("/resultCode").asString()).isEqualTo("SUCCESS");
        assertThat(information(charged).at("/grantedUnit/serviceSpecificUnits").asLong()).isEqualTo(3);
        assertThat(information(charged).has("validityTime") || information(charged).has("triggers")).isFalse();
        assertThat(people.spent(supi, UnitType.EVENT)).isEqualTo("3+0");
        assertThat(openSessions(charged)).isZero();
        var release = network.post(URI.create(charged.header("Location").orElseThrow()).getPath() + "/release",
                with(NchfDocs.RELEASE, "/multipleUnitUsage", "[]"));
        assertThat(release.status()).isEqualTo(404);
    }

    @Test
    void a_retransmission_has_one_effect_and_the_same_answer_however_often_and_at_once() throws Exception {
        var supi = people.with(UnitType.EVENT, 100);
        var event = event(supi, 1);
        var first = network.post(BASE, event);
        assertThat(network.post(BASE, with(event, "/retransmissionIndicator", "true")).raw()).isEqualTo(first.raw());
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var other = event(supi, 5);
            var answers = IntStream.range(0, 20).mapToObj(_ -> pool.submit(() -> network.post(BASE, other).raw()))
                    .toList();
            for (var answer : answers)
                assertThat(answer.get()).isEqualTo(answers.getFirst().get());
        }
        assertThat(people.spent(supi, UnitType.EVENT)).isEqualTo("6+0");
    }

    @Test
    void an_event_is_charged_whole_or_not_at_all() {
        var supi = people.with(UnitType.EVENT, 2);
        var refused = network.post(BASE, event(supi, 3));
        assertThat(refused.status()).isEqualTo(201);
        assertThat(information(refused).at("/resultCode").asString()).isEqualTo("QUOTA_LIMIT_REACHED");
        assertThat(information(refused).has("grantedUnit")).isFalse();
        assertThat(people.spent(supi, UnitType.EVENT)).isEqualTo("0+0");
        assertThat(jdbc.sql("select granted || ' of ' || requested from denial where session_id = :id")
                .param("id", sessionId(refused)).query(String.class).single()).isEqualTo("0 of 3");
        assertThat(information(network.post(BASE, event(supi, 2))).at("/resultCode").asString()).isEqualTo("SUCCESS");
    }

    @Test
    void what_was_delivered_before_is_booked_even_past_the_end() {
        var supi = people.with(UnitType.EVENT, 2);
        var told = with(with(event(supi, 9), "/oneTimeEventType", "\"PEC\""), "/multipleUnitUsage/0/usedUnitContainer",
                "[{\"localSequenceNumber\": 1, \"serviceSpecificUnits\": 3}]");
        var booked = network.post(BASE, told);
        assertThat(booked.status()).as(booked.raw()).isEqualTo(201);
        assertThat(booked.body().has("multipleUnitInformation")).isFalse();
        assertThat(people.spent(supi, UnitType.EVENT)).isEqualTo("2+0");
        assertThat(jdbc
                .sql("select metered || '=' || covered || '+' || uncovered from usage_record where session_id = :id")
                .param("id", sessionId(booked)).query(String.class).single()).isEqualTo("3=2+1");
    }

    @Test
    void seconds_are_charged_at_once_too() {
        var supi = people.with(UnitType.SECOND, 60);
        var charged = network.post(BASE, with(event(supi, 1), "/multipleUnitUsage/0/requestedUnit", "{\"time\": 60}"));
        assertThat(information(charged).at("/grantedUnit/time").asLong()).isEqualTo(60);
        assertThat(people.spent(supi, UnitType.SECOND)).isEqualTo("60+0");
    }

    private long openSessions(Answer answer) {
        return jdbc.sql("select count(*) from charging_session where session_id = :id and state = 'OPEN'")
                .param("id", sessionId(answer)).query(Long.class).single();
    }

    private static UUID sessionId(Answer answer) {
        var place = answer.header("Location").orElseThrow();
        return UUID.fromString(place.substring(place.lastIndexOf('.') + 1));
    }

    private static JsonNode information(Answer answer) {
        return answer.body().at("/multipleUnitInformation/0");
    }

    private static String event(String supi, int units) {
        return with(with(NchfDocs.EVENT, "/subscriberIdentifier", "\"" + supi + "\""),
                "/multipleUnitUsage/0/requestedUnit/serviceSpecificUnits", Integer.toString(units));
    }
}
