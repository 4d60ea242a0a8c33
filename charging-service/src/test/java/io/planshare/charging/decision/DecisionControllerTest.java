package io.planshare.charging.decision;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class DecisionControllerTest {

    private static final String BASE = "/nchf-convergedcharging/v3/chargingdata";
    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime() % 1_000_000_000L);

    @Autowired
    private Api plain;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    private Api api;
    private Api network;
    private final Imsi supi = new Imsi(String.format("00101%010d", NUMBERS.incrementAndGet()));
    private final SubscriptionId subscription = SubscriptionId.next();
    private final AccountId owner = AccountId.next();

    @BeforeEach
    void setUp() {
        api = plain.as("charging:read");
        network = plain.as("nchf-convergedcharging");
        jdbc.sql("insert into subscription values (:id, 1, :account, :id, 'ACTIVE', :supi, null, null, 0)")
                .param("id", subscription.value()).param("account", owner.value()).param("supi", keys.of(supi).value())
                .update();
    }

    /** With a limit for the subscription; null: none. */
    private ProviderAccountId account(int audience, long units, @Nullable Long limit) {
        var id = ProviderAccountId.next();
        jdbc.sql(
                """
                insert into provider_account (provider_account_id, account_id, name, unit, rating_groups, valid_from,
                    status, owner_reserve, audience, granted, reserved, consumed, expired, withdrawn, version, created_at)
                values (:id, :owner, 'test', 'OCTET', '{}', '2020-01-01', 'ACTIVE', 0, :audience, :units, 0, 0, 0, 0, 1,
                    now())""")
                .param("id", id.value()).param("owner", owner.value()).param("audience", audience)
                .param("units", units).update();
        jdbc.sql(
                "insert into ledger_entry (provider_account_id, kind, units, recorded_at) values (:id, 'GRANT', :units, now())")
                .param("id", id.value()).param("units", units).update();
        jdbc.sql("insert into consumer_account values (:id, :who, :limit, 0, 0, 1)").param("id", id.value())
                .param("who", subscription.value()).param("limit", limit, java.sql.Types.BIGINT).update();
        return id;
    }

    private String open(long wish) {
        var answer = network.post(BASE, body(0, "{\"ratingGroup\": 10, \"requestedUnit\": {\"totalVolume\": " + wish
                + "}}"));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return URI.create(answer.header("Location").orElseThrow()).getPath().substring(BASE.length() + 1);
    }

    private Answer update(String ref, long sequence, String usage) {
        var answer = network.post(BASE + "/" + ref + "/update", body(sequence, usage));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        return answer;
    }

    private String body(long sequence, String usage) {
        return """
               {"subscriberIdentifier": "%s", "nfConsumerIdentification": {"nodeFunctionality": "SMF", "nFName": "%s"},
                "invocationTimeStamp": "%s", "invocationSequenceNumber": %d, "multipleUnitUsage": [%s]}"""
                .formatted(supi.supi(), UUID.randomUUID(), Instant.now(), sequence, usage);
    }

    private JsonNode search(String body) {
        var answer = api.post("/v1/decisions/searches", body);
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        assertThat(answer.raw()).doesNotContain(supi.value());
        return answer.body().path("items");
    }

    private JsonNode ofSubscription(String more) {
        return search("{\"subscriptionId\": \"" + subscription + "\"" + more + "}");
    }

    @Test
    void a_grant_tells_its_walk_with_what_each_account_gave_and_what_limited_it() {
        var own = account(1, 600, null);
        var shared = account(5, 10_000, 300L);
        var ref = open(1_000);
        var decision = search("{\"chargingDataRef\": \"" + ref + "\"}").path(0);
        assertThat(decision.path("chargingDataRef").asString()).isEqualTo(ref);
        assertThat(decision.path("accounts").valueStream().map(a -> a.path("version").asLong())).containsExactly(2L,
                2L);
        var group = decision.path("ratingGroups").path(0);
        assertThat(group.path("result").asString()).isEqualTo("SUCCESS");
        assertThat(group.path("wished").asLong()).isEqualTo(1_000);
        assertThat(group.path("granted").asLong()).isEqualTo(900);
        assertThat(group.path("payer").asString()).isEqualTo(subscription.toString());
        assertThat(group.path("bound").asString()).isEqualTo("CONSUMER_LIMIT");
        assertStop(group.path("walk").path(0), own, 600, 2, "BALANCE");
        assertStop(group.path("walk").path(1), shared, 300, 2, "CONSUMER_LIMIT");
    }

    private static void assertStop(JsonNode stop, ProviderAccountId id, long units, long version, String limit) {
        assertThat(stop.path("providerAccountId").asString()).isEqualTo(id.toString());
        assertThat(stop.path("units").asLong()).isEqualTo(units);
        assertThat(stop.path("version").asLong()).isEqualTo(version);
        assertThat(stop.path("limit").asString()).isEqualTo(limit);
    }

    @Test
    void refusals_are_found_alone_by_subscription_and_by_time() {
        account(1, 1_000, null);
        var ref = open(1_000);
        update(ref, 1, "{\"ratingGroup\": 11, \"requestedUnit\": {\"totalVolume\": 5}}");
        assertThat(ofSubscription("")).hasSize(2);
        var refused = ofSubscription(", \"onlyRefusals\": true");
        assertThat(refused).hasSize(1);
        assertThat(refused.path(0).path("sequenceNumber").asLong()).isEqualTo(1);
        assertThat(refused.path(0).path("ratingGroups").path(0).path("bound").asString()).isEqualTo("BALANCE");
        assertThat(ofSubscription(", \"to\": \"2020-01-01T00:00:00Z\"")).isEmpty();
        assertThat(ofSubscription(", \"from\": \"2020-01-01T00:00:00Z\"")).hasSize(2);
        assertThat(search("{\"deviceId\": \"" + DeviceId.next() + "\"}")).isEmpty();
    }

    @Test
    void pages_show_every_decision_once() {
        account(1, 1_000_000, null);
        for (int session = 0; session < 3; session++) {
            var ref = open(10);
            update(ref, 1, "{\"ratingGroup\": 10, \"requestedUnit\": {\"totalVolume\": 5}}");
        }
        var seen = new ArrayList<String>();
        var after = "";
        do {
            var page = api.post("/v1/decisions/searches?limit=2" + after, "{\"subscriptionId\": \"" + subscription
                    + "\"}").body();
            page.path("items")
                    .forEach(it -> seen.add(it.path("chargingDataRef").asString() + it.path("sequenceNumber")));
            after = page.path("next").isNull() ? "" : "&after=" + page.path("next").asString();
        } while (!after.isEmpty());
        assertThat(seen).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void versions_of_an_account_follow_its_decisions_without_a_gap() {
        var pool = account(1, 1_000_000, null);
        var ref = open(100);
        for (int sequence = 1; sequence <= 5; sequence++) {
            update(ref, sequence,
                    "{\"ratingGroup\": 10, \"requestedUnit\": {\"totalVolume\": 100}, \"usedUnitContainer\":"
                            + " [{\"localSequenceNumber\": 0, \"totalVolume\": 60}]}");
        }
        var versions = new ArrayList<Long>();
        ofSubscription("").forEach(it -> versions.addFirst(it.path("accounts").path(0).path("version").asLong()));
        assertThat(versions).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(jdbc.sql("select version from provider_account where provider_account_id = :id")
                .param("id", pool.value()).query(Long.class).single()).isEqualTo(7);
        assertThat(jdbc.sql("""
                            select account_version from ledger_entry where provider_account_id = :id and kind = 'DEBIT'
                            order by ledger_entry_id""").param("id", pool.value()).query(Long.class).list())
                .containsExactly(3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void a_simulation_answers_as_a_session_would_and_leaves_no_trace() {
        account(1, 600, null);
        account(5, 10_000, 300L);
        var before = rows();
        for (var who : List.of("\"supi\": \"" + supi.supi() + "\"", "\"subscriptionId\": \"" + subscription + "\"")) {
            var answer = api.post("/v1/decisions/simulate",
                    "{" + who
                            + ", \"ratingGroups\": [{\"ratingGroup\": 10, \"unit\": \"OCTET\", \"requested\": 1000}]}");
            assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
            assertThat(answer.raw()).doesNotContain(supi.value());
            assertThat(answer.body().at("/subscriptionId").asString()).isEqualTo(subscription.toString());
            assertThat(answer.body().at("/ratingGroups/0/granted").asLong()).isEqualTo(900);
            assertThat(answer.body().at("/ratingGroups/0/bound").asString()).isEqualTo("CONSUMER_LIMIT");
            assertThat(answer.body().at("/ratingGroups/0/walk")).hasSize(2);
        }
        assertThat(rows()).isEqualTo(before);
        var ref = open(1_000);
        assertThat(search("{\"chargingDataRef\": \"" + ref + "\"}").path(0).at("/ratingGroups/0/granted").asLong())
                .isEqualTo(900);
    }

    /** What a decision would leave, and the state of the accounts. */
    private String rows() {
        return jdbc
                .sql("""
                     select (select count(*) from charging_session) || ' ' || (select count(*) from session_answer) || ' '
                         || (select count(*) from denial) || ' ' || (select count(*) from outbox) || ' '
                         || (select count(*) from reservation) || ' '
                         || (select coalesce(sum(reserved + consumed + version), 0) from provider_account)""")
                .query(String.class).single();
    }

    @Test
    void a_wrong_question_is_told_what_is_wrong_with_it() {
        assertWrong("searches", "{}", "");
        assertWrong("searches", "{\"subscriptionId\": \"%s\", \"deviceId\": \"%s\"}".formatted(subscription,
                subscription), "");
        assertWrong("searches", "{\"chargingDataRef\": \"nonsense\"}", "/chargingDataRef");
        assertWrong("searches", "{\"subscriptionId\": \"%s\", \"from\": \"1999-01-01T00:00:00Z\"}".formatted(
                subscription), "/from");
        assertWrong("searches?after=YWJj", "{\"subscriptionId\": \"%s\"}".formatted(subscription), "#query/after");
        var wish = "\"ratingGroups\": [{\"ratingGroup\": 10, \"unit\": \"OCTET\"}]";
        assertWrong("simulate", "{" + wish + "}", "");
        assertWrong("simulate", "{\"supi\": \"imsi-1\", " + wish + "}", "/supi");
        assertWrong("simulate", "{\"supi\": \"imsi-001019999999999\", " + wish + "}", "/supi");
        assertWrong("simulate", "{\"subscriptionId\": \"%s\", %s}".formatted(SubscriptionId.next(), wish),
                "/subscriptionId");
        assertWrong("simulate", "{\"subscriptionId\": \"%s\", \"imei\": \"1\", %s}".formatted(subscription, wish),
                "/imei");
        assertWrong("simulate", "{\"subscriptionId\": \"%s\", \"ratingGroups\": []}".formatted(subscription),
                "/ratingGroups");
        assertWrong("simulate",
                "{\"subscriptionId\": \"%s\", \"ratingGroups\": [{\"ratingGroup\": -1, \"unit\": \"OCTET\"}]}"
                        .formatted(subscription),
                "/ratingGroups/0/ratingGroup");
        assertThat(plain.as("charging:write").post("/v1/decisions/simulate", "{}").status()).isEqualTo(403);
    }

    private void assertWrong(String operation, String body, String pointer) {
        var answer = api.post("/v1/decisions/" + operation, body);
        assertThat(answer.status()).as(body + answer.raw()).isEqualTo(400);
        assertThat(answer.pointer()).as(answer.raw()).isEqualTo(pointer);
    }
}
