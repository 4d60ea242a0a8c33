package io.planshare.charging.account;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.account.AccountFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@ServiceTest
class AccountControllerTest {

    private static final String ACCOUNTS = "/v1/provider-accounts";
    private static final UUID NOBODY = new UUID(7, 7);

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
    void an_account_opens_with_its_units_consumers_and_first_entry() {
        var parent = accounts.subscription();
        var child = accounts.subscription();
        var id = UUID.randomUUID();
        var answer = api.freshKey().post(ACCOUNTS,
                """
                {"id": "%s", "accountId": "%s", "name": "Family 20 GB", "unit": "OCTET", "ratingGroups": [4294967295, 0, 0],
                 "units": 20000000000, "validFrom": "2026-11-01T00:00:00.123456789Z", "validTo": "2026-12-01T00:00:00Z",
                 "packageId": "%s", "ownerReserve": 1000,
                 "consumers": [{"subscriptionId": "%s", "limit": 500}, {"subscriptionId": "%s", "limit": null}]}"""
                        .formatted(id, NOBODY, NOBODY, parent, child));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        assertThat(answer.header("Location")).contains(ACCOUNTS + "/" + id);
        assertThat(answer.header("ETag")).contains("\"1\"");

        var shown = api.get(ACCOUNTS + "/" + id);
        assertThat(shown.body()).isEqualTo(answer.body());
        var account = shown.body();
        assertThat(account.path("ratingGroups").toString()).isEqualTo("[0,4294967295]");
        assertThat(account.path("validFrom").asString()).isEqualTo("2026-11-01T00:00:00.123456Z");
        assertThat(account.path("balance").toString()).isEqualTo("{\"granted\":20000000000,\"reserved\":0,"
                + "\"consumed\":0,\"expired\":0,\"withdrawn\":0,\"available\":20000000000}");
        assertThat(account.path("audience").asInt()).isEqualTo(2);
        assertThat(account.path("status").asString()).isEqualTo("ACTIVE");
        assertThat(account.path("consumers").toString())
                .isEqualTo("""
                           [{"subscriptionId":"%s","limit":500,"limitNow":500,"floor":0,"weight":1,"paused":false,\
                           "consumed":0,"reserved":0,"left":500},\
                           {"subscriptionId":"%s","limit":null,"limitNow":null,"floor":0,"weight":1,"paused":false,\
                           "consumed":0,"reserved":0,"left":null}]"""
                        .formatted(parent, child));

        var entries = api.get(ACCOUNTS + "/" + id + "/entries").body().path("items");
        assertThat(entries).hasSize(1);
        assertThat(entries.path(0).path("kind").asString()).isEqualTo("GRANT");
        assertThat(entries.path(0).path("units").asLong()).isEqualTo(20_000_000_000L);
    }

    @Test
    void an_account_may_begin_empty_and_without_consumers_and_money_has_a_currency() {
        var answer = api.freshKey().post(ACCOUNTS,
                """
                {"accountId": "%s", "name": "Purse", "unit": "MONEY", "currency": "EUR", "units": 0,
                 "validFrom": "2026-01-01T00:00:00Z"}""".formatted(NOBODY));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        assertThat(answer.body().path("currency").asString()).isEqualTo("EUR");
        assertThat(answer.body().path("consumers")).isEmpty();
        assertThat(answer.body().path("ratingGroups")).isEmpty();
        assertThat(accounts.unbalanced()).isZero();
    }

