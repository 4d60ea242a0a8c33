package io.planshare.charging.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.model.IdentifierKeys;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.release;
import static io.planshare.charging.session.ChargingFixtures.update;
import static io.planshare.charging.session.ChargingFixtures.used;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

/** Overage by the plan's tariff on charging sessions: 1 minor unit an octet at home up to 100 in a cycle, then 2; 5 in the EU. */
@ServiceTest
class TariffOverageTest {

    private static final String TARIFF = """
                                         {"name": "test", "currency": "EUR", "version": {"validFrom": "2020-01-01T00:00:00Z",
                                          "zones": [{"name": "HOME", "roaming": false, "networks": ["00101"]}, {"name": "EU", "roaming": true, "networks": ["262"]}],
                                          "entries": [{"name": "eu", "unit": "OCTET", "zones": ["EU"], "priceSize": 1, "steps": [{"price": 5}]},
                                                      {"name": "home", "unit": "OCTET", "zones": ["HOME"], "priceSize": 1, "steps": [{"upTo": 100, "price": 1}, {"price": 2}]}]}}""";

    @Autowired
    private Lanes lanes;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;
    @Autowired
    private Api plain;
    @Autowired
    private TestClock clock;
    private Api api;
    private ChargingFixtures given;
    private Subscriber alone;

    @BeforeEach
    void people() {
        api = plain.as("charging:read charging:write");
        given = new ChargingFixtures(jdbc, keys, json);
        alone = given.subscriber();
    }

