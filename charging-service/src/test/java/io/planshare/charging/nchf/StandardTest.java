package io.planshare.charging.nchf;

import java.util.Objects;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Our examples against the standards' own schemas, where these are at hand. */
class StandardTest {

    @BeforeAll
    static void the_standards_are_at_hand() {
        Standard.isAtHand();
    }

    @ParameterizedTest
    @CsvSource({"CREATE,ChargingDataRequest", "UPDATE,ChargingDataRequest", "RELEASE,ChargingDataRequest",
            "ANSWER,ChargingDataResponse", "NOTHING_LEFT,ChargingDataResponse", "LAST_UNITS,ChargingDataResponse",
            "EVENT,ChargingDataRequest", "EVENT_CHARGED,ChargingDataResponse",
            "REAUTHORIZATION,ChargingNotifyRequest", "ABORT,ChargingNotifyRequest"})
    void an_example_of_ours_has_the_standards_form(String example, String schema) throws Exception {
        assertThat(Standard.faults(json(example), Standard.NCHF, schema)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"IE_MISSING", "DENIED", "USER_UNKNOWN", "CONTEXT_NOT_FOUND", "CONGESTION"})
    void a_refusal_of_ours_has_the_standards_form(String example) throws Exception {
        assertThat(Standard.faults(json(example), Standard.COMMON, "ProblemDetails")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "/invocationSequenceNumber | \"0\"", "/multipleUnitInformation | {}", "/unheardOf | 1",
            "/multipleUnitInformation/0/resultCode | \"FINE\"", "/multipleUnitInformation/0/ratingGroup | null",
            "/multipleUnitInformation/0/triggers/0/triggerType | \"SOMETIMES\""})
    void this_check_would_see_a_fault(String pointer, String value) throws Exception {
        var wrong = NchfFixtures.JSON.readTree(NchfFixtures.with(NchfDocs.ANSWER, pointer, value));
        assertThat(Standard.faults(wrong, Standard.NCHF, "ChargingDataResponse")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "schemas/RetrieveDataVolumeResponse | {}",
            "schemas/RetrieveDataVolumeResponse | {\"dataVolumeCategory\": \"<2GiB\"}",
            "schemas/CheckDataVolumeResponse | {\"thresholdExceeded\": \"true\"}",
            "schemas/CheckDataVolumeResponse | {\"thresholdExceeded\": true, \"device\": {}}",
            "schemas/CheckDataVolumeResponse | {\"thresholdExceeded\": true, \"device\": {\"phoneNumber\": \"4917\"}}",
            "schemas/CheckDataVolumeResponse | {\"thresholdExceeded\": true, \"device\": {\"phoneNumber\": \"+49170\", \"ipv6Address\": \"::1\"}}",
            "responses/Generic404/content/application~1json/schema | {\"status\": 404, \"code\": \"OUT_OF_RANGE\", \"message\": \"\"}",
            "responses/Generic404/content/application~1json/schema | {\"status\": 400, \"code\": \"IDENTIFIER_NOT_FOUND\", \"message\": \"\"}",
            "responses/Generic404/content/application~1json/schema | {\"status\": 404, \"code\": \"IDENTIFIER_NOT_FOUND\"}",
            "responses/Generic404/content/application~1json/schema | {\"status\": 404, \"code\": \"IDENTIFIER_NOT_FOUND\", \"message\": \"\", \"type\": \"\"}"})
    void the_check_of_CAMARA_would_see_a_fault(String schema, String value) {
        assertThat(Standard.faultsAt(NchfFixtures.JSON.readTree(value), Standard.DATA_VOLUME, "/components/" + schema))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SUBSCRIBE,SpendingLimitContext", "MODIFY,SpendingLimitContext", "STATUS,SpendingLimitStatus",
            "NOTIFY,SpendingLimitStatus", "TERMINATE,SubscriptionTerminationInfo"})
    void an_example_of_spending_limits_has_the_standards_form(String example, String schema) throws Exception {
        assertThat(Standard.faults(json(SpendingLimitDocs.class, example), Standard.SPENDING, schema)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN_COUNTERS", "NOT_FOUND"})
    void a_refusal_of_spending_limits_has_the_standards_form(String example) throws Exception {
        assertThat(Standard.faults(json(SpendingLimitDocs.class, example), Standard.COMMON, "ProblemDetails"))
                .isEmpty();
    }

    @Test
    void this_check_sees_a_fault_in_a_map_too() {
        var wrong = NchfFixtures.JSON.readTree("{\"statusInfos\": {\"octets\": {\"currentStatus\": 1}}}");
        assertThat(Standard.faults(wrong, Standard.SPENDING, "SpendingLimitStatus"))
                .containsExactlyInAnyOrder("/statusInfos/octets/policyCounterId is missing",
                        "/statusInfos/octets/currentStatus is no string");
    }

    private static JsonNode json(String example) throws ReflectiveOperationException {
        return json(NchfDocs.class, example);
    }

    private static JsonNode json(Class<?> docs, String example) throws ReflectiveOperationException {
        var text = docs.getDeclaredField(example).get(null);
        return NchfFixtures.JSON.readTree((String) Objects.requireNonNull(text));
    }
}
