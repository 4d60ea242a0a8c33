package io.planshare.charging.rating;

import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class CatalogueControllerTest {

    private static final String VERSION = """
                                          {"validFrom": "2020-01-01T00:00:00Z",
                                           "zones": [{"name": "EU", "roaming": true, "networks": ["262"]}, {"name": "HOME", "roaming": false, "networks": ["00101"]}],
                                           "timeBands": [{"name": "night", "from": "22:00", "to": "06:00"}],
                                           "entries": [{"name": "night", "unit": "OCTET", "zones": ["HOME"], "timeBands": ["night"], "priceSize": 1000000, "steps": [{"price": "0.100000000"}]},
                                                       {"name": "data", "unit": "OCTET", "ratingGroups": [10], "priceSize": 1000000,
                                                        "steps": [{"upTo": 1000000000, "price": 0.4}, {"price": "0.2"}]}]}""";

    @Autowired
    private Api plain;
    private Api api;

    @BeforeEach
    void scopes() {
        api = plain.as("charging:read charging:write");
    }

    @Test
    void a_tariff_is_created_shown_listed_and_changed_by_a_further_version() {
        var created = api.post("/v1/tariffs", tariff(VERSION));
        assertThat(created.status()).as(created.raw()).isEqualTo(201);
        var path = created.header("Location").orElseThrow();
        assertThat(created.body().path("inForce").asInt()).isEqualTo(1);
        assertThat(created.raw()).contains("\"price\":\"0.1\"", "\"price\":\"0.4\"");
        assertThat(api.get(path).body()).isEqualTo(created.body());
        assertThat(api.get("/v1/tariffs?limit=200").raw()).contains(created.body().path("id").asString());

        var late = api.post(path + "/versions", VERSION);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.problem()).isEqualTo("already-in-force");
        assertThat(late.pointer()).isEqualTo("/validFrom");
        var next = api.post(path + "/versions", VERSION.replace("2020-", "2099-"));
        assertThat(next.status()).as(next.raw()).isEqualTo(201);
        assertThat(next.body().path("versions").size()).isEqualTo(2);
        assertThat(next.body().path("inForce").asInt()).isEqualTo(1);

        var taken = tariff(VERSION).replaceFirst("\\{", "{\"id\": \"" + created.body().path("id").asString() + "\",");
        assertThat(api.post("/v1/tariffs", taken).problem()).isEqualTo("id-taken");
        assertThat(api.post("/v1/tariffs/" + UUID.randomUUID() + "/versions", VERSION.replace("2020-", "2099-"))
                .problem()).isEqualTo("unknown-tariff");
    }

    @Test
    void a_quote_says_what_a_use_would_cost_and_why() {
        var path = api.post("/v1/tariffs", tariff(VERSION)).header("Location").orElseThrow() + "/quotes";
        var quote = api.post(path,
                """
                {"unit": "OCTET", "units": 250000000, "ratingGroup": 10, "at": "2026-07-10T12:00:00Z", "network": "26201", "usedBefore": 900000000}""");
        assertThat(quote.status()).as(quote.raw()).isEqualTo(200);
        assertThat(quote.body().path("amountMinor").asLong()).isEqualTo(70);
        assertThat(quote.body().path("parts").size()).isEqualTo(2);
        assertThat(quote.body().path("zone").asString()).isEqualTo("EU");
        var night = api.post(path,
                """
                {"unit": "OCTET", "units": 250000000, "ratingGroup": 10, "at": "2026-07-10T20:30:00Z", "timeZone": "Europe/Berlin"}""");
        assertThat(night.body().path("amountMinor").asLong()).isEqualTo(25);
        assertThat(night.body().path("timeBand").asString()).isEqualTo("night");
        assertThat(api.post(path, "{\"unit\": \"EVENT\", \"units\": 1, \"ratingGroup\": 10}").problem())
                .isEqualTo("not-priced");
        var dear = api.post("/v1/tariffs", tariff(VERSION.replace("0.2", "999999999").replace("1000000,", "1,")))
                .header("Location").orElseThrow();
        assertThat(api.post(dear + "/quotes", """
                                              {"unit": "OCTET", "units": 9223372036854775807, "ratingGroup": 10,
                                               "at": "2026-07-10T12:00:00Z"}""").problem()).isEqualTo("price-overflow");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', value = {
            "\"price\": \"0.2\"|\"price\": \"-1\"|/version/entries/1/steps/1/price",
            "\"price\": \"0.2\"|\"price\": 1e99|/version/entries/1/steps/1/price",
            "\"priceSize\": 1000000, \"steps\": [{\"price\"|\"priceSize\": 0, \"steps\": [{\"price\"|/version/entries/0/priceSize",
            "\"upTo\": 1000000000, |\"upTo\": null, |/version/entries/1/steps/0/upTo",
            "{\"price\": \"0.2\"}|{\"upTo\": 5, \"price\": \"0.2\"}|/version/entries/1/steps/1/upTo",
            "\"timeBands\": [\"night\"]|\"timeBands\": [\"noon\"]|/version/entries/0/timeBands/0",
            "\"zones\": [\"HOME\"]|\"zones\": [\"MOON\"]|/version/entries/0/zones/0",
            "[\"262\"]|[\"2620\"]|/version/zones/0/networks/0", "[\"262\"]|[null]|/version/zones/0/networks/0",
            "\"22:00\"|\"22\"|/version/timeBands/0/from", "\"22:00\"|\"24:30\"|/version/timeBands/0/from",
            "\"name\": \"data\"|\"name\": \"night\"|/version/entries/1/name",
            "\"name\": \"data\"|\"name\": \"a/b\"|/version/entries/1/name",
            "\"name\": \"data\", \"unit\": \"OCTET\"|\"name\": \"data\", \"unit\": \"MONEY\"|/version/entries/1/unit",
            "[10]|[-1]|/version/entries/1/ratingGroups/0", "2020-01-01|1900-01-01|/version/validFrom",
            "\"EUR\"|\"EURO\"|/currency", "\"name\": \"test\"|\"name\": \" \"|/name"})
    void bad_input_names_its_member(String right, String wrong, String pointer) {
        assertThat(tariff(VERSION)).contains(right);
        var answer = api.post("/v1/tariffs", tariff(VERSION).replace(right, wrong));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
        assertThat(answer.pointer()).as(answer.raw()).isEqualTo(pointer);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', value = {"\"OCTET\"|\"MONEY\"|/unit", "\"units\": 5|\"units\": -5|/units",
            "\"ratingGroup\": 10|\"ratingGroup\": 4294967296|/ratingGroup", "\"26201\"|\"26\"|/network",
            "\"UTC\"|\"Mars/Base\"|/timeZone", "\"UTC\"|\"+25:00\"|/timeZone", "2026-|1999-|/at"})
    void a_wrong_question_is_named(String right, String wrong, String pointer) {
        var path = api.post("/v1/tariffs", tariff(VERSION)).header("Location").orElseThrow() + "/quotes";
        var body = """
                   {"unit": "OCTET", "units": 5, "ratingGroup": 10, "network": "26201", "timeZone": "UTC", "at": "2026-07-10T12:00:00Z"}""";
        var answer = api.post(path, body.replace(right, wrong));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
        assertThat(answer.pointer()).isEqualTo(pointer);
    }

    @Test
    void a_plan_is_created_and_changed_by_who_saw_it() {
        var path = "/v1/plans/" + UUID.randomUUID();
        var created = api.put(path, plan("Europe/Berlin", 31));
        assertThat(created.status()).as(created.raw()).isEqualTo(201);
        assertThat(api.get(path).body()).isEqualTo(created.body());
        assertThat(api.put(path, plan("UTC", 1)).status()).isEqualTo(428);
        assertThat(api.with("If-Match", "\"7\"").put(path, plan("UTC", 1)).status()).isEqualTo(412);
        var changed = api.with("If-Match", created.header("ETag").orElseThrow()).put(path, plan("UTC", 1));
        assertThat(changed.status()).as(changed.raw()).isEqualTo(200);
        assertThat(changed.body().path("cycleDay").asInt()).isEqualTo(1);
        assertThat(api.get("/v1/plans?limit=200").status()).isEqualTo(200);
        assertThat(api.get("/v1/plans/" + UUID.randomUUID()).problem()).isEqualTo("unknown-plan");
        var lost = api.put("/v1/plans/" + UUID.randomUUID(),
                plan("UTC", 1).replaceFirst("\\{", "{\"tariffId\": \"" + UUID.randomUUID() + "\","));
        assertThat(lost.problem()).isEqualTo("unknown-tariff");
        assertThat(lost.pointer()).isEqualTo("/tariffId");
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(delimiter = '|', value = {"\"cycleDay\": 5|\"cycleDay\": 32|/cycleDay",
            "\"cycleDay\": 5|\"cycleDay\": 0|/cycleDay", "\"UTC\"|\"Nowhere\"|/timeZone",
            "\"amountMinor\": 1999|\"amountMinor\": 0|/fee/amountMinor", "\"EUR\"|\"XYZ\"|/fee/currency",
            "2026-|1026-|/fee/from", "\"test\"|\"\"|/name"})
    void a_wrong_plan_is_named(String right, String wrong, String pointer) {
        var path = "/v1/plans/" + UUID.randomUUID();
        var answer = api.put(path, plan("UTC", 5).replace(right, wrong));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
        assertThat(answer.pointer()).isEqualTo(pointer);
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    private static String tariff(String version) {
        return "{\"name\": \"test\", \"currency\": \"EUR\", \"version\": " + version + "}";
    }

    private static String plan(String timeZone, int day) {
        return """
               {"name": "test", "timeZone": "%s", "cycleDay": %d,
                "fee": {"amountMinor": 1999, "currency": "EUR", "from": "2026-01-01T00:00:00Z"}}"""
                .formatted(timeZone, day);
    }
}
