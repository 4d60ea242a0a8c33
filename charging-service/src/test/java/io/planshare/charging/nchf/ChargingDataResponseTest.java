package io.planshare.charging.nchf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.ChargingOutcome.Answered;
import io.planshare.charging.session.ChargingOutcome.QuotaGrant;
import io.planshare.charging.session.ChargingOutcome.ResultCode;
import io.planshare.charging.session.ChargingOutcome.UnitAnswer;
import io.planshare.model.Id;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.nchf.NchfFixtures.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChargingDataResponseTest {

    private static final ChargingDataRef REF = new ChargingDataRef(Id.next(), Id.next());

    @Test
    void a_grant_reads_as_documented() {
        var grant = new QuotaGrant(Units.of(10_485_760), Duration.ofMinutes(10), Units.of(2_097_152), false);
        var answer = answer("2026-11-23T09:15:00.131Z", 0, Map.of(10L, "upf-1"),
                new UnitAnswer(10, ResultCode.SUCCESS, UnitType.OCTET, grant));
        assertThat(answer).isEqualTo(JSON.readTree(NchfDocs.ANSWER));
    }

    @Test
    void a_refusal_reads_as_documented() {
        var answer = answer("2026-11-23T09:25:00.018Z", 1, Map.of(),
                new UnitAnswer(10, ResultCode.QUOTA_LIMIT_REACHED, UnitType.OCTET, null));
        assertThat(answer).isEqualTo(JSON.readTree(NchfDocs.NOTHING_LEFT));
    }

    @Test
    void the_last_units_say_so() {
        var last = new QuotaGrant(Units.of(1), Duration.ofMillis(1), Units.ZERO, true);
        var answer = answer("2026-11-23T09:15:00Z", 0, Map.of(),
                new UnitAnswer(0, ResultCode.SUCCESS, UnitType.OCTET, last)).at("/multipleUnitInformation/0");
        assertThat(answer.at("/finalUnitIndication/finalUnitAction").asString()).isEqualTo("TERMINATE");
        assertThat(answer.at("/ratingGroup").asLong(-1)).isZero();
        assertThat(answer.at("/validityTime").asLong()).isEqualTo(1);
        assertThat(answer.has("quotaHoldingTime")).as("longer than the validity").isFalse();
        assertThat(answer.at("/triggers").findValuesAsString("triggerType"))
                .containsExactly("QUOTA_EXHAUSTED", "VALIDITY_TIME");
        assertThat(answer.has("volumeQuotaThreshold")).isFalse();
    }

    @Test
    void the_last_units_lead_where_the_operator_wants() {
        var redirect = NchfFixtures.settings("REDIRECT", "https://topup.example/", List.of("unused"));
        var answer = answer(redirect, "2026-11-23T09:35:00.018Z", 2, Map.of(), new UnitAnswer(10, ResultCode.SUCCESS,
                UnitType.OCTET, new QuotaGrant(Units.of(1_048_576), Duration.ofMinutes(10), Units.ZERO, true)));
        assertThat(answer.at("/multipleUnitInformation/0/finalUnitIndication")).isEqualTo(
                JSON.readTree(NchfDocs.LAST_UNITS).at("/multipleUnitInformation/0/finalUnitIndication"));
        var restricted = FinalUnitIndication
                .of(NchfFixtures.settings("RESTRICT_ACCESS", null, List.of("walled-garden")).finalUnit());
        assertThat(JSON.readTree(new String(WireJson.bytes(restricted), StandardCharsets.UTF_8)))
                .isEqualTo(JSON.readTree("""
                                         {"finalUnitAction": "RESTRICT_ACCESS", "filterIdList": ["walled-garden"]}"""));
    }

    @Test
    void a_final_action_without_what_it_needs_does_not_start() {
        assertThatThrownBy(() -> NchfFixtures.settings("REDIRECT", null, List.of()))
                .hasMessageContaining("redirect-address");
        assertThatThrownBy(() -> NchfFixtures.settings("RESTRICT_ACCESS", null, List.of()))
                .hasMessageContaining("filter-ids");
    }

    @Test
    void a_charged_event_has_no_terms() {
        var charged = new QuotaGrant(Units.of(1), Duration.ZERO, Units.ZERO, false);
        var answer = answer("2026-11-23T09:15:00.131Z", 0, Map.of(),
                new UnitAnswer(30, ResultCode.SUCCESS, UnitType.EVENT, charged));
        assertThat(answer).isEqualTo(JSON.readTree(NchfDocs.EVENT_CHARGED));
    }

    @Test
    void seconds_and_events_stand_in_their_own_members() {
        var grant = new QuotaGrant(Units.of(60), Duration.ofSeconds(30), Units.of(12), false);
        var answer = answer("2026-11-23T09:15:00Z", 0, Map.of(2L, "b"),
                new UnitAnswer(1, ResultCode.SUCCESS, UnitType.SECOND, grant),
                new UnitAnswer(2, ResultCode.SUCCESS, UnitType.EVENT, grant)).at("/multipleUnitInformation");
        assertThat(answer.at("/0/grantedUnit")).isEqualTo(JSON.readTree("{\"time\":60}"));
        assertThat(answer.at("/0/timeQuotaThreshold").asLong()).isEqualTo(12);
        assertThat(answer.at("/0").has("uPFID")).isFalse();
        assertThat(answer.at("/1/grantedUnit")).isEqualTo(JSON.readTree("{\"serviceSpecificUnits\":60}"));
        assertThat(answer.at("/1/unitQuotaThreshold").asLong()).isEqualTo(12);
        assertThat(answer.at("/1/uPFID").asString()).isEqualTo("b");
    }

    @Test
    void an_answer_about_no_rating_group_is_two_members() {
        assertThat(answer("2026-11-23T09:15:00Z", 0, Map.of())).isEqualTo(
                JSON.readTree("""
                              {"invocationTimeStamp": "2026-11-23T09:15:00Z", "invocationSequenceNumber": 0}"""));
    }

    private static JsonNode answer(String at, long sequence, Map<Long, String> upfs, UnitAnswer... units) {
        return answer(NchfFixtures.SETTINGS, at, sequence, upfs, units);
    }

    private static JsonNode answer(NchfSettings settings, String at, long sequence, Map<Long, String> upfs,
            UnitAnswer... units) {
        var answered = new Answered(REF, sequence, Instant.parse(at), List.of(units));
        return JSON.readTree(new String(WireJson.bytes(ChargingDataResponse.from(answered, upfs, settings)),
                StandardCharsets.UTF_8));
    }
}
