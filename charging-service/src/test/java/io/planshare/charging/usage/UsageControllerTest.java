package io.planshare.charging.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.Id;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class UsageControllerTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Autowired
    private Api plain;
    @Autowired
    private JdbcClient jdbc;
    private Api api;
    private String consumer;
    private final UUID device = Id.next();
    private final UUID subscription = Id.next();

    @BeforeEach
    void setUp() {
        api = plain.as("charging:read");
        consumer = "smf-" + Id.next();
    }

    private record Use(@Nullable UUID device, @Nullable UUID payer, long ratingGroup, String unit, long covered,
            long overage, long minor, @Nullable String currency, long uncovered, Instant at) {

        static Use paid(UUID device, UUID payer, long ratingGroup, long covered) {
            return new Use(device, payer, ratingGroup, "OCTET", covered, 0, 0, null, 0, NOON);
        }

        long metered() {
            return covered + overage + uncovered;
        }
    }

    @Test
    void records_come_newest_first_by_device_by_user_and_by_payer() {
        var payer = Id.next();
        var ids = IntStream.range(0, 7).mapToObj(i -> store(Use.paid(device, payer, 10, i))).toList();
        store(Use.paid(Id.next(), Id.next(), 10, 1));
        for (var about : List.of("deviceId=" + device, "payer=" + payer)) {
            assertThat(idsOf("/v1/usage-records?limit=3&" + about)).as(about).isEqualTo(ids.reversed());
        }
        assertThat(idsOf("/v1/usage-records?limit=3&subscriptionId=" + subscription)).hasSize(8);
        var newest = api.get("/v1/usage-records?limit=1&deviceId=" + device).body().path("items").path(0);
        assertThat(newest.path("metered").asLong()).isEqualTo(6);
        assertThat(newest.path("nfConsumer").asString()).isEqualTo(consumer);
        assertThat(newest.path("chargingDataRef").asString()).startsWith(device + ".");
        assertThat(newest.path("allocations").path(0).path("units").asLong()).isEqualTo(6);
        assertThat(newest.path("occurredAt").asString()).isEqualTo("2026-11-20T12:00:00Z");
    }

    @Test
    void exactly_one_thing_is_asked_about() {
        for (var path : List.of("/v1/usage-records", "/v1/denials", "/v1/charging-sessions",
                "/v1/usage-records?deviceId=" + device + "&payer=" + device,
                "/v1/denials?deviceId=" + device + "&subscriptionId=" + device,
                "/v1/charging-sessions?deviceId=" + device + "&subscriptionId=" + device)) {
            var answer = api.get(path);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.pointer()).as(path).isEqualTo("#query/deviceId");
        }
        assertThat(api.get("/v1/usage-records?deviceId=imsi-001010000000001").pointer()).isEqualTo("#query/deviceId");
        assertThat(api.get("/v1/usage-records?payer=" + device + "&after=x").pointer()).isEqualTo("#query/after");
        assertThat(plain.as("charging:write").get("/v1/usage-records?payer=" + device).status()).isEqualTo(403);
    }

    @Test
    void totals_equal_an_independent_count() {
        var random = Seeds.random();
        var payers = List.of(Id.next(), Id.next(), Id.next());
        var expected = new TreeMap<String, long[]>();
        for (int i = 0; i < 300; i++) {
            var payer = random.nextInt(4) == 0 ? null : payers.get(random.nextInt(3));
            var overage = payer != null && random.nextInt(5) == 0 ? random.nextLong(1L << 40) : 0;
            var use = new Use(device, payer, random.nextInt(3), random.nextInt(10) == 0 ? "SECOND" : "OCTET",
                    payer == null ? 0 : random.nextLong(1L << 40), overage, overage / 1000,
                    overage == 0 ? null : "EUR", payer == null ? 5 : 0, NOON);
            store(use);
            var sum = expected.computeIfAbsent(payer + " " + use.unit() + " " + use.ratingGroup(), _ -> new long[6]);
            var parts = new long[]{1, use.metered(), use.covered(), use.overage(), use.minor(), use.uncovered()};
            for (int part = 0; part < parts.length; part++)
                sum[part] += parts[part];
        }
        assertThat(totals("nfConsumer=" + consumer + "&groupBy=payer,ratingGroup")).isEqualTo(shown(expected));
        var byPayer = new TreeMap<String, long[]>();
        expected.forEach((key, sum) -> {
            var all = byPayer.computeIfAbsent(key.substring(0, key.lastIndexOf(' ')) + " null", _ -> new long[6]);
            for (int part = 0; part < sum.length; part++)
                all[part] += sum[part];
        });
        assertThat(totals("nfConsumer=" + consumer)).isEqualTo(shown(byPayer));
        assertThat(totals("deviceId=" + device + "&payer=" + payers.getFirst()).keySet())
                .allMatch(key -> key.startsWith(payers.getFirst().toString()));
    }

    @Test
    void totals_keep_currencies_units_and_nobody_apart() {
        var payer = Id.next();
        store(new Use(device, payer, 1, "OCTET", 0, 10, 100, "EUR", 0, NOON));
        store(new Use(device, payer, 1, "OCTET", 5, 10, 200, "USD", 0, NOON));
        store(new Use(device, payer, 1, "OCTET", 5, 10, 50, "EUR", 0, NOON));
        store(new Use(device, payer, 1, "SECOND", 60, 0, 0, null, 0, NOON));
        store(new Use(device, null, 1, "OCTET", 0, 0, 0, null, 7, NOON));
        var items = api.get("/v1/usage-totals?nfConsumer=" + consumer).body().path("items");
        assertThat(items).hasSize(3);
        assertThat(items.path(0).path("overageAmounts").toString()).isEqualTo(
                "[{\"amountMinor\":150,\"currency\":\"EUR\"},{\"amountMinor\":200,\"currency\":\"USD\"}]");
        assertThat(items.path(0).path("metered").asLong()).isEqualTo(40);
        assertThat(items.path(1).path("unit").asString()).isEqualTo("SECOND");
        assertThat(items.path(2).path("payer").isNull()).isTrue();
        assertThat(items.path(2).path("uncovered").asLong()).isEqualTo(7);
    }

    @Test
    void totals_hold_more_than_a_record_can() {
        store(Use.paid(device, Id.next(), 1, Long.MAX_VALUE));
        store(Use.paid(device, device, 1, Long.MAX_VALUE));
        store(Use.paid(device, device, 1, Long.MAX_VALUE));
        var sum = api.get("/v1/usage-totals?payer=" + device).body().path("items").path(0).path("metered");
        assertThat(sum.asBigInteger()).isEqualTo("18446744073709551614");
    }

    @Test
    void totals_of_a_period_begin_with_it_and_end_before_its_end() {
        for (int hour = 0; hour < 4; hour++)
            store(new Use(device, device, 1, "OCTET", 1L << hour, 0, 0, null, 0, NOON.plusSeconds(3600L * hour)));
        var items = api
                .get("/v1/usage-totals?deviceId=" + device + "&from=2026-11-20T13:00:00Z&to=2026-11-20T15:00:00Z")
                .body().path("items");
        assertThat(items.path(0).path("metered").asLong()).isEqualTo(2 + 4);
        assertThat(api.get("/v1/usage-totals?deviceId=" + device + "&to=2000-01-01T00:00:00Z").body().path("items"))
                .isEmpty();
    }

    @Test
    void totals_of_everything_or_of_nonsense_are_refused() {
        assertThat(api.get("/v1/usage-totals").pointer()).isEqualTo("#query/nfConsumer");
        assertThat(api.get("/v1/usage-totals?nfConsumer=").pointer()).isEqualTo("#query/nfConsumer");
        assertThat(api.get("/v1/usage-totals?nfConsumer=a%00b").status()).isEqualTo(400);
        assertThat(api.get("/v1/usage-totals?payer=" + device + "&groupBy=device").pointer())
                .isEqualTo("#query/groupBy");
        assertThat(api.get("/v1/usage-totals?payer=" + device + "&from=yesterday").pointer()).isEqualTo("#query/from");
        assertThat(api.get("/v1/usage-totals?payer=" + device + "&from=%2B999999999-01-01T00:00:00Z").pointer())
                .isEqualTo("#query/from");
    }

    @Test
    void denials_come_newest_first_and_say_what_bound() {
        var account = Id.next();
        var ids = IntStream.range(0, 4).mapToObj(_ -> {
            var id = Id.next();
            jdbc.sql(
                    "insert into denial values (:id, :session, :device, :subscription, :subscription, 10, 100, 20, 'BALANCE', :account, now())")
                    .param("id", id).param("session", Id.next()).param("device", device)
                    .param("subscription", subscription).param("account", account).update();
            return id.toString();
        }).toList();
        assertThat(idsOf("/v1/denials?limit=3&deviceId=" + device)).isEqualTo(ids.reversed());
        assertThat(idsOf("/v1/denials?limit=3&subscriptionId=" + subscription)).isEqualTo(ids.reversed());
        var newest = api.get("/v1/denials?deviceId=" + device).body().path("items").path(0);
        assertThat(newest.path("reason").asString()).isEqualTo("BALANCE");
        assertThat(newest.path("granted").asLong()).isEqualTo(20);
        assertThat(newest.path("providerAccountId").asString()).isEqualTo(account.toString());
    }

    private Map<String, String> totals(String query) {
        var totals = new TreeMap<String, String>();
        for (var item : api.get("/v1/usage-totals?" + query).body().path("items")) {
            var key = text(item, "payer") + " " + text(item, "unit") + " " + text(item, "ratingGroup");
            totals.put(key, List.of(text(item, "records"), text(item, "metered"), text(item, "covered"),
                    text(item, "overage"), item.path("overageAmounts").path(0).path("amountMinor").asString("0"),
                    text(item, "uncovered")).toString());
        }
        return totals;
    }

    private static Map<String, String> shown(Map<String, long[]> sums) {
        var shown = new TreeMap<String, String>();
        sums.forEach((key, sum) -> shown.put(key, java.util.Arrays.toString(sum)));
        return shown;
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).isNull() ? "null" : node.path(member).asString();
    }

    /** All ids of a list, page by page. */
    private List<String> idsOf(String path) {
        var ids = new ArrayList<String>();
        var next = "";
        do {
            var page = api.get(path + next).body();
            ids.addAll(page.path("items").findValuesAsString("id"));
            next = page.path("next").isNull() ? "" : "&after=" + page.path("next").asString();
        } while (!next.isEmpty());
        return ids;
    }

    private String store(Use use) {
        var id = Id.next();
        jdbc.sql(
                """
                insert into usage_record (usage_record_id, session_id, nf_consumer, device_id, subscription_id, payer,
                    payer_account_id, rating_group, unit, metered, covered, overage, overage_minor, overage_currency,
                    uncovered, uncovered_reason, allocations, started_at, occurred_at, recorded_at, estimated)
                values (:id, :id, :consumer, cast(:device as uuid), :subscription, cast(:payer as uuid), cast(:payer as uuid),
                    :group, :unit, :metered, :covered, :overage, :minor, :currency, :uncovered,
                    case when :uncovered > 0 then 'NO_PAYER' end, cast(:allocations as jsonb), cast(:at as timestamptz),
                    cast(:at as timestamptz), now(), false)""")
                .param("id", id).param("consumer", consumer)
                .param("device", use.device() == null ? null : use.device().toString())
                .param("subscription", subscription)
                .param("payer", use.payer() == null ? null : use.payer().toString()).param("group", use.ratingGroup())
                .param("unit", use.unit()).param("metered", use.metered()).param("covered", use.covered())
                .param("overage", use.overage()).param("minor", use.minor()).param("currency", use.currency())
                .param("uncovered", use.uncovered())
                .param("allocations", "[{\"providerAccountId\":\"" + id + "\",\"units\":" + use.covered() + "}]")
                .param("at", use.at().toString()).update();
        return id.toString();
    }
}
