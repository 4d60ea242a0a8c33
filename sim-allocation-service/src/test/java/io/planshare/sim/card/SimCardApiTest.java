package io.planshare.sim.card;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** The register over HTTP, on a real database. */
@ServiceTest
class SimCardApiTest {

    @Autowired
    private Api nobody;
    @Autowired
    private JdbcClient jdbc;

    @Test
    void a_card_is_registered_shown_found_and_listed_with_its_numbers_masked() {
        var iccid = Numbers.iccid();
        var imsi = Numbers.imsi();
        var owner = UUID.randomUUID();

        var registered = writer().post("/v1/sim-cards",
                """
                {"iccid": "%s", "imsi": "%s", "form": "ESIM", "eid": "89049032000000000000000000000066", "ownerPartyId": "%s"}"""
                        .formatted(iccid.value(), imsi.value(), owner));

        assertThat(registered.status()).isEqualTo(201);
        var card = registered.body();
        var path = "/v1/sim-cards/" + card.path("simCardId").asString();
        assertThat(registered.header("Location")).contains(path);
        assertThat(registered.header("ETag")).contains("\"1\"");
        assertThat(card.path("state").asString()).isEqualTo("AVAILABLE");
        assertThat(card.path("ownerPartyId").asString()).isEqualTo(owner.toString());
        assertThat(registered.raw()).doesNotContain(iccid.value(), imsi.value(), "89049032000000000000000000000066")
                .contains(iccid.masked(), imsi.masked());
        assertThat(reader().get(path).body()).isEqualTo(card);
        assertThat(reader().post("/v1/sim-cards/searches", "{\"iccid\": \"%s\"}".formatted(iccid.value())).body()
                .path("items").path(0)).isEqualTo(card);
        assertThat(reader().post("/v1/sim-cards/searches", "{\"imsi\": \"%s\"}".formatted(imsi.value())).body()
                .path("items").path(0)).isEqualTo(card);
        assertThat(reader().get("/v1/sim-cards?limit=200").raw()).contains(card.path("simCardId").asString());
    }

    @Test
    void the_database_holds_no_number_in_clear() {
        var iccid = Numbers.iccid();
        registered(iccid.value(), Numbers.imsi().value());

        assertThat(jdbc.sql("SELECT sim_card::text FROM sim_card").query(String.class).list())
                .noneMatch(row -> row.contains(iccid.value()));
    }

    @Test
    void a_second_card_with_the_same_iccid_or_imsi_is_refused_by_name() {
        var iccid = Numbers.iccid().value();
        var imsi = Numbers.imsi().value();
        registered(iccid, imsi);

        var sameIccid = register(iccid, Numbers.imsi().value());
        var sameImsi = register(Numbers.iccid().value(), imsi);

        assertThat(sameIccid.status()).isEqualTo(409);
        assertThat(sameIccid.problem()).isEqualTo("sim-card-exists");
        assertThat(sameIccid.pointer()).isEqualTo("/iccid");
        assertThat(sameImsi.status()).isEqualTo(409);
        assertThat(sameImsi.pointer()).isEqualTo("/imsi");
    }

    @Test
    void a_card_moves_through_its_life_and_its_version_counts_it() {
        var path = "/v1/sim-cards/" + registered();

        var states = Stream.of("reserve", "standby", "activate", "suspend", "resume", "retire").map(move -> {
            var answer = writer().post(path + "/" + move);
            assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
            return answer.body().path("state").asString() + " " + answer.header("ETag").orElse("");
        });

        assertThat(states).containsExactly("RESERVED \"2\"", "STANDBY \"3\"", "ACTIVE \"4\"", "SUSPENDED \"5\"",
                "ACTIVE \"6\"", "RETIRED \"7\"");
    }

    @Test
    void a_move_that_the_table_does_not_have_is_refused_and_changes_nothing() {
        var path = "/v1/sim-cards/" + registered();

        var refused = writer().post(path + "/resume");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("sim-card-state");
        assertThat(refused.body().path("state").asString()).isEqualTo("AVAILABLE");
        assertThat(reader().get(path).body().path("version").asLong()).isEqualTo(1);
    }

    @Test
    void a_move_made_on_an_older_version_is_refused() {
        var path = "/v1/sim-cards/" + registered();

        var outdated = writer().with("If-Match", "\"7\"").post(path + "/reserve");
        var current = writer().with("If-Match", "\"1\"").post(path + "/reserve");

        assertThat(outdated.status()).isEqualTo(412);
        assertThat(current.status()).isEqualTo(200);
    }

    @Test
    void a_move_sent_again_under_its_key_happens_once() {
        var path = "/v1/sim-cards/" + registered() + "/reserve";
        var keyed = writer();

        var first = keyed.post(path);
        var again = keyed.post(path);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotent-Replayed")).contains("true");
    }

    @Test
    void of_8_who_reserve_one_card_at_once_one_gets_it() throws Exception {
        var path = "/v1/sim-cards/" + registered() + "/reserve";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(_ -> () -> writer().post(path).status()).toList());

