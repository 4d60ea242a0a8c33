package io.planshare.charging.camara;

import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.charging.nchf.Standard;
import io.planshare.event.EnrollmentEvent.PayerMapChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.event.SimGroupEvent.CardBar;
import io.planshare.event.SimGroupEvent.GroupAllowance;
import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Tokens;
import io.planshare.kit.testing.Topics;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.Interval;
import io.planshare.model.Msisdn;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PayerMap;
import io.planshare.model.PlanId;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.TrafficMatch;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.camara.RemainingVolume.GIB;
import static io.planshare.charging.camara.RemainingVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** DeviceDataVolume of the running service, every body against CAMARA's own schemas where these are at hand. */
@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class DataVolumeServiceTest {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime() % 1_000_000_000L);
    private static final String RETRIEVE = DataVolumeController.BASE + "/retrieve";
    private static final String CHECK = DataVolumeController.BASE + "/check";
    private static final String SCOPE = "device-data-volume:read";
    private static final Interval ALWAYS = new Interval(Instant.EPOCH, null);

    @Autowired
    private Api api;
    @Autowired
    private Topics topics;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JdbcClient jdbc;
    private Api application;

    /** Somebody with a phone. */
    private record Phone(SubscriptionId id, AccountId account, Imsi supi, Msisdn number, SimCardId card) {
        String device() {
            return "{\"device\": {\"phoneNumber\": \"+" + number.value() + "\"}}";
        }
    }

    @BeforeEach
    void an_application() {
        application = api.withToken(Tokens.bearer(Tokens.CLIENT, SCOPE));
    }

    @Test
    void the_category_is_told_to_the_octet() {
        var phone = phone(null);
        account(phone, 200 * MIB - 1, null);
        assertThat(category(phone)).isEqualTo("<200MiB");
        account(phone, 1, null);
        assertThat(category(phone)).isEqualTo("<1GiB");
        account(phone, 824 * MIB - 1, null);
        assertThat(category(phone)).isEqualTo("<1GiB");
        assertThat(exceeds(phone, 1, "GiB")).isFalse();
        account(phone, 1, null);
        assertThat(category(phone)).isEqualTo("<5GiB");
        assertThat(exceeds(phone, 1, "GiB")).as("as much is not more").isFalse();
        account(phone, 4 * GIB - 1, null);
        assertThat(category(phone)).isEqualTo("<5GiB");
        assertThat(exceeds(phone, 1, "GiB")).isTrue();
        account(phone, 1, null);
        assertThat(category(phone)).isEqualTo(">=5GiB");
        account(phone, Long.MAX_VALUE / 2, null);
        account(phone, Long.MAX_VALUE / 2 + 1, null);
        assertThat(exceeds(phone, 1024, "GiB")).isTrue();
    }

    @Test
    void accounts_count_together_and_no_more_than_their_limits_leave() {
        var phone = phone(null);
        account(phone, 3 * GIB, 100 * MIB);
        account(phone, 100 * MIB, null);
        assertThat(exceeds(phone, 199, "MiB")).isTrue();
        assertThat(exceeds(phone, 200, "MiB")).isFalse();
    }

    @Test
    void what_others_left_of_a_shared_account_counts() {
        var phone = phone(null);
        var other = phone(null);
        account(phone.account, List.of(phone, other), GIB, null);
        grant(other, 600 * MIB);
        assertThat(exceeds(phone, 424, "MiB")).isFalse();
        assertThat(exceeds(phone, 423, "MiB")).isTrue();
    }

    @Test
    void what_a_session_holds_unreported_counts_as_left_and_what_it_used_does_not() {
        var phone = phone(null);
        account(phone, GIB, null);
        var session = grant(phone, 1000 * MIB);
        assertThat(category(phone)).isEqualTo("<5GiB");
        use(session, 1);
        assertThat(category(phone)).isEqualTo("<1GiB");
        assertThat(exceeds(phone, 1023, "MiB")).isTrue();
    }

    @Test
    void a_limit_that_moves_counts_as_far_as_it_would_be_moved() {
        var phone = phone(null);
        var other = phone(null);
        var account = account(phone.account, List.of(phone, other), GIB, null);
        var policy = "/v1/provider-accounts/" + account + "/adjustment-policy";
        var owner = api.as("charging:read charging:write");
        var moved = owner.with("If-Match", owner.get(policy).header("ETag").orElseThrow())
                .put(policy, "{\"mode\": \"STRICT\"}");
        assertThat(moved.status()).as(moved.raw()).isEqualTo(200);
        assertThat(limit(account, phone)).isLessThan(GIB);
        assertThat(exceeds(phone, 1023, "MiB")).isTrue();
        assertThat(limit(account, phone)).as("asking moved nothing").isLessThan(GIB);
    }

    @Test
    void a_cap_of_who_pays_for_the_device_binds() {
        var device = DeviceId.next();
        var phone = phone(device);
        account(phone, 10 * GIB, null);
        payerMap(device, phone, new CapLimit(UnitType.OCTET, Units.of(300 * MIB), CapLimit.Window.DAY),
                new CapLimit(UnitType.OCTET, Units.of(700 * MIB), CapLimit.Window.LIFETIME));
        assertThat(exceeds(phone, 299, "MiB")).isTrue();
        assertThat(exceeds(phone, 300, "MiB")).isFalse();
        use(grant(phone, 150 * MIB), 150 * MIB);
        assertThat(category(phone)).isEqualTo("<200MiB");
        assertThat(exceeds(phone, 149, "MiB")).isTrue();
    }

    @Test
    void a_SIM_group_binds_and_its_bar_leaves_nothing() {
        var phone = phone(null);
        account(phone, 10 * GIB, null);
        var group = SimGroupId.next();
        grouped(phone, group, 1, null);
        assertThat(exceeds(phone, 899, "MiB")).isTrue();
        assertThat(exceeds(phone, 900, "MiB")).isFalse();
        use(grant(phone, 800 * MIB), 800 * MIB);
        assertThat(exceeds(phone, 100, "MiB")).isFalse();
        assertThat(exceeds(phone, 99, "MiB")).isTrue();
        grant(phone, 50 * MIB);
        grouped(phone, group, 2, new CardBar(BarAction.BLOCK, null, Instant.now()));
        assertThat(exceeds(phone, 0, "MiB")).isFalse();
    }

    @Test
    void a_suspended_subscription_has_nothing_left_and_one_without_an_account_has_no_volume() {
        var phone = phone(null);
        refused(application.post(RETRIEVE, phone.device()), 422, "SERVICE_NOT_APPLICABLE");
        account(phone, GIB, null);
        assertThat(category(phone)).isEqualTo("<5GiB");
        tell(phone, null, 2, SubscriptionStatus.SUSPENDED);
        assertThat(category(phone)).isEqualTo("<200MiB");
        tell(phone, null, 3, SubscriptionStatus.ENDED);
        refused(application.post(RETRIEVE, phone.device()), 404, "IDENTIFIER_NOT_FOUND");
    }

    @Test
    void a_number_nobody_has_is_not_found_and_none_is_written_down_clear(CapturedOutput output) {
        var number = number();
        refused(application.post(RETRIEVE, "{\"device\": {\"phoneNumber\": \"+" + number.value() + "\"}}"), 404,
                "IDENTIFIER_NOT_FOUND");
        var phone = phone(null);
        account(phone, GIB, null);
        assertThat(category(phone)).isEqualTo("<5GiB");
        assertThat(output.getAll()).doesNotContain(number.value()).doesNotContain(phone.number.value());
        assertThat(jdbc.sql("select to_jsonb(n)::text from phone_number n where subscription_id = :id")
                .param("id", phone.id.value()).query(String.class).single()).contains(keys.of(phone.number).value())
                .doesNotContain(phone.number.value());
    }

    @Test
    void a_token_with_a_phone_number_names_the_device_and_nobody_else_may() {
        var phone = phone(null);
        account(phone, GIB, null);
        var consented = threeLegged("+" + phone.number.value());
        var answer = success(consented.post(RETRIEVE, "{}"), "RetrieveDataVolumeResponse");
        assertThat(answer.raw()).isEqualTo("{\"dataVolumeCategory\":\"<5GiB\"}");
        var checked = success(consented.post(CHECK, "{\"volumeToCheck\": {\"value\": 1, \"unit\": \"GiB\"}}"),
                "CheckDataVolumeResponse");
        assertThat(checked.raw()).isEqualTo("{\"thresholdExceeded\":false}");
        refused(consented.post(RETRIEVE, phone.device()), 422, "UNNECESSARY_IDENTIFIER");
        refused(threeLegged("sip:me").post(RETRIEVE, "{}"), 422, "MISSING_IDENTIFIER");
        refused(api.as(SCOPE).post(RETRIEVE, phone.device()), 422, "UNNECESSARY_IDENTIFIER");
        refused(api.as(SCOPE).post(RETRIEVE, "{}"), 422, "MISSING_IDENTIFIER");
        refused(api.withToken(Tokens.bearer(Map.of("scope", SCOPE, "phone_number", "+" + phone.number.value())))
                .post(RETRIEVE, "{}"), 422, "MISSING_IDENTIFIER");
        refused(application.post(RETRIEVE, "{}"), 422, "MISSING_IDENTIFIER");
        refused(application.post(CHECK, "{\"volumeToCheck\": {\"value\": 1, \"unit\": \"GiB\"}}"), 422,
                "MISSING_IDENTIFIER");
    }

    @Test
    void only_phone_numbers_are_supported_and_the_answer_says_which_identifier_it_took() {
        refused(application.post(RETRIEVE, "{\"device\": {\"ipv6Address\": \"2001:db8::1\"}}"), 422,
                "UNSUPPORTED_IDENTIFIER");
        var phone = phone(null);
        account(phone, GIB, null);
        var both = phone.device().replace("}}", ", \"ipv4Address\": {\"publicAddress\": \"84.125.93.10\","
                + " \"publicPort\": 59765}}, \"unheardOf\": 1}");
        var answer = success(application.post(RETRIEVE, both), "RetrieveDataVolumeResponse");
        assertThat(answer.raw()).isEqualTo("{\"device\":{\"phoneNumber\":\"+" + phone.number.value()
                + "\"},\"dataVolumeCategory\":\"<5GiB\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{} {}", "{\"device\": {}}", "{\"device\": 7}",
            "{\"device\": {\"phoneNumber\": 49170}}",
            "{\"device\": {\"phoneNumber\": \"491701234567\"}}", "{\"device\": {\"phoneNumber\": \"+091701234567\"}}",
            "{\"device\": {\"phoneNumber\": \"+4917\"}}", "{\"device\": {\"phoneNumber\": \"+4917012345678901\"}}",
            "{\"device\": {\"phoneNumber\": \"+49 170 1234567\"}}", "{\"device\": {\"phoneNumber\": \"\"}}"})
    void a_body_or_number_that_is_none_is_an_invalid_argument(String body) {
        refused(application.post(RETRIEVE, body), 400, "INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{} | INVALID_ARGUMENT",
            "{\"value\": 1} | INVALID_ARGUMENT", "{\"unit\": \"MiB\"} | INVALID_ARGUMENT",
            "{\"value\": 1, \"unit\": \"MB\"} | INVALID_ARGUMENT",
            "{\"value\": 1, \"unit\": \"MIB\"} | INVALID_ARGUMENT",
            "{\"value\": 1.5, \"unit\": \"MiB\"} | INVALID_ARGUMENT",
            "{\"value\": \"1\", \"unit\": \"MiB\"} | INVALID_ARGUMENT",
            "null | INVALID_ARGUMENT", "{\"value\": -1, \"unit\": \"MiB\"} | OUT_OF_RANGE",
            "{\"value\": 1025, \"unit\": \"GiB\"} | OUT_OF_RANGE",
            "{\"value\": 3000000000, \"unit\": \"MiB\"} | OUT_OF_RANGE"})
    void a_threshold_is_an_integer_up_to_1024_of_MiB_or_GiB(String volume, String code) {
        var body = "{\"device\": {\"phoneNumber\": \"+491701234567\"}, \"volumeToCheck\": " + volume + "}";
        refused(application.post(CHECK, body), 400, code);
    }

    @Test
    void who_asks_in_a_wrong_unit_is_told_the_right_ones() {
        var body = "{\"device\": {\"phoneNumber\": \"+491701234567\"}, \"volumeToCheck\": {\"value\": 1, \"unit\": \"MB\"}}";
        assertThat(application.post(CHECK, body).body().path("message").asString()).contains("MiB, GiB");
    }

    @Test
    void whoever_may_not_ask_is_told_in_the_same_form() {
        refused(api.post(RETRIEVE, "{}"), 401, "UNAUTHENTICATED");
        refused(api.withToken("no.such.token").post(RETRIEVE, "{}"), 401, "UNAUTHENTICATED");
        var expired = Tokens.bearer(Map.of("scope", SCOPE, "exp", Date.from(Instant.now().minusSeconds(600))));
        var answer = api.withToken(expired).post(RETRIEVE, "{}");
        refused(answer, 401, "UNAUTHENTICATED");
        assertThat(answer.header("WWW-Authenticate").orElse("")).startsWith("Bearer");
        refused(api.as("charging:read charging:write").post(RETRIEVE, "{}"), 403, "PERMISSION_DENIED");
    }

    @Test
    void what_is_no_operation_is_told_in_the_same_form_and_other_paths_tell_problems() {
        refused(application.get(RETRIEVE), 405, "METHOD_NOT_ALLOWED");
        assertThat(application.get(RETRIEVE).header("Allow")).contains("POST");
        refused(application.with("Content-Type", "text/plain").post(RETRIEVE, "{}"), 415, "UNSUPPORTED_MEDIA_TYPE");
        refused(application.post(DataVolumeController.BASE + "/nothing", "{}"), 404, "NOT_FOUND");
        refused(application.post(DataVolumeController.BASE + "//retrieve", "{}"), 400, "INVALID_ARGUMENT");
        refused(application.post(RETRIEVE, " ".repeat(1_048_577)), 413, "PAYLOAD_TOO_LARGE");
        assertThat(application.get("/v1/provider-accounts/x").problem()).isEqualTo("insufficient-scope");
    }

    @Test
    void the_correlator_comes_back_on_each_answer() {
        var phone = phone(null);
        account(phone, GIB, null);
        var correlator = "b4333c46-49c0-4f62-80d7-f0ef930f1c46";
        var correlated = application.with("x-correlator", correlator);
        assertThat(List.of(correlated.post(RETRIEVE, phone.device()), correlated.post(RETRIEVE, "{"),
                correlated.get(RETRIEVE), correlated.post(DataVolumeController.BASE + "//retrieve", "{}"),
                api.with("x-correlator", correlator).post(RETRIEVE, "{}"),
                api.as("charging:read").with("x-correlator", correlator).post(RETRIEVE, "{}")))
                .allSatisfy(answer -> assertThat(answer.header("x-correlator")).contains(correlator))
                .extracting(Answer::status).containsExactly(200, 400, 405, 400, 401, 403);
        assertThat(application.post(RETRIEVE, phone.device()).header("x-correlator")).isEmpty();
        refused(application.with("x-correlator", "a b").post(RETRIEVE, phone.device()), 400, "INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Retrieve", "Check"})
    void the_description_names_each_answer(String operation) {
        var responses = api.get("/v3/api-docs").body().path("paths")
                .path(DataVolumeController.BASE + "/" + operation.toLowerCase(Locale.ROOT)).path("post")
                .path("responses");
        var success = responses.path("200").path("content").path("application/json").path("schema").path("$ref");
        assertThat(success.asString("")).as(responses.toString()).endsWith("/" + operation + "DataVolumeResponse");
        assertThat(List.of("400", "401", "403", "404", "422")).allSatisfy(status -> assertThat(responses.path(status)
                .path("content").path("application/json").path("schema").path("$ref").asString(""))
                .as(status).endsWith("/ErrorInfo"));
    }

    private String category(Phone phone) {
        return success(application.post(RETRIEVE, phone.device()), "RetrieveDataVolumeResponse").body()
                .path("dataVolumeCategory").asString();
    }

    private boolean exceeds(Phone phone, long value, String unit) {
        var body = phone.device().replace("}}",
                "}, \"volumeToCheck\": {\"value\": " + value + ", \"unit\": \"" + unit + "\"}}");
        return success(application.post(CHECK, body), "CheckDataVolumeResponse").body().path("thresholdExceeded")
                .asBoolean();
    }

    private static Answer success(Answer answer, String schema) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
        if (Standard.areAtHand()) {
            assertThat(Standard.faults(answer.body(), Standard.DATA_VOLUME, schema)).as(answer.raw()).isEmpty();
        }
        return answer;
    }

    /** Codes that the file lists for a status are the file's; others come from CAMARA's common list. */
    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.body().path("code").asString("")).as(answer.raw()).isEqualTo(code);
        assertThat(answer.body().path("message").asString("")).isNotBlank();
        if (!Standard.areAtHand()) return;
        var own = Set.of(400, 401, 403, 404, 422).contains(status) && !code.equals("NOT_FOUND");
        assertThat(Standard.faultsAt(answer.body(), Standard.DATA_VOLUME, own
                ? "/components/responses/Generic" + status + "/content/application~1json/schema"
                : "/components/schemas/ErrorInfo")).as(answer.raw()).isEmpty();
    }

    private Api threeLegged(String number) {
        return api.withToken(
                Tokens.bearer(Map.of("scope", SCOPE, "phone_number", number, "phone_number_verified", true)));
    }

    private static Msisdn number() {
        return new Msisdn("49" + String.format("%010d", NUMBERS.incrementAndGet()));
    }

    private Phone phone(@Nullable DeviceId device) {
        var supi = new Imsi(String.format("00101%010d", NUMBERS.incrementAndGet()));
        var phone = new Phone(SubscriptionId.next(), AccountId.next(), supi, number(), SimCardId.next());
        tell(phone, device, 1, SubscriptionStatus.ACTIVE);
        return phone;
    }

    private void tell(Phone phone, @Nullable DeviceId device, long version, SubscriptionStatus status) {
        topics.publish(new SubscriptionChanged(phone.id, version, phone.account, PlanId.next(), status,
                keys.of(phone.supi), keys.of(phone.number), null, phone.card, device, device == null ? 0 : 1));
        topics.awaitConsumed();
    }

    private String account(Phone phone, long octets, @Nullable Long limit) {
        return account(phone.account, List.of(phone), octets, limit);
    }

    private String account(AccountId owner, List<Phone> consumers, long octets, @Nullable Long limit) {
        var named = consumers.stream().map(phone -> "{\"subscriptionId\": \"" + phone.id + "\""
                + (limit == null ? "" : ", \"limit\": " + limit) + "}").toList();
        var answer = api.as("charging:read charging:write").freshKey().post("/v1/provider-accounts",
                "{\"accountId\": \"" + owner + "\", \"name\": \"test\", \"unit\": \"OCTET\", \"units\": " + octets
                        + ", \"validFrom\": \"2026-01-01T00:00:00Z\", \"consumers\": " + named + "}");
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return answer.body().path("id").asString();
    }

    private long limit(String account, Phone phone) {
        return jdbc.sql("""
                        select limit_units from consumer_account
                        where provider_account_id = cast(:account as uuid) and subscription_id = :id""")
                .param("account", account).param("id", phone.id.value()).query(Long.class).single();
    }

    private void payerMap(DeviceId device, Phone phone, CapLimit... caps) {
        var payer = new EnrolledPayer(EnrollmentId.next(), PartyId.next(), phone.id, phone.account,
                EnrolledPayer.Role.CONSUMER, 1, Set.of("INFOTAINMENT"), EnrolledPayer.Presence.NOT_REQUIRED,
                List.of(ALWAYS), List.of(caps));
        topics.publish(new PayerMapChanged(new PayerMap(device, 1, Instant.EPOCH,
                List.of(new Capability("INFOTAINMENT", List.of(TrafficMatch.ofRatingGroup(10)))), List.of(payer),
                List.of(), PayerFallback.BLOCK)));
        topics.awaitConsumed();
    }

    /** A gibibyte for all, of which this card leaves 124 MiB to the others. */
    private void grouped(Phone phone, SimGroupId group, long version, @Nullable CardBar bar) {
        topics.publish(new SimGroupCardChanged(phone.card, version, group,
                List.of(new GroupAllowance(new Interval(Instant.parse("2026-01-01T00:00:00Z"), null), Units.of(GIB),
                        Units.of(124 * MIB))),
                bar, Instant.now()));
        topics.awaitConsumed();
    }

    /** Opens a session that holds so many octets; answers its path. */
    private String grant(Phone phone, long octets) {
        var answer = api.as("nchf-convergedcharging").post("/nchf-convergedcharging/v3/chargingdata",
                """
                {"subscriberIdentifier": "%s", "nfConsumerIdentification": {"nodeFunctionality": "SMF"},
                 "invocationTimeStamp": "%s", "invocationSequenceNumber": 0,
                 "multipleUnitUsage": [{"ratingGroup": 10, "requestedUnit": {"totalVolume": %d}}]}"""
                        .formatted(phone.supi.supi(), Instant.now(), octets));
        assertThat(answer.body().at("/multipleUnitInformation/0/grantedUnit/totalVolume").asLong()).as(answer.raw())
                .isEqualTo(octets);
        return URI.create(answer.header("Location").orElseThrow()).getPath();
    }

    private void use(String session, long octets) {
        var answer = api.as("nchf-convergedcharging").post(session + "/release",
                """
                {"nfConsumerIdentification": {"nodeFunctionality": "SMF"}, "invocationTimeStamp": "%s",
                 "invocationSequenceNumber": 1, "multipleUnitUsage": [{"ratingGroup": 10,
                    "usedUnitContainer": [{"localSequenceNumber": 1, "totalVolume": %d}]}]}"""
                        .formatted(Instant.now(), octets));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(204);
    }
}
