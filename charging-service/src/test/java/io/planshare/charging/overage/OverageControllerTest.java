package io.planshare.charging.overage;

import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@ServiceTest
class OverageControllerTest {

    @Autowired
    private Api plain;
    @Autowired
    private JdbcClient jdbc;
    private Api api;
    private UUID payer;

    @BeforeEach
    void setUp() {
        api = plain.as("charging:read charging:write");
        payer = UUID.randomUUID();
        jdbc.sql("insert into subscription values (:id, 1, :id, :id, 'ACTIVE', :supi, null, null, 0)")
                .param("id", payer)
                .param("supi", payer.toString()).update();
    }

    @Test
    void a_consent_is_given_shown_changed_and_withdrawn() {
        var given = put(null, terms("\"0.200000000\"", 2000));
        assertThat(given.status()).as(given.raw()).isEqualTo(201);
        assertThat(given.header("Location")).contains(path());
        assertThat(given.body().path("price").asString()).isEqualTo("0.2");
        assertThat(given.body().path("left").asLong()).isEqualTo(10_000_000_000L);
        assertThat(given.body().path("chargedMinor").asLong()).isZero();
        assertThat(api.get(path()).body()).isEqualTo(given.body());

        var tag = given.header("ETag").orElseThrow();
        assertThat(api.get(path()).header("ETag")).contains(tag);
        assertThat(put(null, terms("0.2", 3000)).status()).isEqualTo(428);
        assertThat(put("\"1\"", terms("0.2", 3000)).status()).isEqualTo(412);
        var changed = put(tag, terms("0.3", 3000));
        assertThat(changed.status()).as(changed.raw()).isEqualTo(200);
        assertThat(changed.body().path("price").asString()).isEqualTo("0.3");

        assertThat(api.delete(path()).status()).isEqualTo(428);
        assertThat(api.with("If-Match", tag).delete(path()).status()).isEqualTo(412);
        assertThat(api.with("If-Match", changed.header("ETag").orElseThrow()).delete(path()).status()).isEqualTo(204);
        assertThat(api.get(path()).problem()).isEqualTo("unknown-overage-consent");
        assertThat(api.with("If-Match", "*").delete(path()).status()).isEqualTo(404);
        assertThat(put("*", terms("0.3", 3000)).status()).isEqualTo(404);
    }

    @Test
    void after_the_first_use_only_the_limit_moves() {
        var tag = put(null, terms("0.2", 2000)).header("ETag").orElseThrow();
        use(5_000_000_000L, 0);
        assertThat(api.get(path()).header("ETag")).contains(tag);
        assertThat(api.get(path()).body().path("chargedMinor").asLong()).isEqualTo(1000);
        var refused = put(tag, terms("0.1", 2000));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("overage-in-use");
        assertThat(put(tag, terms("0.2", 2000).replace("EUR", "USD")).problem()).isEqualTo("overage-in-use");
        assertThat(put(tag, terms("0.2", 2000).replace("OCTET", "SECOND")).problem()).isEqualTo("overage-in-use");
        var stopped = put(tag, terms("0.20", 0));
        assertThat(stopped.status()).as(stopped.raw()).isEqualTo(200);
        assertThat(stopped.body().path("left").asLong()).isZero();
        assertThat(stopped.body().path("used").asLong()).isEqualTo(5_000_000_000L);
    }

    @Test
    void a_consent_that_holds_units_is_not_withdrawn() {
        put(null, terms("0.2", 2000));
        use(0, 7);
        var refused = api.with("If-Match", "*").delete(path());
        assertThat(refused.problem()).isEqualTo("overage-in-use");
        assertThat(refused.body().path("reserved").asLong()).isEqualTo(7);
        use(7, 0);
        assertThat(api.with("If-Match", "*").delete(path()).status()).isEqualTo(204);
    }

    @Test
    void a_subscription_that_nobody_knows_consents_to_nothing() {
        payer = UUID.randomUUID();
        var answer = put(null, terms("0.2", 2000));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("unknown-subscription");
        assertThat(answer.pointer()).isEqualTo("#path/id");
        assertThat(answer.header("Retry-After")).contains("1");
    }

    @Test
    void a_price_is_kept_to_its_last_digit() {
        assertThat(put(null, terms("123456789.123456789", 2000)).body().path("price").asString())
                .isEqualTo("123456789.123456789");
        assertThat(put("*", terms("\"999999999.999999999\"", 2000)).body().path("price").asString())
                .isEqualTo("999999999.999999999");
        assertThat(put("*", terms("0", 2000)).body().path("price").asString()).isEqualTo("0");
        assertThat(put("*", terms("2E+2", 2000)).body().path("price").asString()).isEqualTo("200");
    }

    static Stream<Arguments> bad() {
        return Stream.of(arguments("\"price\": -1", "/price"), arguments("\"price\": 1000000000", "/price"),
                arguments("\"price\": 0.0000000001", "/price"), arguments("\"price\": \"-0.1\"", "/price"),
                arguments("\"price\": \"1e3\"", "/price"), arguments("\"price\": 1e999999999", "/price"),
                arguments("\"price\": \"\"", "/price"), arguments("\"price\": null", "/price"),
                arguments("\"price\": [1]", "/price"), arguments("\"unit\": \"MONEY\"", "/unit"),
                arguments("\"unit\": null", "/unit"), arguments("\"currency\": \"XYZ\"", "/currency"),
                arguments("\"currency\": \"eur\"", "/currency"), arguments("\"priceSize\": 0", "/priceSize"),
                arguments("\"priceSize\": 1.5", "/priceSize"), arguments("\"limitMinor\": -1", "/limitMinor"),
                arguments("\"limitMinor\": 9223372036854775808", "/limitMinor"), arguments("\"limit\": 5", "/limit"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void bad_input_names_its_member_and_stores_nothing(String member, String pointer) {
        var name = member.substring(1, member.indexOf(':') - 1);
        var others = Stream
                .of("\"unit\": \"OCTET\"", "\"currency\": \"EUR\"", "\"price\": 0.2", "\"priceSize\": 1000000",
                        "\"limitMinor\": 2000")
                .filter(other -> !other.startsWith("\"" + name + "\"")).toList();
        var answer = put(null, "{" + member + ", " + String.join(", ", others) + "}");
        assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
        assertThat(answer.pointer()).as(answer.raw()).isEqualTo(pointer);
        assertThat(api.get(path()).status()).isEqualTo(404);
    }

    private static String terms(String price, long limit) {
        return """
               {"unit": "OCTET", "currency": "EUR", "price": %s, "priceSize": 1000000, "limitMinor": %d}"""
                .formatted(price, limit);
    }

    private Answer put(@Nullable String ifMatch, String body) {
        return (ifMatch == null ? api : api.with("If-Match", ifMatch)).put(path(), body);
    }

    private void use(long used, long reserved) {
        jdbc.sql(
                "update overage_consent set used = :used, reserved = :reserved, version = version + 1 where subscription_id = :id")
                .param("used", used).param("reserved", reserved).param("id", payer).update();
    }

    private String path() {
        return "/v1/subscriptions/" + payer + "/overage-consent";
    }
}
