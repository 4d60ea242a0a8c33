package io.planshare.kit.thing;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Every wrong request has its status, its type and its place, and leaves nothing behind. */
@ServiceTest
class BadInputTest {

    private static final String THING = "\"name\":\"bad\",\"octets\":5";

    @Autowired
    Api api;
    @Autowired
    JdbcClient jdbc;

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("{" + THING + ",\"nmae\":1}", "unknown-member", "/nmae"),
                arguments("{" + THING + ",\"parts\":[{\"count\":1,\"imei\":\"490154203237518\",\"a~b/c\":1}]}",
                        "unknown-member",
                        "/parts/0/a~0b~1c"),
                arguments("{" + THING + ",\"" + "n".repeat(300) + "\":1}", "unknown-member",
                        "/" + "n".repeat(199) + "…"),
                arguments("{\"octets\":5}", "invalid-value", "/name"),
                arguments("{\"name\":null,\"octets\":5}", "invalid-value", "/name"),
                arguments("{\"name\":\"bad\"}", "invalid-value", "/octets"),
                arguments("{\"name\":\"bad\",\"octets\":-1}", "invalid-value", "/octets"),
                arguments("{\"name\":\"bad\",\"octets\":\"5\"}", "invalid-value", "/octets"),
                arguments("{\"name\":\"bad\",\"octets\":\"\"}", "invalid-value", "/octets"),
                arguments("{\"name\":\"bad\",\"octets\":1.5}", "invalid-value", "/octets"),
                arguments("{\"name\":\"bad\",\"octets\":99999999999999999999}", "invalid-value", "/octets"),
                arguments("{\"name\":\"bad\",\"octets\":1e99999}", "invalid-value", "/octets"),
                arguments("{\"name\":\"bad\",\"octets\":true}", "invalid-value", "/octets"),
                arguments("{\"name\":\"bad\",\"octets\":[1]}", "invalid-value", "/octets"),
                arguments("{\"name\":7,\"octets\":5}", "invalid-value", "/name"),
                arguments("{\"name\":{},\"octets\":5}", "invalid-value", "/name"),
                arguments("{\"name\":\"" + "x".repeat(41) + "\",\"octets\":5}", "invalid-value", "/name"),
                arguments("{\"name\":\"a\\u0000b\",\"octets\":5}", "invalid-value", "/name"),
                arguments("{\"name\":\"a\\u001bb\",\"octets\":5}", "invalid-value", "/name"),
                arguments("{\"name\":\"a\\ud800b\",\"octets\":5}", "invalid-value", "/name"),
                arguments("{" + THING + ",\"colour\":\"BLUE\"}", "invalid-value", "/colour"),
                arguments("{" + THING + ",\"colour\":0}", "invalid-value", "/colour"),
                arguments("{" + THING + ",\"colour\":\"\"}", "invalid-value", "/colour"),
                arguments("{" + THING + ",\"since\":\"yesterday\"}", "invalid-value", "/since"),
                arguments("{" + THING + ",\"since\":1700000000}", "invalid-value", "/since"),
                arguments("{" + THING + ",\"since\":\"\"}", "invalid-value", "/since"),
                arguments("{" + THING + ",\"deviceId\":\"1-1-1-1-1\"}", "invalid-value", "/deviceId"),
                arguments("{" + THING + ",\"deviceId\":\"\"}", "invalid-value", "/deviceId"),
                arguments("{" + THING + ",\"deviceId\":{\"value\":\"x\"}}", "invalid-value", "/deviceId"),
                arguments("{" + THING + ",\"fast\":\"yes\"}", "invalid-value", "/fast"),
                arguments("{" + THING + ",\"fast\":1}", "invalid-value", "/fast"),
                arguments("{" + THING + ",\"parts\":{}}", "invalid-value", "/parts"),
                arguments("{" + THING
                        + ",\"parts\":[{\"imei\":\"490154203237518\",\"count\":1},{\"imei\":\"490154203237519\",\"count\":1}]}",
                        "invalid-identifier", "/parts/1/imei"),
                arguments("{" + THING + ",\"parts\":[{\"imei\":\"\",\"count\":1}]}", "invalid-identifier",
                        "/parts/0/imei"),
                arguments("{" + THING + ",\"parts\":[{\"imei\":490154203237518,\"count\":1}]}", "invalid-value",
                        "/parts/0/imei"),
                arguments("{" + THING + ",\"parts\":[{\"count\":1}]}", "invalid-value", "/parts/0/imei"),
                arguments("{" + THING + ",\"parts\":[{\"imei\":\"490154203237518\",\"count\":0}]}", "invalid-value",
                        "/parts/0/count"),
                arguments("{" + THING + ",\"parts\":[{\"imei\":\"490154203237518\",\"count\":null}]}", "invalid-value",
                        "/parts/0/count"),
                arguments("{" + THING + ",\"name\":\"twice\"}", "malformed-json", ""),
                arguments("{" + THING, "malformed-json", ""),
                arguments("{" + THING + "} {}", "malformed-json", ""),
                arguments("{'name':'bad'}", "malformed-json", ""),
                arguments("nonsense", "malformed-json", ""),
                arguments("{" + THING + ",\"since\":\"+292277026596-12-04T15:30:07Z\"}", "invalid-value", "/since"),
                arguments("[".repeat(2000) + "]".repeat(2000), "invalid-value", ""),
                arguments("[]", "invalid-value", ""),
                arguments("\"text\"", "invalid-value", ""),
                arguments("null", "body-missing", ""),
                arguments("", "body-missing", ""));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void A_wrong_body_is_400_and_names_its_place(String body, String slug, String pointer) {
        var answer = api.as("thing:write").post("/v1/things", body);

        assertThat(answer.status()).as(answer.raw()).isEqualTo(400);
        assertThat(answer.problem()).as(answer.raw()).isEqualTo(slug);
        assertThat(answer.pointer()).as(answer.raw()).isEqualTo(pointer);
        assertThat(answer.raw()).doesNotContain("Exception", "io.planshare", "jackson", "490154203237519");
        assertThat(jdbc.sql("SELECT count(*) FROM thing WHERE name = 'bad'").query(Long.class).single()).isZero();
        assertThat(jdbc.sql("SELECT count(*) FROM audit_entry WHERE status = 400").query(Long.class).single()).isZero();
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments("GET", "/v1/things/not-an-id", 400, "invalid-value", "#path/id"),
                arguments("GET", "/v1/things/01932c07-0000-7000-8000-000000000001", 404, "unknown-thing", ""),
                arguments("GET", "/v1/things?limit=0", 400, "invalid-parameter", "#query/limit"),
                arguments("GET", "/v1/things?limit=201", 400, "invalid-parameter", "#query/limit"),
                arguments("GET", "/v1/things?limit=many", 400, "invalid-parameter", "#query/limit"),
                arguments("GET", "/v1/things?after=!!", 400, "invalid-parameter", "#query/after"),
                arguments("GET", "/v1/things?after=bm8", 400, "invalid-parameter", "#query/after"),
                arguments("GET", "/v1/things/search", 400, "invalid-parameter", "#query/size"),
                arguments("GET", "/v1/things/search?size=x", 400, "invalid-parameter", "#query/size"),
                arguments("GET", "/v1/things/search?size=11", 400, "invalid-parameter", "#query/size"),
                arguments("GET", "/v1/things/search?size=1&colour=BLUE", 400, "invalid-parameter", "#query/colour"),
                arguments("GET", "/v1/things/stored?name=a%00b", 400, "malformed-request", ""),
                arguments("GET", "/v1/things/..%2f..%2fetc", 400, "malformed-request", ""),
                arguments("GET", "/v1/things/%ff", 400, "malformed-request", ""),
                arguments("GET", "/v1/unknown", 404, "unknown-path", ""),
                arguments("POST", "/v1/unknown", 404, "unknown-path", ""),
                arguments("GET", "/", 404, "unknown-path", ""),
                arguments("GET", "/v1/things/paid/x/y", 404, "unknown-path", ""),
                arguments("DELETE", "/v1/things", 405, "method-not-allowed", ""),
                arguments("TRACE", "/v1/things", 405, "method-not-allowed", ""));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void A_wrong_request_is_told_what_is_wrong(String method, String path, int status, String slug, String pointer) {
        var answer = api.as("thing:read thing:write").send(method, path, null);

        assertThat(answer.status()).as(answer.raw()).isEqualTo(status);
        assertThat(answer.problem()).as(answer.raw()).isEqualTo(slug);
        assertThat(answer.pointer()).as(answer.raw()).isEqualTo(pointer);
    }

    @Test
    void A_wrong_method_is_told_the_right_ones() {
        assertThat(api.as("thing:write").delete("/v1/things").header("Allow")).contains("GET, POST");
    }

    @Test
    void A_body_of_another_media_type_is_415() {
        var write = api.as("thing:write");
        for (var type : new String[]{"text/plain", "application/xml", "application/json;charset=klingon",
                "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "nonsense"}) {
            var answer = write.with("Content-Type", type).post("/v1/things", "{" + THING + "}");
            assertThat(answer.status()).as(type).isEqualTo(415);
            assertThat(answer.problem()).isEqualTo("media-type-not-supported");
            assertThat(answer.pointer()).isEqualTo("#header/Content-Type");
        }
    }

    @Test
    void An_answer_in_another_media_type_is_406() {
        var answer = api.as("thing:read").with("Accept", "application/xml").get("/v1/things");
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.problem()).isEqualTo("not-acceptable");
        assertThat(answer.pointer()).isEqualTo("#header/Accept");
    }

    @Test
    void A_browser_that_asks_for_html_gets_a_problem_too() {
        var answer = api.as("thing:read").with("Accept", "text/html").get("/v1/unknown");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("unknown-path");
    }

    @Test
    void A_value_that_only_code_can_read_is_named_too() {
        var answer = api.as("thing:write").post("/v1/things/identified",
                "{\"kind\":\"IMEI\",\"value\":\"490154203237519\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("invalid-identifier");
        assertThat(answer.pointer()).isEqualTo("/value");
    }

    @Test
    void An_edit_needs_the_version_it_was_made_on() {
        var write = api.as("thing:read thing:write");
        var created = write.post("/v1/things", "{\"name\":\"edited\",\"octets\":5}");
        var path = created.header("Location").orElseThrow();

        var blind = write.put(path, "{\"name\":\"e2\",\"octets\":5}");
        assertThat(blind.status()).isEqualTo(428);
        assertThat(blind.problem()).isEqualTo("if-match-missing");

        assertThat(write.with("If-Match", "\"1\"").put(path, "{\"name\":\"e3\",\"octets\":5}").status()).isEqualTo(204);

        var late = write.with("If-Match", "\"1\"").put(path, "{\"name\":\"e4\",\"octets\":5}");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.header("ETag")).contains("\"2\"");
    }

    @Test
    void A_race_that_a_constraint_ends_is_409_without_its_internals() {
        var write = api.as("thing:write");
        assertThat(write.post("/v1/things", "{\"name\":\"taken\",\"octets\":5}").status()).isEqualTo(201);
        var answer = write.post("/v1/things", "{\"name\":\"taken\",\"octets\":5}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("conflict");
        assertThat(answer.raw()).doesNotContain("thing_name");
    }

    @Test
    void Pages_follow_one_another_to_the_end() {
        var caller = api.as("thing:read thing:write");
        for (int i = 0; i < 5; i++)
            caller.post("/v1/things", "{\"name\":\"page" + i + "\",\"octets\":5}");
        int seen = 0;
        var after = "";
        do {
            var page = caller.get("/v1/things?limit=2" + (after.isEmpty() ? "" : "&after=" + after)).body();
            seen += page.get("items").size();
            after = page.get("next").asString("");
        } while (!after.isEmpty());
        assertThat((long) seen).isEqualTo(jdbc.sql("SELECT count(*) FROM thing").query(Long.class).single());
    }
}
