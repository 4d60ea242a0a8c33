package io.planshare.charging.nchf;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.ChargingRequest;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.charging.session.ChargingRequest.UsedUnits;
import io.planshare.model.Id;
import io.planshare.model.Imei;
import io.planshare.model.Imsi;
import io.planshare.model.SNssai;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.nchf.NchfFixtures.HOSTS;
import static io.planshare.charging.nchf.NchfFixtures.MINIMAL;
import static io.planshare.charging.nchf.NchfFixtures.OPEN_SOURCE_SMF;
import static io.planshare.charging.nchf.NchfFixtures.SEVERAL_GROUPS;
import static io.planshare.charging.nchf.NchfFixtures.bytes;
import static io.planshare.charging.nchf.NchfFixtures.with;
import static io.planshare.charging.nchf.NchfFixtures.without;
import static java.util.stream.Collectors.joining;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class NchfRequestTest {

    private static final ChargingDataRef REF = new ChargingDataRef(Id.next(), Id.next());

    @Test
    void a_minimal_create_is_enough() {
        var command = create(MINIMAL);
        assertThat(command.operation()).isEqualTo(new Operation.Create(new Imsi("001010000000001"), null));
        assertThat(command.nfConsumer()).isEqualTo("SMF");
        assertThat(command.invocationTimeStamp()).isEqualTo("2026-11-23T10:15:00Z");
        assertThat(command.sequenceNumber()).isZero();
        assertThat(command.retransmission()).isFalse();
        assertThat(command.usages()).isEmpty();
        assertThat(command.chargingId()).isNull();
        assertThat(command.dnn()).isNull();
        assertThat(command.sNssai()).isNull();
        assertThat(command.notifyUri()).isNull();
    }

    @Test
    void the_documented_create_is_understood() {
        var request = NchfRequest.create(bytes(NchfDocs.CREATE), HOSTS);
        var command = request.command();
        assertThat(command.operation())
                .isEqualTo(new Operation.Create(new Imsi("001010000000113"), new Imei("356938035643809")));
        assertThat(command.nfConsumer()).isEqualTo("smf-1");
        assertThat(command.chargingId()).isEqualTo("7");
        assertThat(command.dnn()).isEqualTo("internet");
        assertThat(command.sNssai()).isEqualTo(new SNssai(1, null));
        assertThat(command.invocationTimeStamp()).isEqualTo("2026-11-23T09:15:00.123456Z");
        assertThat(command.notifyUri()).isEqualTo(URI.create("http://127.0.0.1:9090/notify/7"));
        assertThat(command.usages())
                .containsExactly(new UnitUsage(10, UnitType.OCTET, Units.of(10_485_760), List.of()));
        assertThat(request.upfs()).isEqualTo(Map.of(10L, "upf-1"));
    }

    @Test
    void the_documented_update_reports_and_leaves_the_grant_to_us() {
        var command = NchfRequest.update(REF, bytes(NchfDocs.UPDATE), HOSTS).command();
        assertThat(command.operation()).isEqualTo(new Operation.Update(REF));
        assertThat(command.sequenceNumber()).isEqualTo(1);
        assertThat(command.usages()).containsExactly(new UnitUsage(10, UnitType.OCTET, Units.ZERO,
                List.of(new UsedUnits(1, null, Units.of(9_437_184), Instant.parse("2026-11-23T10:24:59Z")))));
    }

    @Test
    void the_documented_release_asks_for_nothing() {
        var command = NchfRequest.release(REF, bytes(NchfDocs.RELEASE), HOSTS).command();
        assertThat(command.operation()).isEqualTo(new Operation.Release(REF));
        assertThat(command.usages()).containsExactly(new UnitUsage(10, UnitType.OCTET, null,
                List.of(new UsedUnits(2, null, Units.of(524_288), null))));
    }

    @Test
    void an_open_source_SMF_is_understood_as_it_is() {
        var command = create(OPEN_SOURCE_SMF);
        assertThat(command.nfConsumer()).isEqualTo("SMF");
        assertThat(command.chargingId()).isEqualTo("1");
        assertThat(command.invocationTimeStamp()).isEqualTo("2026-11-23T10:04:05.987654Z");
        assertThat(command.sNssai()).isEqualTo(new SNssai(1, "010203"));
        assertThat(command.operation()).isInstanceOfSatisfying(Operation.Create.class,
                create -> assertThat(create.pei()).isEqualTo(Imei.ofPei("imeisv-1110000000000000")));
    }

    @Test
    void entries_of_one_rating_group_are_one_and_each_has_its_unit() {
        var request = NchfRequest.create(bytes(SEVERAL_GROUPS), HOSTS);
        assertThat(request.command().sequenceNumber()).isEqualTo(4_294_967_295L);
        assertThat(request.command().nfConsumer()).isEqualTo("smf.example");
        assertThat(request.command().usages()).containsExactly(
                new UnitUsage(4_294_967_295L, UnitType.OCTET, Units.of(11),
                        List.of(new UsedUnits(0, null, Units.of(11), Instant.parse("2026-11-23T10:14:00.5Z")))),
                new UnitUsage(0, UnitType.OCTET, Units.ZERO, List.of()),
                new UnitUsage(7, UnitType.OCTET, null, List.of(new UsedUnits(3, 9L, Units.of(42), null))),
                new UnitUsage(8, UnitType.SECOND, Units.of(30), List.of()),
                new UnitUsage(9, UnitType.EVENT, Units.of(2), List.of()));
        assertThat(request.upfs()).isEqualTo(Map.of(4_294_967_295L, "first"));
    }

    @Test
    void what_is_asked_for_decides_the_unit_before_what_was_counted() {
        var asked = usage("{\"ratingGroup\":1,\"requestedUnit\":{\"time\":30},\"usedUnitContainer\":"
                + "[{\"localSequenceNumber\":1,\"totalVolume\":5,\"time\":9}]}");
        assertThat(asked).isEqualTo(new UnitUsage(1, UnitType.SECOND, Units.of(30),
                List.of(new UsedUnits(1, null, Units.of(9), null))));
        var leftToUs = usage("{\"ratingGroup\":1,\"requestedUnit\":{},\"usedUnitContainer\":"
                + "[{\"localSequenceNumber\":1,\"time\":9}]}");
        assertThat(leftToUs).isEqualTo(new UnitUsage(1, UnitType.SECOND, Units.ZERO,
                List.of(new UsedUnits(1, null, Units.of(9), null))));
        var nothing = usage("{\"ratingGroup\":1}");
        assertThat(nothing).isEqualTo(new UnitUsage(1, UnitType.OCTET, null, List.of()));
    }

    @Test
    void the_largest_volume_is_taken_and_two_of_them_ask_for_no_more_than_there_can_be() {
        var huge = with(MINIMAL, "/multipleUnitUsage",
                """
                [{"ratingGroup": 1, "requestedUnit": {"totalVolume": 9223372036854775807},
                  "usedUnitContainer": [{"localSequenceNumber": 4294967295, "totalVolume": 9223372036854775807}]},
                 {"ratingGroup": 1, "requestedUnit": {"totalVolume": 9223372036854775807}}]""");
        assertThat(create(huge).usages()).containsExactly(new UnitUsage(1, UnitType.OCTET, Units.MAX,
                List.of(new UsedUnits(4_294_967_295L, null, Units.MAX, null))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "/subscriberIdentifier", "/nfConsumerIdentification", "/nfConsumerIdentification/nodeFunctionality",
            "/invocationTimeStamp", "/invocationSequenceNumber", "/multipleUnitUsage/0/ratingGroup"})
    void each_mandatory_element_is_missed_by_its_name(String pointer) {
        assertRefused(without(NchfDocs.CREATE, pointer), "MANDATORY_IE_MISSING", pointer);
        assertRefused(with(NchfDocs.CREATE, pointer, "null"), "MANDATORY_IE_MISSING", pointer);
    }

    @Test
    void a_container_needs_its_number() {
        var pointer = "/multipleUnitUsage/0/usedUnitContainer/0/localSequenceNumber";
        var refused = refusal(() -> NchfRequest.update(REF, bytes(without(NchfDocs.UPDATE, pointer)), HOSTS));
        assertThat(refused.cause()).isEqualTo("MANDATORY_IE_MISSING");
        assertThat(refused.invalidParams()).extracting(ProblemDetails.InvalidParam::param).containsExactly(pointer);
    }

    @Test
    void update_and_release_need_no_subscriber() {
        var body = bytes(without(MINIMAL, "/subscriberIdentifier"));
        assertThat(NchfRequest.update(REF, body, HOSTS).command().operation()).isEqualTo(new Operation.Update(REF));
        assertThat(NchfRequest.release(REF, body, HOSTS).command().operation()).isEqualTo(new Operation.Release(REF));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "/subscriberIdentifier                        | 1                          | MANDATORY_IE_INCORRECT",
            "/subscriberIdentifier                        | \"imsi-12345\"             | MANDATORY_IE_INCORRECT",
            "/subscriberIdentifier                        | \"imsi-1234567890123456\"  | MANDATORY_IE_INCORRECT",
            "/subscriberIdentifier                        | \"001010000000001\"        | MANDATORY_IE_INCORRECT",
            "/nfConsumerIdentification                    | \"SMF\"                    | MANDATORY_IE_INCORRECT",
            "/nfConsumerIdentification                    | []                         | MANDATORY_IE_INCORRECT",
            "/nfConsumerIdentification/nodeFunctionality  | {}                         | MANDATORY_IE_INCORRECT",
            "/nfConsumerIdentification/nFName             | true                       | OPTIONAL_IE_INCORRECT",
            "/nfConsumerIdentification/nFName             | \"a\\u0000b\"              | OPTIONAL_IE_INCORRECT",
            "/invocationTimeStamp                         | 1700000000                 | MANDATORY_IE_INCORRECT",
            "/invocationTimeStamp                         | \"2026-11-23T10:15:00\"    | MANDATORY_IE_INCORRECT",
            "/invocationTimeStamp                         | \"yesterday\"              | MANDATORY_IE_INCORRECT",
            "/invocationTimeStamp                         | \"+50000-01-01T00:00:00Z\" | MANDATORY_IE_INCORRECT",
            "/invocationSequenceNumber                    | -1                         | MANDATORY_IE_INCORRECT",
            "/invocationSequenceNumber                    | 4294967296                 | MANDATORY_IE_INCORRECT",
            "/invocationSequenceNumber                    | \"0\"                      | MANDATORY_IE_INCORRECT",
            "/invocationSequenceNumber                    | 1.0                        | MANDATORY_IE_INCORRECT",
            "/multipleUnitUsage/0/ratingGroup             | -1                         | MANDATORY_IE_INCORRECT",
            "/multipleUnitUsage/0/ratingGroup             | 4294967296                 | MANDATORY_IE_INCORRECT",
            "/multipleUnitUsage/0/ratingGroup             | \"10\"                     | MANDATORY_IE_INCORRECT",
            "/multipleUnitUsage                           | {}                         | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0                         | 10                         | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0                         | null                       | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0/requestedUnit           | 10                         | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0/usedUnitContainer       | {}                         | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0/uPFID                   | {}                         | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0/requestedUnit/totalVolume          | -1                   | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0/requestedUnit/totalVolume          | 9223372036854775808  | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0/requestedUnit/totalVolume          | 18446744073709551615 | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0/requestedUnit/time                 | 4294967296           | OPTIONAL_IE_INCORRECT",
            "/multipleUnitUsage/0/requestedUnit/serviceSpecificUnits | 0.5                  | OPTIONAL_IE_INCORRECT",
            "/retransmissionIndicator                     | \"true\"                   | OPTIONAL_IE_INCORRECT",
            "/oneTimeEvent                                | 1                          | OPTIONAL_IE_INCORRECT",
            "/notifyUri                                   | \"ftp://localhost/x\"      | OPTIONAL_IE_INCORRECT",
            "/notifyUri                                   | \"http://evil.example/x\"  | OPTIONAL_IE_INCORRECT",
            "/notifyUri                                   | \"http://localhost@evil.example/\" | OPTIONAL_IE_INCORRECT",
            "/notifyUri                                   | \"//localhost/x\"          | OPTIONAL_IE_INCORRECT",
            "/notifyUri                                   | \"http:/x\"                | OPTIONAL_IE_INCORRECT",
            "/notifyUri                                   | \"not a uri\"              | OPTIONAL_IE_INCORRECT",
            "/pDUSessionChargingInformation/userInformation/servedPEI    | 3           | OPTIONAL_IE_INCORRECT",
            "/pDUSessionChargingInformation/pduSessionInformation/dnnId  | []          | OPTIONAL_IE_INCORRECT",
            "/pDUSessionChargingInformation/pduSessionInformation/networkSlicingInfo/sNSSAI/sst | 256 | OPTIONAL_IE_INCORRECT"})
    void a_wrong_value_is_named(String pointer, String value, String cause) {
        assertRefused(with(NchfDocs.CREATE, pointer, value), cause, pointer);
    }

    @Test
    void half_a_character_cannot_be_kept() {
        assertRefused(NchfDocs.CREATE.replace("smf-1", "a\\ud800b"), "OPTIONAL_IE_INCORRECT",
                "/nfConsumerIdentification/nFName");
    }

    @Test
    void octets_up_and_down_may_not_exceed_what_can_be_counted() {
        var body = with(NchfDocs.CREATE, "/multipleUnitUsage/0/requestedUnit",
                "{\"uplinkVolume\":9223372036854775807,\"downlinkVolume\":1}");
        assertRefused(body, "OPTIONAL_IE_INCORRECT", "/multipleUnitUsage/0/requestedUnit");
    }

    @Test
    void a_slice_differentiator_has_six_hex_digits() {
        var slice = "/pDUSessionChargingInformation/pduSessionInformation/networkSlicingInfo/sNSSAI";
        assertRefused(with(NchfDocs.CREATE, slice, "{\"sst\":1,\"sd\":\"xyz\"}"), "OPTIONAL_IE_INCORRECT", slice);
    }

    @ParameterizedTest(name = "{0}: {1} is {2}")
    @CsvSource(delimiter = '|', nullValues = "null", value = {
            "pduSessionInformation/servingCNPlmnId | {\"mcc\":\"262\",\"mnc\":\"01\"} | 26201",
            "pduSessionInformation/servingNetworkFunctionID | {\"servingNetworkFunctionInformation\":{\"nodeFunctionality\":\"AMF\",\"nFPLMNID\":{\"mcc\":\"208\",\"mnc\":\"93\"}}} | 20893",
            "pduSessionInformation/servingNetworkFunctionID | {\"servingNetworkFunctionInformation\":{\"nodeFunctionality\":\"AMF\"}} | null",
            "pduSessionInformation/servingNetworkFunctionID | [{}] | null",
            "userLocationinfo | {\"nrLocation\":{\"tai\":{\"plmnId\":{\"mcc\":\"310\",\"mnc\":\"260\"},\"tac\":\"000001\"}}} | 310260",
            "userLocationinfo | {\"eutraLocation\":{\"ecgi\":{\"plmnId\":{\"mcc\":\"310\",\"mnc\":\"260\"}}}} | 310260",
            "userLocationinfo | {\"nrLocation\":{\"tai\":{\"plmnId\":{\"mcc\":\"31x\",\"mnc\":\"260\"}}}} | null",
            "userLocationinfo | 3 | null"})
    void the_serving_network_is_found_where_network_functions_tell_it(String place, String value,
            @Nullable String network) {
        var body = with(NchfDocs.CREATE, "/pDUSessionChargingInformation/" + place, value);
        assertThat(create(body).servingNetwork()).isEqualTo(network);
    }

    @Test
    void as_many_rating_groups_and_containers_as_promised_and_no_more() {
        assertThat(create(with(MINIMAL, "/multipleUnitUsage", groups(64))).usages()).hasSize(64);
        assertRefused(with(MINIMAL, "/multipleUnitUsage", groups(65)), "OPTIONAL_IE_INCORRECT",
                "/multipleUnitUsage/64");
        assertThat(create(with(MINIMAL, "/multipleUnitUsage", containers(256))).usages().getFirst().used())
                .hasSize(256);
        assertRefused(with(MINIMAL, "/multipleUnitUsage", containers(257)), "OPTIONAL_IE_INCORRECT",
                "/multipleUnitUsage/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "\"text\"", "null", "{}x", "{\"a\":}", "{'a':1}", "{\"a\":1,}",
            "{\"a\":\"\\q\"}", "\u0000", "{\"a\":01}", "{} {}"})
    void what_is_no_JSON_object_is_told_so(String body) {
        var refused = refusal(() -> create(body));
        assertThat(refused.status()).isEqualTo(400);
        if (!body.startsWith("{}")) assertThat(refused.cause()).isEqualTo("INVALID_MSG_FORMAT");
    }

    @Test
    void something_after_the_body_is_refused() {
        assertThat(refusal(() -> create(MINIMAL + MINIMAL)).cause()).isEqualTo("INVALID_MSG_FORMAT");
        assertThat(refusal(() -> create(MINIMAL + "]")).cause()).isEqualTo("INVALID_MSG_FORMAT");
    }

    @Test
    void a_body_that_breaks_off_anywhere_is_refused() {
        var whole = bytes(NchfDocs.CREATE);
        for (int length = 0; length < whole.length; length++) {
            var part = Arrays.copyOf(whole, length);
            assertThat(refusal(() -> NchfRequest.create(part, HOSTS)).status()).isEqualTo(400);
        }
    }

    @Test
    void deep_and_endless_things_are_refused_and_not_run_into() {
        assertThat(refusal(() -> create("{\"a\":".repeat(100_000))).cause()).isEqualTo("INVALID_MSG_FORMAT");
        assertThat(refusal(() -> create("{\"invocationSequenceNumber\":" + "9".repeat(100_000) + "}")).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"imei-356938035643808", "imei-12", "mac-00-11-22-33-44-55", "", "anything"})
    void an_equipment_that_is_no_IMEI_is_left_aside(String pei) {
        var body = with(NchfDocs.CREATE, "/pDUSessionChargingInformation/userInformation/servedPEI", "\"" + pei + "\"");
        assertThat(create(body).operation()).isEqualTo(new Operation.Create(new Imsi("001010000000113"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nai-user@example.org", "gci-x", "gli-y"})
    void a_subscriber_without_an_IMSI_is_unknown_here(String supi) {
        var refused = refusal(() -> create(with(MINIMAL, "/subscriberIdentifier", "\"" + supi + "\"")));
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.cause()).isEqualTo("USER_UNKNOWN");
        assertThat(refused.toString()).doesNotContain(supi);
    }

    @Test
    void a_wrong_identifier_is_never_repeated() {
        assertThat(refusal(() -> create(with(MINIMAL, "/subscriberIdentifier", "\"imsi-00101000000000A\""))).toString())
                .doesNotContain("001010");
    }

    @Test
    void an_immediate_event_charges_what_it_asks_for_and_one_where_it_does_not_say() {
        var event = create(NchfDocs.EVENT);
        assertThat(event.operation()).isInstanceOf(Operation.Event.class);
        assertThat(event.bodyHash()).startsWith("event:");
        assertThat(event.usages()).containsExactly(new UnitUsage(30, UnitType.EVENT, Units.of(1), List.of()));
        for (var unsaid : List.of("{}", "{\"serviceSpecificUnits\":0}")) {
            assertThat(create(with(NchfDocs.EVENT, "/multipleUnitUsage/0/requestedUnit", unsaid)).usages())
                    .isEqualTo(event.usages());
        }
        assertThat(create(without(NchfDocs.EVENT, "/oneTimeEventType")).usages()).isEqualTo(event.usages());
        assertThat(create(with(NchfDocs.EVENT, "/oneTimeEvent", "false")).operation())
                .isInstanceOf(Operation.Create.class);
    }

    @Test
    void a_post_event_asks_for_nothing_whatever_it_says() {
        var body = with(with(NchfDocs.EVENT, "/oneTimeEventType", "\"PEC\""), "/multipleUnitUsage/0/usedUnitContainer",
                "[{\"localSequenceNumber\": 1, \"serviceSpecificUnits\": 3}]");
        var usage = create(body).usages().getFirst();
        assertThat(usage.requested()).isNull();
        assertThat(usage.used()).extracting(UsedUnits::units).containsExactly(Units.of(3));
    }

    @Test
    void an_event_is_of_a_known_type_and_in_no_session() {
        var type = refusal(() -> create(with(NchfDocs.EVENT, "/oneTimeEventType", "\"ECUR\"")));
        assertThat(type.cause()).isEqualTo("OPTIONAL_IE_INCORRECT");
        assertThat(type.invalidParams().getFirst().param()).isEqualTo("/oneTimeEventType");
        var ref = new ChargingDataRef(Id.next(), Id.next());
        var late = refusal(() -> NchfRequest.update(ref, bytes(with(NchfDocs.UPDATE, "/oneTimeEvent", "true")), HOSTS));
        assertThat(late.invalidParams().getFirst().param()).isEqualTo("/oneTimeEvent");
    }

    @Test
    void the_consumer_is_the_best_name_it_has() {
        var all = "{\"nodeFunctionality\":\"SMF\",\"nFName\":\"n\",\"nFFqdn\":\"f\",\"nFIPv4Address\":\"4\","
                + "\"nFIPv6Address\":\"6\"}";
        var body = with(MINIMAL, "/nfConsumerIdentification", all);
        for (var next : List.of("nFName:f", "nFFqdn:4", "nFIPv4Address:6", "nFIPv6Address:SMF")) {
            var nameAndThen = next.split(":", 2);
            body = without(body, "/nfConsumerIdentification/" + nameAndThen[0]);
            assertThat(create(body).nfConsumer()).isEqualTo(nameAndThen[1]);
        }
    }

    @Test
    void the_charging_id_is_the_SMFs_own_before_the_session_s_before_the_request_s() {
        var body = with(NchfDocs.CREATE, "/chargingId", "3");
        body = with(body, "/pDUSessionChargingInformation/sMFchargingId", "\"own\"");
        assertThat(create(body).chargingId()).isEqualTo("own");
        body = without(body, "/pDUSessionChargingInformation/sMFchargingId");
        assertThat(create(body).chargingId()).isEqualTo("7");
        body = without(body, "/pDUSessionChargingInformation/chargingId");
        assertThat(create(body).chargingId()).isEqualTo("3");
    }

    private static ChargingRequest create(String body) {
        return NchfRequest.create(bytes(body), HOSTS).command();
    }

    private static UnitUsage usage(String entry) {
        return create(with(MINIMAL, "/multipleUnitUsage", "[" + entry + "]")).usages().getFirst();
    }

    private static String groups(int count) {
        return range(0, count).mapToObj(i -> "{\"ratingGroup\":" + i + "}").collect(joining(",", "[", "]"));
    }

    private static String containers(int count) {
        return range(0, count).mapToObj(i -> "{\"localSequenceNumber\":" + i + "}")
                .collect(joining(",", "[{\"ratingGroup\":1,\"usedUnitContainer\":[", "]}]"));
    }

    private static void assertRefused(String body, String cause, String pointer) {
        var problem = refusal(() -> create(body));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.cause()).isEqualTo(cause);
        assertThat(problem.invalidParams()).extracting(ProblemDetails.InvalidParam::param).containsExactly(pointer);
        assertThat(problem.detail()).startsWith(pointer);
    }

    private static ProblemDetails refusal(Runnable request) {
        return catchThrowableOfType(Refused.class, request::run).problem();
    }
}
