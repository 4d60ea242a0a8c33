package io.planshare.theft.equipment;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imei;

import static org.assertj.core.api.Assertions.assertThat;

/** The equipment register and its 3GPP face over HTTP, on a real database. */
@ServiceTest
class EquipmentApiTest {

    private static final AtomicLong NEXT = new AtomicLong(1);

    @Autowired
    private Api nobody;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;

    @Test
    void an_equipment_is_entered_judged_anew_and_found_with_its_imei_masked() {
        var imei = imei();

        var entered = judge(imei, "GREYLISTED", "lost");
        var same = judge(imei, "GREYLISTED", "lost");
        var changed = judge(imei, "WHITELISTED", "found");

        assertThat(entered.status()).as(entered.raw()).isEqualTo(201);
        assertThat(entered.raw()).doesNotContain(imei.value()).contains(imei.masked());
        var id = entered.body().path("equipmentId").asString();
        assertThat(entered.header("Location")).contains("/v1/equipment-entries/" + id);
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.body()).isEqualTo(entered.body());
        assertThat(changed.body().path("version").asLong()).isEqualTo(2);
        assertThat(reader().get("/v1/equipment-entries/" + id).body()).isEqualTo(changed.body());
        assertThat(reader().post("/v1/equipment-entries/searches", "{\"imei\": \"%s\"}".formatted(imei.value())).body()
                .path("items").path(0)).isEqualTo(changed.body());
        assertThat(published(id)).containsExactly("GREYLISTED 1", "WHITELISTED 2");
        assertThat(jdbc.sql("SELECT payload FROM outbox WHERE key = ?").param(id).query(String.class).list())
                .allMatch(event -> event.contains(keys.of(imei).value()) && !event.contains(imei.value()));
    }

    @Test
    void an_imei_with_its_software_version_is_the_same_equipment() {
        var imei = imei();
        var imeisv = imei.value().substring(0, 14) + "77";

        judge(imei, "GREYLISTED", "lost");

        assertThat(writer().post("/v1/equipment-entries",
                "{\"imei\": \"%s\", \"status\": \"WHITELISTED\", \"reason\": \"found\"}".formatted(imeisv)).status())
                .isEqualTo(200);
        assertThat(eir("imeisv-" + imeisv).body().path("status").asString()).isEqualTo("WHITELISTED");
    }

    @Test
    void the_blacklist_is_for_those_who_may_confirm_a_theft() {
        var imei = imei();
        var refused = judge(imei, "BLACKLISTED", "stolen");
        var confirmed = nobody.as("theft:write theft:confirm").post("/v1/equipment-entries",
                "{\"imei\": \"%s\", \"status\": \"BLACKLISTED\", \"reason\": \"stolen\"}".formatted(imei.value()));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("confirmation-required");
        assertThat(confirmed.status()).isEqualTo(201);
        assertThat(eir(imei.pei()).body().path("status").asString()).isEqualTo("BLACKLISTED");
    }

    @Test
    void the_network_is_told_the_status_in_3gpp_words() {
        var imei = imei();
        judge(imei, "GREYLISTED", "lost");

        var known = nobody.as("n5g-eir-eic").get("/n5g-eir-eic/v1/equipment-status?pei=" + imei.pei()
                + "&supi=imsi-262990000000001&gpsi=msisdn-4915100000001&supported-features=1");

        assertThat(known.status()).isEqualTo(200);
        assertThat(known.raw()).isEqualTo("{\"status\":\"GREYLISTED\"}");
    }

    @ParameterizedTest
    @CsvSource({"pei=imei-490154203237518, 404, ERROR_EQUIPMENT_UNKNOWN,",
            "pei=mac-00-00-5e-00-53-01, 404, ERROR_EQUIPMENT_UNKNOWN,",
            "pei=imei-490154203237519, 400, MANDATORY_QUERY_PARAM_INCORRECT, pei",
            "pei=imei-1, 400, MANDATORY_QUERY_PARAM_INCORRECT, pei",
            "pei=, 400, MANDATORY_QUERY_PARAM_MISSING, pei",
            "supi=imsi-262990000000001, 400, MANDATORY_QUERY_PARAM_MISSING, pei"})
    void the_network_is_told_what_is_wrong_in_3gpp_words(String query, int status, String cause, String parameter) {
        var refused = nobody.as("n5g-eir-eic").get("/n5g-eir-eic/v1/equipment-status?" + query);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.header("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(refused.body().path("cause").asString()).isEqualTo(cause);
        assertThat(refused.body().path("status").asInt()).isEqualTo(status);
        assertThat(refused.body().path("invalidParams").path(0).path("param").asString(null)).isEqualTo(parameter);
    }

    @Test
    void the_network_needs_its_own_scope() {
        assertThat(nobody.as("theft:read theft:write").get("/n5g-eir-eic/v1/equipment-status?pei=imei-1").status())
                .isEqualTo(403);
        assertThat(nobody.get("/n5g-eir-eic/v1/equipment-status?pei=imei-1").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                                            {"status": "GREYLISTED", "reason": "x"}                                               | /imei
                                            {"imei": "490154203237519", "status": "GREYLISTED", "reason": "x"}                    | /imei
                                            {"imei": "imei-490154203237518", "status": "GREYLISTED", "reason": "x"}               | /imei
                                            {"imei": "490154203237518", "reason": "x"}                                            | /status
                                            {"imei": "490154203237518", "status": "STOLEN", "reason": "x"}                        | /status
                                            {"imei": "490154203237518", "status": "GREYLISTED"}                                   | /reason
                                            {"imei": "490154203237518", "status": "GREYLISTED", "reason": ""}                     | /reason
                                            {"imei": "490154203237518", "status": "GREYLISTED", "reason": "x", "equipmentId": 1}  | /equipmentId
                                            """)
    void a_wrong_judgement_is_refused_with_the_name_of_its_fault_and_nothing_is_stored(String body, String pointer) {
        var before = stored();

        var refused = writer().post("/v1/equipment-entries", body);

        assertThat(refused.status()).as(refused.raw()).isEqualTo(400);
        assertThat(refused.pointer()).isEqualTo(pointer);
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void wrong_reads_name_their_fault() {
        assertThat(reader().get("/v1/equipment-entries/" + UUID.randomUUID()).problem())
                .isEqualTo("unknown-equipment");
        assertThat(reader().get("/v1/equipment-entries/7").pointer()).isEqualTo("#path/equipmentId");
        assertThat(reader().post("/v1/equipment-entries/searches", "{}").pointer()).isEqualTo("/imei");
        assertThat(reader().post("/v1/equipment-entries/searches", "{\"imei\": \"%s\"}".formatted(imei().value()))
                .body().path("items").size()).isZero();
        assertThat(nobody.as("theft:read").post("/v1/equipment-entries", "{}").status()).isEqualTo(403);
    }

    @Test
    void its_operations_are_described() {
        var paths = nobody.get("/v3/api-docs").body().path("paths");

        assertThat(paths.size()).isGreaterThanOrEqualTo(8);
        paths.forEach(path -> path.forEach(operation -> {
            assertThat(operation.path("summary").asString("")).as(operation.toString()).isNotBlank();
            assertThat(operation.path("description").asString("")).as(operation.toString()).isNotBlank();
        }));
    }

    private static Imei imei() {
        return Imei.parse("49015421%06d00".formatted(NEXT.getAndIncrement()));
    }

    private Api writer() {
        return nobody.as("theft:write");
    }

    private Api reader() {
        return nobody.as("theft:read");
    }

    private Answer judge(Imei imei, String status, String reason) {
        return writer().post("/v1/equipment-entries", "{\"imei\": \"%s\", \"status\": \"%s\", \"reason\": \"%s\"}"
                .formatted(imei.value(), status, reason));
    }

    private Answer eir(String pei) {
        return nobody.as("n5g-eir-eic").get("/n5g-eir-eic/v1/equipment-status?pei=" + pei);
    }

    private List<String> published(String equipmentId) {
        return jdbc
                .sql("""
                     SELECT payload::jsonb ->> 'status' || ' ' || (payload::jsonb ->> 'version') FROM outbox WHERE key = ?
                     ORDER BY id""")
                .param(equipmentId).query((row, _) -> row.getString(1)).list();
    }

    private List<Long> stored() {
        return Stream.of("equipment_entry", "outbox WHERE ce_type LIKE '%equipment%'").map(
                table -> jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single()).toList();
    }
}