    static Stream<Arguments> bad() {
        return Stream.of(arguments("unknown member", "\"units\": 5, \"unitz\": 5", "/unitz"),
                arguments("negative units", "\"units\": -1", "/units"),
                arguments("units past 2^63-1", "\"units\": 9223372036854775808", "/units"),
                arguments("units in quotes", "\"units\": \"5\"", "/units"),
                arguments("fractional units", "\"units\": 1.5", "/units"),
                arguments("units missing", "\"ownerReserve\": 0", "/units"),
                arguments("accountId of another form", "\"units\": 5, \"accountId\": \"x\"", "/accountId"),
                arguments("accountId null", "\"units\": 5, \"accountId\": null", "/accountId"),
                arguments("no name", "\"units\": 5, \"name\": \"  \"", "/name"),
                arguments("a long name", "\"units\": 5, \"name\": \"" + "n".repeat(101) + "\"", "/name"),
                arguments("a name with NUL", "\"units\": 5, \"name\": \"a\\u0000b\"", "/name"),
                arguments("unknown unit", "\"units\": 5, \"unit\": \"BYTE\"", "/unit"),
                arguments("money without currency", "\"units\": 5, \"unit\": \"MONEY\"", "/currency"),
                arguments("money in no currency", "\"units\": 5, \"unit\": \"MONEY\", \"currency\": \"EURO\"",
                        "/currency"),
                arguments("octets in a currency", "\"units\": 5, \"currency\": \"EUR\"", "/currency"),
                arguments("a rating group of 33 bits", "\"units\": 5, \"ratingGroups\": [1, 4294967296]",
                        "/ratingGroups/1"),
                arguments("a negative rating group", "\"units\": 5, \"ratingGroups\": [-1]", "/ratingGroups/0"),
                arguments("a rating group null", "\"units\": 5, \"ratingGroups\": [null]", "/ratingGroups/0"),
                arguments("an end at the begin", "\"units\": 5, \"validTo\": \"2026-01-01T00:00:00Z\"", "/validTo"),
                arguments("an end before the begin", "\"units\": 5, \"validTo\": \"2025-01-01T00:00:00Z\"", "/validTo"),
                arguments("a begin in the stone age", "\"units\": 5, \"validFrom\": \"-10000-01-01T00:00:00Z\"",
                        "/validFrom"),
                arguments("an end in the far future", "\"units\": 5, \"validTo\": \"+999999-01-01T00:00:00Z\"",
                        "/validTo"),
                arguments("a date for a time", "\"units\": 5, \"validFrom\": \"2026-01-01\"", "/validFrom"),
                arguments("a negative reserve", "\"units\": 5, \"ownerReserve\": -1", "/ownerReserve"),
                arguments("a negative limit", "\"units\": 5, \"consumers\": [{\"subscriptionId\": \"" + NOBODY
                        + "\", \"limit\": -1}]", "/consumers/0/limit"),
                arguments("a consumer without subscription", "\"units\": 5, \"consumers\": [{\"limit\": 1}]",
                        "/consumers/0/subscriptionId"),
                arguments("a consumer null", "\"units\": 5, \"consumers\": [null]", "/consumers/0"),
                arguments("a consumer twice", "\"units\": 5, \"consumers\": [{\"subscriptionId\": \"" + NOBODY
                        + "\"}, {\"subscriptionId\": \"" + NOBODY + "\"}]", "/consumers/1/subscriptionId"),
                arguments("too many consumers", "\"units\": 5, \"consumers\": [" + "{},".repeat(1000) + "{}]",
                        "/consumers"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void bad_input_names_its_member_and_stores_nothing(String what, String members, String pointer) {
        var before = accounts.rows();
        var defaults = Stream.of("\"accountId\": \"" + NOBODY + "\"", "\"name\": \"test\"", "\"unit\": \"OCTET\"",
                "\"validFrom\": \"2026-01-01T00:00:00Z\"")
                .filter(member -> !members.contains(member.substring(0, member.indexOf(':') + 1))).toList();
        var answer = api.freshKey().post(ACCOUNTS, "{" + String.join(", ", defaults) + ", " + members + "}");
        assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
        assertThat(answer.body().path("errors").findValuesAsString("pointer")).as(answer.raw()).contains(pointer);
        assertThat(accounts.rows()).isEqualTo(before);
    }

    @Test
    void opening_needs_a_key_a_scope_and_a_json_body() {
        assertThat(api.post(ACCOUNTS, body(1)).problem()).isEqualTo("idempotency-key-missing");
        assertThat(plain.as("charging:read").freshKey().post(ACCOUNTS, body(1)).status()).isEqualTo(403);
        assertThat(plain.as("enrollment:write").get(ACCOUNTS + "/" + NOBODY).status()).isEqualTo(403);
        assertThat(plain.freshKey().post(ACCOUNTS, body(1)).status()).isEqualTo(401);
        assertThat(api.freshKey().post(ACCOUNTS, "{\"units\":").problem()).isEqualTo("malformed-json");
        assertThat(api.freshKey().with("Content-Type", "text/plain").post(ACCOUNTS, body(1)).status()).isEqualTo(415);
    }

    @Test
    void a_chosen_id_is_taken_once() {
        var id = UUID.randomUUID();
        var wanted = body(5).replaceFirst("\\{", "{\"id\": \"" + id + "\",");
        assertThat(api.freshKey().post(ACCOUNTS, wanted).status()).isEqualTo(201);
        var before = accounts.rows();
        var again = api.freshKey().post(ACCOUNTS, wanted);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("id-taken");
        assertThat(again.pointer()).isEqualTo("/id");
        assertThat(accounts.rows()).isEqualTo(before);
    }

    @Test
    void a_subscription_that_is_not_told_yet_is_waited_for_under_the_same_key() {
        var known = accounts.subscription();
        var late = SubscriptionId.next();
        var withKey = api.freshKey();
        var wanted = body(5, known, late);
        var before = accounts.rows();
        var early = withKey.post(ACCOUNTS, wanted);
        assertThat(early.status()).isEqualTo(400);
        assertThat(early.problem()).isEqualTo("unknown-subscription");
        assertThat(early.pointer()).isEqualTo("/consumers/1/subscriptionId");
        assertThat(early.header("Retry-After")).contains("1");
        assertThat(accounts.rows()).isEqualTo(before);

        accounts.subscription(late, "ACTIVE");
        assertThat(withKey.post(ACCOUNTS, wanted).status()).isEqualTo(201);
    }

    @Test
    void an_ended_subscription_becomes_no_consumer() {
        var ended = accounts.subscription(SubscriptionId.next(), "ENDED");
        var answer = api.freshKey().post(ACCOUNTS, body(5, ended));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("subscription-ended");
        assertThat(answer.pointer()).isEqualTo("/consumers/0/subscriptionId");
    }

    @Test
    void an_unknown_account_is_not_found_by_any_operation() {
        var path = ACCOUNTS + "/" + NOBODY;
        assertThat(Stream.of(api.get(path), api.get(path + "/entries"), api.post(path + "/suspend"),
                api.post(path + "/resume"),
                api.freshKey().post(path + "/top-ups", "{\"units\": 1}"), api.get(path + "/consumers"),
                api.post(path + "/consumers", "{\"subscriptionId\": \"" + accounts.subscription() + "\"}"),
                api.with("If-Match", "\"1\"").put(path + "/consumers/" + NOBODY, "{\"limit\": 1}")))
                .extracting(Answer::problem).containsOnly("unknown-provider-account");
        assertThat(api.get(ACCOUNTS + "/nonsense").pointer()).isEqualTo("#path/id");
    }

    @Test
    void a_top_up_adds_units_also_to_a_suspended_account() {
        var id = accounts.open(100);
        assertThat(api.post(ACCOUNTS + "/" + id + "/suspend").body().path("status").asString()).isEqualTo("SUSPENDED");
        var answer = api.freshKey().post(ACCOUNTS + "/" + id + "/top-ups",
                "{\"units\": 23, \"reference\": \"voucher 8\"}");
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        assertThat(answer.body().path("balance").path("available").asLong()).isEqualTo(123);
        assertThat(answer.body().path("reference").asString()).isEqualTo("voucher 8");
        var newest = api.get(ACCOUNTS + "/" + id + "/entries").body().path("items").path(0);
        assertThat(newest.path("kind").asString()).isEqualTo("TOP_UP");
        assertThat(newest.path("id").asLong()).isEqualTo(answer.body().path("id").asLong());
        assertThat(newest.path("units").asLong()).isEqualTo(23);
    }

    @Test
    void a_top_up_of_nothing_or_past_what_can_be_counted_is_refused() {
        var id = accounts.open(100);
        for (var units : List.of("0", "-1", "null", "9223372036854775808", "1e3", "\"7\"")) {
            var answer = api.freshKey().post(ACCOUNTS + "/" + id + "/top-ups", "{\"units\": " + units + "}");
            assertThat(answer.status()).as(units + answer.raw()).isEqualTo(400);
            assertThat(answer.pointer()).as(answer.raw()).isEqualTo("/units");
        }
        assertThat(
                api.freshKey().post(ACCOUNTS + "/" + id + "/top-ups", "{\"units\": 1, \"reference\": \"\"}").pointer())
                .isEqualTo("/reference");
        assertThat(api.post(ACCOUNTS + "/" + id + "/top-ups", "{\"units\": 1}").problem())
                .isEqualTo("idempotency-key-missing");
        var overflow = accounts.topUp(id, Long.MAX_VALUE - 99);
        assertThat(overflow.status()).isEqualTo(422);
        assertThat(overflow.problem()).isEqualTo("balance-overflow");
        assertThat(accounts.topUp(id, Long.MAX_VALUE - 100).status()).isEqualTo(201);
        assertThat(accounts.unbalanced()).isZero();
    }

    @Test
    void fifty_equal_top_ups_at_once_add_units_once() throws Exception {
        var id = accounts.open(100);
        var same = api.freshKey();
        var answers = atOnce(50, _ -> () -> same.post(ACCOUNTS + "/" + id + "/top-ups", "{\"units\": 11}"));
        assertThat(answers).extracting(Answer::status).isSubsetOf(201, 409).contains(201);
        assertThat(answers.stream().filter(answer -> answer.status() == 409)).extracting(Answer::problem)
                .isSubsetOf("idempotency-key-in-flight");
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).extracting(Answer::raw)
                .containsOnly(same.post(ACCOUNTS + "/" + id + "/top-ups", "{\"units\": 11}").raw());
        assertThat(api.get(ACCOUNTS + "/" + id).body().path("balance").path("granted").asLong()).isEqualTo(111);
        assertThat(same.post(ACCOUNTS + "/" + id + "/top-ups", "{\"units\": 12}").problem())
                .isEqualTo("idempotency-key-reused");
    }

    @Test
    void whatever_comes_at_once_entries_sum_to_the_balance() throws Exception {
        var random = Seeds.random();
        var ids = IntStream.range(0, 3).mapToObj(_ -> accounts.open(random.nextInt(1000))).toList();
        var wanted = random.ints(60, 1, 1000).toArray();
        var answers = atOnce(wanted.length, i -> () -> accounts.topUp(ids.get(i % 3), wanted[i]));
        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(accounts.unbalanced()).isZero();
        for (var id : ids) {
            long sum = 0;
            var next = "";
            do {
                var page = api.get(ACCOUNTS + "/" + id + "/entries?limit=7" + next).body();
                for (var entry : page.path("items"))
                    sum += entry.path("units").asLong();
                next = page.path("next").isNull() ? "" : "&after=" + page.path("next").asString();
            } while (!next.isEmpty());
            assertThat(sum).isEqualTo(api.get(ACCOUNTS + "/" + id).body().path("balance").path("available").asLong());
        }
    }

    @Test
    void suspending_twice_changes_once() {
        var id = accounts.open(1);
        var first = api.post(ACCOUNTS + "/" + id + "/suspend");
        assertThat(api.post(ACCOUNTS + "/" + id + "/suspend").body()).isEqualTo(first.body());
        assertThat(first.body().path("version").asLong()).isEqualTo(2);
        var resumed = api.post(ACCOUNTS + "/" + id + "/resume");
        assertThat(resumed.body().path("status").asString()).isEqualTo("ACTIVE");
        assertThat(resumed.header("ETag")).contains("\"3\"");
    }

    @Test
    void accounts_are_listed_by_owner_by_consumer_or_by_both() {
        var consumer = accounts.subscription();
        var mine = IntStream.range(0, 5).mapToObj(_ -> accounts.open(1, consumer)).sorted().toList();
        accounts.open(1, accounts.subscription());
        var found = new ArrayList<String>();
        var next = "";
        do {
            var page = api.get(ACCOUNTS + "?subscriptionId=" + consumer + "&limit=2" + next).body();
            for (var item : page.path("items")) {
                found.add(item.path("id").asString());
                assertThat(item.path("consumers").findValuesAsString("subscriptionId"))
                        .containsExactly(consumer.toString());
            }
            next = page.path("next").isNull() ? "" : "&after=" + page.path("next").asString();
        } while (!next.isEmpty());
        assertThat(found).isEqualTo(mine);

        var owner = api.get(ACCOUNTS + "/" + mine.getFirst()).body().path("accountId").asString();
        var owned = api.get(ACCOUNTS + "?accountId=" + owner).body().path("items");
        assertThat(owned).hasSize(1);
        assertThat(owned.path(0).path("consumers")).isEmpty();
        assertThat(owned.path(0).path("audience").asInt()).isEqualTo(1);
        assertThat(api.get(ACCOUNTS + "?accountId=" + owner + "&subscriptionId=" + accounts.subscription()).body()
                .path("items")).isEmpty();
        assertThat(api.get(ACCOUNTS).status()).isEqualTo(400);
        assertThat(api.get(ACCOUNTS + "?accountId=x").pointer()).isEqualTo("#query/accountId");
        assertThat(api.get(ACCOUNTS + "?accountId=" + owner + "&limit=0").pointer()).isEqualTo("#query/limit");
        assertThat(api.get(ACCOUNTS + "/" + mine.getFirst() + "/entries?after=eA").pointer()).isEqualTo("#query/after");
    }

    static List<Answer> atOnce(int count, java.util.function.IntFunction<Callable<Answer>> call) throws Exception {
        try (var threads = Executors.newFixedThreadPool(16)) {
            var answers = new ArrayList<Answer>();
            for (var done : threads.invokeAll(IntStream.range(0, count).mapToObj(call).toList()))
                answers.add(done.get());
            return answers;
        }
    }
}
