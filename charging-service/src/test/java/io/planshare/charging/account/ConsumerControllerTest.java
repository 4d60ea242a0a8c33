package io.planshare.charging.account;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.SubscriptionId;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class ConsumerControllerTest {

    @Autowired
    private Api plain;
    @Autowired
    private JdbcClient jdbc;
    private AccountFixtures accounts;
    private Api api;

    @BeforeEach
    void setUp() {
        accounts = new AccountFixtures(plain, jdbc);
        api = accounts.api();
    }

    @Test
    void a_consumer_joins_once_and_counts_in_the_audience() {
        var id = accounts.open(100);
        var consumer = accounts.subscription();
        var joined = add(id, consumer, ", \"limit\": 40");
        assertThat(joined.status()).as(joined.raw()).isEqualTo(201);
        assertThat(joined.header("Location")).contains(path(id, consumer));
        assertThat(joined.header("ETag")).contains("\"1\"");
        assertThat(joined.body().path("left").asLong()).isEqualTo(40);
        assertThat(api.get(path(id, consumer)).body()).isEqualTo(joined.body());
        assertThat(audience(id)).isEqualTo(1);

        assertThat(add(id, consumer, "").problem()).isEqualTo("consumer-exists");
        assertThat(audience(id)).isEqualTo(1);
        assertThat(api.get(path(id, accounts.subscription())).problem()).isEqualTo("unknown-consumer");
    }

    @Test
    void a_consumer_that_nobody_knows_or_that_ended_does_not_join() {
        var id = accounts.open(100);
        var unknown = add(id, SubscriptionId.next(), "");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.problem()).isEqualTo("unknown-subscription");
        assertThat(unknown.pointer()).isEqualTo("/subscriptionId");
        assertThat(unknown.header("Retry-After")).isPresent();
        assertThat(add(id, accounts.subscription(SubscriptionId.next(), "ENDED"), "").problem())
                .isEqualTo("subscription-ended");
        assertThat(add(id, accounts.subscription(), ", \"limit\": -1").pointer()).isEqualTo("/limit");
        assertThat(add(id, accounts.subscription(), ", \"cap\": 1").pointer()).isEqualTo("/cap");
        assertThat(audience(id)).isZero();
    }

    @Test
    void G4_a_limit_below_used_and_reserved_is_refused_and_tells_both() {
        var consumer = accounts.subscription();
        var id = accounts.open(100, consumer);
        accounts.use(id, consumer, 30, 12);
        var refused = limit(id, consumer, "\"1\"", "41");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("limit-below-use");
        assertThat(refused.pointer()).isEqualTo("/limit");
        assertThat(refused.body().path("consumed").asLong()).isEqualTo(30);
        assertThat(refused.body().path("reserved").asLong()).isEqualTo(12);
        assertThat(api.get(path(id, consumer)).body().path("limit").isNull()).isTrue();

        var exactly = limit(id, consumer, "\"1\"", "42");
        assertThat(exactly.status()).as(exactly.raw()).isEqualTo(200);
        assertThat(exactly.body().path("left").asLong()).isZero();
        assertThat(limit(id, consumer, "\"2\"", "null").body().path("left").isNull()).isTrue();
    }

    @Test
    void a_limit_is_edited_as_it_was_seen_and_its_tag_outlives_use() {
        var consumer = accounts.subscription();
        var id = accounts.open(100, consumer);
        var seen = api.get(path(id, consumer)).header("ETag").orElseThrow();
        accounts.use(id, consumer, 5, 5);
        assertThat(api.put(path(id, consumer), "{\"limit\": 50}").status()).isEqualTo(428);
        assertThat(limit(id, consumer, seen, "50").header("ETag")).contains("\"2\"");
        var outdated = limit(id, consumer, seen, "60");
        assertThat(outdated.status()).isEqualTo(412);
        assertThat(outdated.header("ETag")).contains("\"2\"");
        assertThat(limit(id, consumer, "*", "60").status()).isEqualTo(200);
        assertThat(limit(id, accounts.subscription(), "*", "60").problem()).isEqualTo("unknown-consumer");
    }

    @Test
    void a_limit_is_a_count_or_null_and_never_forgotten() {
        var consumer = accounts.subscription();
        var id = accounts.open(100, consumer);
        for (var body : List.of("{\"limit\": -1}", "{\"limit\": \"5\"}", "{\"limit\": 1.5}", "{}",
                "{\"limit\": 5, \"x\": 1}")) {
            assertThat(api.with("If-Match", "*").put(path(id, consumer), body).status()).as(body).isEqualTo(400);
        }
        assertThat(api.with("If-Match", "*").put(path(id, consumer), "{}").pointer()).isEqualTo("/limit");
        assertThat(api.get(path(id, consumer)).body().path("limit").isNull()).isTrue();
    }

    @Test
    void floor_and_weight_come_with_the_limit_and_a_floor_beyond_it_is_refused() {
        var id = accounts.open(1000);
        var consumer = accounts.subscription();
        assertThat(add(id, consumer, ", \"limit\": 40, \"floor\": 41").pointer()).isEqualTo("/floor");
        assertThat(add(id, consumer, ", \"floor\": 10000000000001").pointer()).isEqualTo("/floor");
        assertThat(add(id, consumer, ", \"weight\": 1001").pointer()).isEqualTo("/weight");
        var joined = add(id, consumer, ", \"limit\": 40, \"floor\": 40, \"weight\": 0");
        assertThat(joined.status()).as(joined.raw()).isEqualTo(201);
        assertThat(joined.body().path("floor").asLong()).isEqualTo(40);
        assertThat(joined.body().path("weight").asLong()).isZero();
        var refused = api.with("If-Match", "*").put(path(id, consumer), "{\"limit\": 30, \"floor\": 31}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointer()).isEqualTo("/floor");
        var account = api.freshKey().post("/v1/provider-accounts",
                AccountFixtures.body(10, consumer).replace("\"}]", "\", \"limit\": 1, \"floor\": 2}]"));
        assertThat(account.pointer()).isEqualTo("/consumers/0/floor");
    }

    @Test
    void a_consumer_rests_and_comes_back_leaves_and_comes_back() {
        var consumer = accounts.subscription();
        var id = accounts.open(100, consumer);
        accounts.use(id, consumer, 30, 0);
        assertThat(api.post(path(id, consumer) + "/pause", "").body().path("paused").asBoolean()).isTrue();
        assertThat(api.post(path(id, consumer) + "/pause", "").status()).isEqualTo(200);
        assertThat(api.post(path(id, consumer) + "/resume", "").body().path("paused").asBoolean()).isFalse();
        assertThat(api.delete(path(id, consumer)).status()).isEqualTo(200);
        assertThat(audience(id)).isZero();
        assertThat(api.get(path(id, consumer)).problem()).isEqualTo("unknown-consumer");
        assertThat(api.delete(path(id, consumer)).status()).isEqualTo(404);
        var back = add(id, consumer, ", \"limit\": 20");
        assertThat(back.status()).as(back.raw()).isEqualTo(201);
        assertThat(back.body().path("consumed").asLong()).as("what it used then").isEqualTo(30);
        assertThat(back.body().path("left").asLong()).isZero();
        assertThat(audience(id)).isEqualTo(1);
    }

    @Test
    void whoever_joins_at_once_the_audience_is_their_number() throws Exception {
        var id = accounts.open(100);
        var all = IntStream.range(0, 40).mapToObj(_ -> accounts.subscription()).toList();
        var answers = AccountControllerTest.atOnce(80, i -> () -> add(id, all.get(i / 2), ""));
        assertThat(answers).extracting(Answer::status).isSubsetOf(201, 409);
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(40);
        assertThat(audience(id)).isEqualTo(40);
        var first = api.get("/v1/provider-accounts/" + id + "/consumers?limit=25").body();
        var second = api
                .get("/v1/provider-accounts/" + id + "/consumers?limit=25&after=" + first.path("next").asString());
        var listed = first.path("items").findValuesAsString("subscriptionId");
        listed.addAll(second.body().path("items").findValuesAsString("subscriptionId"));
        assertThat(listed).containsExactlyElementsOf(all.stream().map(SubscriptionId::toString).sorted().toList());
    }

    private Answer add(String account, SubscriptionId consumer, String more) {
        return api.post("/v1/provider-accounts/" + account + "/consumers",
                "{\"subscriptionId\": \"" + consumer + "\"" + more + "}");
    }

    private Answer limit(String account, SubscriptionId consumer, String ifMatch, String limit) {
        return api.with("If-Match", ifMatch).put(path(account, consumer), "{\"limit\": " + limit + "}");
    }

    private int audience(String account) {
        return api.get("/v1/provider-accounts/" + account).body().path("audience").asInt();
    }

    private static String path(String account, SubscriptionId consumer) {
        return "/v1/provider-accounts/" + account + "/consumers/" + consumer;
    }
}