            var statuses = all.stream().map(it -> it.resultNow()).toList();
            assertThat(statuses.stream().filter(it -> it == 200)).hasSize(1);
            assertThat(statuses.stream().filter(it -> it == 409)).hasSize(7);
        }
    }

    @Test
    void cards_are_listed_by_state_in_pages_each_once() {
        var reserved = IntStream.range(0, 5).mapToObj(_ -> registered()).toList();
        reserved.forEach(id -> writer().post("/v1/sim-cards/" + id + "/activate"));
        reserved.forEach(id -> writer().post("/v1/sim-cards/" + id + "/suspend"));

        var seen = new ArrayList<String>();
        var after = "";
        do {
            var page = reader().get("/v1/sim-cards?state=SUSPENDED&limit=2" + after).body();
            page.path("items").forEach(item -> seen.add(item.path("simCardId").asString()));
            after = page.path("next").isNull() || page.path("next").isMissingNode()
                    ? ""
                    : "&after=" + page.path("next").asString();
        } while (!after.isEmpty());

        assertThat(seen).containsExactlyElementsOf(reserved);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            {"imsi": "262990000000001", "form": "ESIM"}                                                          | /iccid
                                            {"iccid": "8949000000000001231", "imsi": "262990000000001", "form": "ESIM"}                          | /iccid
                                            {"iccid": "8949000000000001230", "form": "ESIM"}                                                     | /imsi
                                            {"iccid": "8949000000000001230", "imsi": "26299x", "form": "ESIM"}                                   | /imsi
                                            {"iccid": "8949000000000001230", "imsi": 262990000000001, "form": "ESIM"}                            | /imsi
                                            {"iccid": "8949000000000001230", "imsi": "262990000000001"}                                          | /form
                                            {"iccid": "8949000000000001230", "imsi": "262990000000001", "form": "PAPER"}                         | /form
                                            {"iccid": "8949000000000001230", "imsi": "262990000000001", "form": "ESIM", "eid": "890"}            | /eid
                                            {"iccid": "8949000000000001230", "imsi": "262990000000001", "form": "ESIM", "ownerPartyId": "me"}    | /ownerPartyId
                                            {"iccid": "8949000000000001230", "imsi": "262990000000001", "form": "ESIM", "state": "ACTIVE"}       | /state
                                            """)
    void a_wrong_card_is_refused_with_the_name_of_its_fault_and_nothing_is_stored(String body, String pointer) {
        var before = stored();

        var refused = writer().post("/v1/sim-cards", body);

        assertThat(refused.status()).as(refused.raw()).isEqualTo(400);
        assertThat(refused.pointer()).isEqualTo(pointer);
        assertThat(stored()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"iccid\": \"8949000000000001230\", \"imsi\": \"262990000000001\"}",
            "{\"iccid\": \"1\"}", "{\"imsi\": \"\"}", "{\"msisdn\": \"491510000001\"}"})
    void a_wrong_search_is_refused(String body) {
        var refused = reader().post("/v1/sim-cards/searches", body);

        assertThat(refused.status()).as(refused.raw()).isEqualTo(400);
        assertThat(refused.pointer()).isNotEmpty();
    }

    @Test
    void a_search_that_finds_nothing_is_an_empty_page() {
        assertThat(reader().post("/v1/sim-cards/searches", "{\"iccid\": \"%s\"}".formatted(Numbers.iccid().value()))
                .body().path("items").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reserve", "activate", "suspend", "resume", "standby", "retire"})
    void every_move_wants_a_known_card_a_key_and_the_right_to_write(String move) {
        var unknown = writer().post("/v1/sim-cards/" + UUID.randomUUID() + "/" + move);
        var noId = writer().post("/v1/sim-cards/7/" + move);
        var path = "/v1/sim-cards/" + registered() + "/" + move;
        var noKey = nobody.as("sim:write").post(path);
        var readOnly = nobody.as("sim:read").freshKey().post(path);

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.problem()).isEqualTo("unknown-sim-card");
        assertThat(noId.status()).isEqualTo(400);
        assertThat(noId.pointer()).isEqualTo("#path/simCardId");
        assertThat(noKey.status()).isEqualTo(400);
        assertThat(noKey.problem()).isEqualTo("idempotency-key-missing");
        assertThat(readOnly.status()).isEqualTo(403);
        assertThat(nobody.freshKey().post(path).status()).isEqualTo(401);
    }

    @Test
    void wrong_reads_name_their_fault() {
        assertThat(reader().get("/v1/sim-cards/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(reader().get("/v1/sim-cards/x").pointer()).isEqualTo("#path/simCardId");
        assertThat(reader().get("/v1/sim-cards?state=LOST").pointer()).isEqualTo("#query/state");
        assertThat(reader().get("/v1/sim-cards?limit=0").pointer()).isEqualTo("#query/limit");
        assertThat(reader().get("/v1/sim-cards?after=bm9uc2Vuc2U").pointer()).isEqualTo("#query/after");
        assertThat(nobody.as("sim:write").get("/v1/sim-cards").status()).isEqualTo(403);
        assertThat(nobody.get("/v1/sim-cards").status()).isEqualTo(401);
    }

    @Test
    void its_operations_are_described_each_with_an_example() {
        var paths = nobody.get("/v3/api-docs").body().path("paths");

        assertThat(paths.size()).isGreaterThanOrEqualTo(9);
        paths.forEach(path -> path.forEach(operation -> {
            assertThat(operation.path("summary").asString("")).as(operation.toString()).isNotBlank();
            assertThat(operation.path("description").asString("")).as(operation.toString()).isNotBlank();
        }));
    }

    private Api writer() {
        return nobody.as("sim:write").freshKey();
    }

    private Api reader() {
        return nobody.as("sim:read");
    }

    private Answer register(String iccid, String imsi) {
        return writer().post("/v1/sim-cards",
                "{\"iccid\": \"%s\", \"imsi\": \"%s\", \"form\": \"PHYSICAL\"}".formatted(iccid, imsi));
    }

    private String registered(String iccid, String imsi) {
        var answer = register(iccid, imsi);
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return answer.body().path("simCardId").asString();
    }

    private String registered() {
        return registered(Numbers.iccid().value(), Numbers.imsi().value());
    }

    private List<Long> stored() {
        return Stream.of("sim_card", "outbox").map(
                table -> jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single()).toList();
    }
}
