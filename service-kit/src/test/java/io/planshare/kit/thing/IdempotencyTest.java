package io.planshare.kit.thing;

import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;

import static org.assertj.core.api.Assertions.assertThat;

/** A write under a key has one effect and one answer, whoever sends it how often; what failed may be sent again. */
@ServiceTest
class IdempotencyTest {

    private static final String PAID = "/v1/things/paid";

    @Autowired
    Api api;
    @Autowired
    Things things;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    TestClock clock;
    @Autowired
    Environment environment;

    Api write;

    @BeforeEach
    void login() {
        clock.reset();
        write = api.as("thing:write").freshKey();
    }

    private static String body(String name) {
        return "{\"name\":\"" + name + "\",\"octets\":5}";
    }

    private long count(String table, String where) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE " + where).query(Long.class).single();
    }

    private long keys(String name) {
        return count("idempotency_key", "convert_from(body, 'UTF8') LIKE '%" + name + "%'");
    }

    @Test
    void A_repeat_gets_the_first_answer_byte_for_byte() {
        var first = write.post(PAID, body("replayed"));
        var second = write.post(PAID, body("replayed"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(second.header("Idempotent-Replayed")).contains("true");
        assertThat(second.raw()).isEqualTo(first.raw());
        assertThat(second.status()).isEqualTo(first.status());
        for (var header : List.of("Content-Type", "Location", "ETag")) {
            assertThat(second.header(header)).as(header).isPresent().isEqualTo(first.header(header));
        }
        assertThat(things.count("replayed")).isOne();
    }

    @Test
    void Fifty_equal_requests_at_once_have_one_effect() throws Exception {
        var answers = new ArrayList<Answer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<Answer>>();
            for (int i = 0; i < 50; i++)
                calls.add(threads.submit(() -> write.post(PAID, body("slow parallel"))));
            for (var call : calls)
                answers.add(call.get());
        }
        assertThat(things.count("slow parallel")).isOne();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        assertThat(answers).filteredOn(answer -> answer.status() == 409).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.problem()).isEqualTo("idempotency-key-in-flight");
            assertThat(answer.header("Retry-After")).isPresent();
        });
        var done = answers.stream().filter(answer -> answer.status() == 201).map(Answer::raw).distinct().toList();
        assertThat(done).hasSize(1);
        assertThat(write.post(PAID, body("slow parallel")).raw()).isEqualTo(done.getFirst());
        assertThat(count("audit_entry", "status = 201 AND ids::text LIKE '%" + idOf(done.getFirst()) + "%'")).isOne();
    }

    private static String idOf(String raw) {
        return raw.replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void Another_instance_that_works_on_the_key_makes_it_409() throws Exception {
        Callable<Answer> call = () -> write.key("two-instances").post(PAID, body("two instances"));
        // Another instance is another session of the database that holds the key's lock.
        var scope = String.join("\n", "test-client/somebody", "POST", PAID, "two-instances");
        try (var other = DriverManager.getConnection(environment.getRequiredProperty("planshare.db.url"),
                environment.getRequiredProperty("planshare.db.app-user"),
                environment.getRequiredProperty("planshare.db.app-password"));
                var lock = other.prepareStatement("SELECT pg_advisory_lock(hashtextextended(?, 0))")) {
            lock.setString(1, scope);
            lock.execute();
            assertThat(call.call().problem()).isEqualTo("idempotency-key-in-flight");
            assertThat(things.count("two instances")).isZero();
        }
        assertThat(call.call().status()).isEqualTo(201);
    }

    @Test
    void The_same_key_with_another_body_or_query_is_422() {
        write.post(PAID, body("reused"));
        for (var other : List.of(write.post(PAID, body("other")), write.post(PAID, body("reused") + " "),
                write.post(PAID + "?x=1", body("reused")))) {
            assertThat(other.status()).isEqualTo(422);
            assertThat(other.problem()).isEqualTo("idempotency-key-reused");
            assertThat(other.pointer()).isEqualTo("#header/Idempotency-Key");
        }
        assertThat(things.count("other")).isZero();
    }

    @Test
    void A_key_means_nothing_to_another_person_or_another_path() {
        var key = write.key("shared");
        assertThat(key.post(PAID, body("mine")).status()).isEqualTo(201);
        assertThat(key.as("somebody-else", "thing:write").post(PAID, body("theirs")).status()).isEqualTo(201);
        assertThat(key.post("/v1/things", body("elsewhere")).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"refused, 409, not-enough", "thrown, 422, rule-broken", "edge, 404, unknown-part"})
    void A_refusal_is_remembered_and_has_no_effect(String name, int status, String slug) {
        var first = write.post(PAID, body(name));
        var second = write.post(PAID, body(name));

        assertThat(first.status()).as(first.raw()).isEqualTo(status);
        assertThat(first.problem()).isEqualTo(slug);
        assertThat(second.raw()).isEqualTo(first.raw());
        assertThat(second.header("Idempotent-Replayed")).contains("true");
        assertThat(things.count(name)).isZero();
        assertThat(count("audit_entry", "status = " + status + " AND route = '" + PAID + "'")).isPositive();
    }

    @Test
    void A_failure_of_ours_is_not_remembered_has_no_effect_and_shows_nothing() {
        var before = things.runs();
        for (int i = 0; i < 2; i++) {
            var answer = write.post(PAID, body("bug"));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.problem()).isEqualTo("internal-error");
            assertThat(answer.raw()).doesNotContain("secret", "IllegalState");
            assertThat(answer.body().get("traceId").asString()).matches("[0-9a-f]{32}");
            assertThat(answer.header("Idempotent-Replayed")).isEmpty();
        }
        assertThat(things.runs() - before).isEqualTo(2);
        assertThat(things.count("bug")).isZero();
    }

    @Test
    void An_answer_that_hides_a_failed_transaction_does_not_get_out() {
        var answer = write.post(PAID, body("swallowed"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.raw()).doesNotContain("\"swallowed\"");
        assertThat(things.count("swallowed")).isZero();
        assertThat(keys("swallowed")).isZero();
    }

    @Test
    void Bad_input_is_not_remembered() {
        assertThat(write.post(PAID, "{\"name\":\"corrected\"}").status()).isEqualTo(400);
        assertThat(write.post(PAID, body("corrected")).status()).isEqualTo(201);
    }

    @Test
    void A_missing_token_is_not_remembered() {
        var anonymous = api.key("late-login");
        assertThat(anonymous.post(PAID, body("late login")).status()).isEqualTo(401);
        assertThat(write.key("late-login").post(PAID, body("late login")).status()).isEqualTo(201);
    }

    @Test
    void Where_a_key_is_required_its_absence_is_400() {
        var answer = api.as("thing:write").post(PAID, body("keyless"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("idempotency-key-missing");
        assertThat(things.count("keyless")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "a b", "\"a b\""})
    void A_malformed_key_is_400(String key) {
        var answer = write.key(key).post(PAID, body("malformed"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("idempotency-key-invalid");
    }

    @Test
    void Another_spelling_of_the_path_is_no_way_around_the_key() {
        var answer = api.as("thing:write").post("/%761/things/p%61id", body("around"));
        assertThat(answer.problem()).isEqualTo("idempotency-key-missing");
        assertThat(things.count("around")).isZero();
    }

    @Test
    void A_key_has_at_most_255_characters() {
        assertThat(write.key("k".repeat(255)).post(PAID, body("long key")).status()).isEqualTo(201);
        assertThat(write.key("k".repeat(256)).post(PAID, body("longer key")).problem())
                .isEqualTo("idempotency-key-invalid");
    }

    @Test
    void A_key_in_quotes_is_the_same_key() {
        var bare = write.key("quoted-1").post(PAID, body("quoted"));
        assertThat(write.key("\"quoted-1\"").post(PAID, body("quoted")).raw()).isEqualTo(bare.raw());
    }

    @Test
    void A_key_is_forgotten_after_its_time() {
        assertThat(write.post("/v1/things", body("a day")).status()).isEqualTo(201);
        clock.advance(Duration.ofHours(25));
        // Not replayed: the second one runs, and the table refuses it.
        assertThat(write.post("/v1/things", body("a day")).problem()).isEqualTo("conflict");
        var paid = write.key("thirty-days").post(PAID, body("thirty days"));
        clock.advance(Duration.ofDays(29));
        assertThat(write.key("thirty-days").post(PAID, body("thirty days")).raw()).isEqualTo(paid.raw());
    }

    @Test
    void A_write_leaves_who_what_which_and_why() {
        var answer = api.as("anna", "thing:write").with("Planshare-Reason", "customer asked, card 89491234567890123456")
                .post("/v1/things", body("audited"));
        var id = answer.body().get("id").asString();
        var entry = jdbc.sql("SELECT subject, client, method, route, ids::text, reason, status::text, trace_id"
                + " FROM audit_entry WHERE ids->>'location' = ?").param("/v1/things/" + id).query().singleRow();
        assertThat(entry.values()).containsExactly("anna", "test-client", "POST", "/v1/things",
                "{\"location\": \"/v1/things/" + id + "\"}", "customer asked, card ***56", "201",
                entry.get("trace_id"));
        assertThat(String.valueOf(entry.get("trace_id"))).matches("[0-9a-f]{32}");
    }
}