    @AfterEach
    void everyInvariantHolds() {
        clock.reset();
        assertThat(given.broken()).isEmpty();
        assertThat(
                jdbc.sql("""
                         select count(*) from overage_spending s where (held_minor, held_units, roaming_held_minor) <> (
                             select coalesce(sum(minor), 0), coalesce(sum(units), 0), coalesce(sum(roaming_minor), 0)
                             from overage_hold h where h.subscription_id = s.subscription_id
                             and h.currency = s.currency and h.cycle_start = s.cycle_start)""").query(Long.class)
                        .single())
                .isZero();
        assertThat(
                jdbc.sql("""
                         select count(*) from usage_record u where overage_minor <> coalesce((select sum(amount_minor)
                             from charge c where c.usage_record_id = u.usage_record_id), 0)
                         and subscription_id = :alone""").param("alone", alone.id().value()).query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void without_consent_no_money_is_charged() {
        catalogue();
        assertThat(granted(lanes.submit(create(alone, wish(10, 100))))).isZero();
        assertThat(charges()).isEmpty();
    }

    @Test
    void a_plan_that_is_not_in_the_catalogue_charges_nothing_and_refuses_nothing() {
        consent(1_000, null);
        var pool = given.account(alone.accountId(), 50, alone);
        var session = answered(lanes.submit(create(alone, wish(10, 100))));
        assertThat(granted(session)).isEqualTo(50);
        lanes.submit(release(session.ref(), 1, used(10, 60, 0)));
        assertThat(given.consumed(pool)).isEqualTo(50);
        assertThat(charges()).isEmpty();
    }

    @Test
    void units_come_first_then_money_step_by_step_with_its_charge_and_its_reason() {
        catalogue();
        consent(1_000, null);
        given.account(alone.accountId(), 50, alone);
        var session = answered(lanes.submit(create(alone, wish(10, 200))));
        assertThat(granted(session)).isEqualTo(200);
        assertThat(held()).isEqualTo(200);
        lanes.submit(release(session.ref(), 1, used(10, 200, 0)));
        assertThat(held()).isZero();
        assertThat(charges()).containsExactly(200L);
        var record = api.get("/v1/usage-records?payer=" + alone.id()).body().path("items").path(0);
        assertThat(record.path("covered").asLong()).isEqualTo(50);
        assertThat(record.path("overage").asLong()).isEqualTo(150);
        assertThat(record.path("overageMinor").asLong()).isEqualTo(200);
        assertThat(record.path("overageParts").size()).isEqualTo(2);
        var rating = record.path("overageParts").path(1).path("rating");
        assertThat(rating.path("price").asString()).isEqualTo("2");
        assertThat(rating.path("entry").asString()).isEqualTo("home");
        assertThat(rating.path("tariffVersion").asInt()).isEqualTo(1);
        assertThat(rating.path("zone").asString()).isEqualTo("HOME");
        assertThat(jdbc.sql("select count(*) from overage_terms where consent_id = :id")
                .param("id", UUID.fromString(rating.path("consentId").asString())).query(Long.class).single()).isOne();
        assertThat(events("io.planshare.charge.rated.v1")).isOne();
    }

    @Test
    void two_sessions_never_spend_more_than_the_cap_and_what_is_over_it_is_written_off() {
        catalogue();
        consent(100, null);
        var first = answered(lanes.submit(create(alone, wish(10, 60))));
        var second = answered(lanes.submit(create(alone, wish(10, 60))));
        assertThat(granted(first)).isEqualTo(60);
        assertThat(granted(second)).isBetween(1L, 40L);
        lanes.submit(release(first.ref(), 1, used(10, 500, 0)));
        lanes.submit(release(second.ref(), 1, used(10, 500, 0)));
        assertThat(charges().stream().mapToLong(c -> c).sum()).isLessThanOrEqualTo(100).isGreaterThanOrEqualTo(99);
        assertThat(held()).isZero();
        assertThat(granted(lanes.submit(create(alone, wish(10, 5))))).isZero();
        assertThat(events("io.planshare.charge.cap-reached.v1")).isPositive();
    }

    @Test
    void abroad_the_roaming_cap_binds_until_the_customer_opts_out() {
        catalogue();
        var tag = consent(10_000, 100L);
        var session = answered(lanes.submit(abroad(create(alone, wish(10, 50)), "26201")));
        assertThat(granted(session)).isEqualTo(20);
        var next = lanes.submit(abroad(update(session.ref(), 1, usedAndWish(10, 16, 50)), "26201"));
        assertThat(granted(next)).isEqualTo(4);
        assertThat(percents()).containsExactly(80);
        lanes.submit(update(session.ref(), 2, usedAndWish(10, 4, 50)));
        assertThat(percents()).containsExactly(80, 100);
        var out = api.with("If-Match", tag).put(consentPath(),
                "{\"currency\": \"EUR\", \"limitMinor\": 10000, \"roamingUnlimited\": true}");
        assertThat(out.status()).as(out.raw()).isEqualTo(200);
        assertThat(out.body().path("roamingChargedMinor").asLong()).isEqualTo(100);
        assertThat(granted(lanes.submit(update(session.ref(), 3, wish(10, 50))))).isEqualTo(50);
    }

    @Test
    void what_was_used_before_a_border_costs_what_it_cost_there() {
        catalogue();
        consent(10_000, 5_000L);
        var session = answered(lanes.submit(abroad(create(alone, wish(10, 50)), "00101")));
        lanes.submit(abroad(update(session.ref(), 1, usedAndWish(10, 10, 50)), "26201"));
        lanes.submit(release(session.ref(), 2, used(10, 10, 0)));
        assertThat(charges()).containsExactly(10L, 50L);
    }

    @Test
    void a_new_version_counts_from_the_next_decision_on_whatever_was_read_before() {
        var tariff = catalogue();
        consent(10_000, null);
        clock.stopAt(Instant.now());
        var session = answered(lanes.submit(create(alone, wish(10, 50))));
        lanes.submit(update(session.ref(), 1, usedAndWish(10, 10, 50)));
        var version = json.readTree(TARIFF.replace("\"price\": 1}", "\"price\": 3}")).path("version").toString()
                .replace("2020-01-01T00:00:00Z", Instant.now().plusSeconds(2).toString());
        var added = api.post(tariff + "/versions", version);
        assertThat(added.status()).as(added.raw()).isEqualTo(201);
        lanes.submit(release(session.ref(), 2,
                ChargingFixtures.usedUntil(Instant.now().plusSeconds(5), 10, 10)));
        assertThat(charges()).containsExactly(10L, 30L);
    }

    @Test
    void a_consent_that_holds_money_is_not_withdrawn_and_one_that_spent_keeps_its_currency() {
        catalogue();
        var tag = consent(1_000, null);
        var session = answered(lanes.submit(create(alone, wish(10, 50))));
        assertThat(api.with("If-Match", tag).delete(consentPath()).problem()).isEqualTo("overage-in-use");
        lanes.submit(release(session.ref(), 1, used(10, 50, 0)));
        assertThat(api.with("If-Match", tag).put(consentPath(), "{\"currency\": \"USD\", \"limitMinor\": 5}").problem())
                .isEqualTo("overage-in-use");
        assertThat(api.get(consentPath()).body().path("chargedMinor").asLong()).isEqualTo(50);
        assertThat(api.with("If-Match", tag).delete(consentPath()).status()).isEqualTo(204);
    }

    private String catalogue() {
        var tariff = api.post("/v1/tariffs", TARIFF);
        var plan = jdbc.sql("select plan_id from subscription where subscription_id = :id")
                .param("id", alone.id().value()).query(UUID.class).single();
        var answer = api.put("/v1/plans/" + plan,
                "{\"name\": \"test\", \"tariffId\": \"" + tariff.body().path("id").asString()
                        + "\", \"timeZone\": \"UTC\", \"cycleDay\": 1}");
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return tariff.header("Location").orElseThrow();
    }

    private String consent(long limit, @Nullable Long roaming) {
        var answer = api.put(consentPath(), "{\"currency\": \"EUR\", \"limitMinor\": " + limit
                + ", \"roamingLimitMinor\": " + roaming + "}");
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return answer.header("ETag").orElseThrow();
    }

    private String consentPath() {
        return "/v1/subscriptions/" + alone.id() + "/overage-consent";
    }

    private static ChargingRequest abroad(ChargingRequest request, String network) {
        return new ChargingRequest(request.operation(), request.nfConsumer(), request.chargingId(), request.dnn(),
                request.sNssai(), network, request.invocationTimeStamp(), request.sequenceNumber(),
                request.retransmission(), request.bodyHash(), request.notifyUri(),
                List.<UnitUsage>copyOf(request.usages()));
    }

    private List<Long> charges() {
        return jdbc.sql("select amount_minor from charge where subscription_id = :id order by charge_id")
                .param("id", alone.id().value()).query((row, _) -> row.getLong(1)).list();
    }

    private long held() {
        return jdbc.sql("select coalesce(sum(held_minor), 0)::bigint from overage_spending where subscription_id = :id")
                .param("id", alone.id().value()).query(Long.class).single();
    }

    private List<Integer> percents() {
        return jdbc.sql("select payload from outbox where ce_type = :type and key = :key order by id")
                .params(Map.of("type", "io.planshare.charge.cap-reached.v1", "key", alone.accountId().toString()))
                .query(String.class).list().stream().map(body -> json.readTree(body).path("percent").asInt()).toList();
    }

    private long events(String type) {
        return jdbc.sql("select count(*) from outbox where ce_type = :type and key = :key")
                .params(Map.of("type", type, "key", alone.accountId().toString())).query(Long.class).single();
    }
}
