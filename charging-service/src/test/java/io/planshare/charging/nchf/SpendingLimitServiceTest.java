package io.planshare.charging.nchf;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.charging.notify.NetworkFunction;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.UnitType;

import static io.planshare.charging.nchf.NchfFixtures.with;
import static io.planshare.charging.nchf.NchfFixtures.without;
import static org.assertj.core.api.Assertions.assertThat;

/** Nchf_SpendingLimitControl of the running service, with a policy function that is called back. */
@ServiceTest
class SpendingLimitServiceTest {

    private static final String BASE = SpendingLimitController.SUBSCRIPTIONS;

    @Autowired
    private Api api;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private TestClock clock;
    private Api policy;
    private NchfPeople people;
    private NetworkFunction pcf;

    @BeforeEach
    void aPolicyFunction() throws Exception {
        policy = api.as("nchf-spendinglimitcontrol");
        people = new NchfPeople(jdbc, keys);
        pcf = new NetworkFunction();
    }

    @AfterEach
    void ofIts() {
        pcf.close();
        clock.reset();
    }

    @Test
    void a_change_of_status_is_notified_and_only_a_change() {
        var supi = people.with(UnitType.EVENT, 10);
        var subscribed = policy.post(BASE, context(supi, "[\"events\",\"events.rg30\",\"octets\"]"));
        assertThat(subscribed.status()).as(subscribed.raw()).isEqualTo(201);
        assertThat(statuses(subscribed.raw())).isEqualTo("events=BELOW_50 events.rg30=BELOW_50 octets=NO_ACCOUNT ");

        use(supi, 4);
        use(supi, 1);
        awaitCalls(1);
        use(supi, 5);
        awaitCalls(2);
        people.account(supi, UnitType.EVENT, 90);
        awaitCalls(3);
        assertThat(pcf.calls()).extracting(NetworkFunction.Call::path).containsOnly("/slc/7/notify");
        assertThat(pcf.calls()).extracting(call -> statuses(call.body())).containsExactly(
                "events=ABOVE_50 events.rg30=ABOVE_50 octets=NO_ACCOUNT ",
                "events=EXHAUSTED events.rg30=EXHAUSTED octets=NO_ACCOUNT ",
                "events=BELOW_50 events.rg30=BELOW_50 octets=NO_ACCOUNT ");
        assertThat(NchfFixtures.JSON.readTree(pcf.calls().getFirst().body()).at("/supi").asString()).isEqualTo(supi);
    }

    @Test
    void a_policy_function_that_fails_is_told_the_newest_statuses_later() {
        pcf.answering(500, 503);
        var supi = people.with(UnitType.EVENT, 10);
        policy.post(BASE, context(supi, "[\"events\"]"));
        use(supi, 6);
        awaitCalls(1);
        use(supi, 2);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pending(supi) == 0);
        assertThat(statuses(pcf.calls().getLast().body())).isEqualTo("events=ABOVE_75 ");
        assertThat(pcf.calls()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void what_is_modified_counts_from_then_on() {
        var supi = people.with(UnitType.EVENT, 10);
        people.account(supi, UnitType.OCTET, 1000);
        var place = place(policy.post(BASE, context(supi, "[\"octets\"]")));
        var modified = policy.put(place, "{\"policyCounterIds\": [\"events\"], \"supi\": \"" + supi + "\"}");
        assertThat(modified.status()).as(modified.raw()).isEqualTo(200);
        assertThat(statuses(modified.raw())).isEqualTo("events=BELOW_50 ");
        assertThat(modified.body().at("/notifId").asString()).isEqualTo("7");
        use(supi, 9);
        awaitCalls(1);
        assertThat(statuses(pcf.calls().getFirst().body())).isEqualTo("events=ABOVE_90 ");
        assertRefused(policy.put(place, "{\"supi\": \"imsi-001010000000113\"}"), 400, "MANDATORY_IE_INCORRECT",
                "/supi");
        assertThat(statuses(policy.put(place, "{}").raw())).as("all there are")
                .isEqualTo("events=ABOVE_90 octets=BELOW_50 ");
    }

    @Test
    void who_unsubscribed_or_expired_is_told_nothing() {
        var supi = people.with(UnitType.EVENT, 10);
        var place = place(policy.post(BASE, context(supi, "[\"events\"]")));
        var taken = policy.delete(place);
        assertThat(taken.status()).isEqualTo(204);
        assertThat(taken.raw()).isEmpty();
        assertRefused(policy.delete(place), 404, "SUBSCRIPTION_NOT_FOUND", "");
        assertRefused(policy.put(place, "{}"), 404, "SUBSCRIPTION_NOT_FOUND", "");

        var expiry = clock.instant().plusSeconds(3600);
        var short_ = policy.post(BASE, with(context(supi, "[\"events\"]"), "/expiry", "\"" + expiry + "\""));
        assertThat(Instant.parse(short_.body().at("/expiry").asString())).isEqualTo(expiry);
        clock.advance(Duration.ofHours(2));
        assertRefused(policy.put(place(short_), "{}"), 404, "SUBSCRIPTION_NOT_FOUND", "");
        use(supi, 9);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> watching(supi) == 0);
        assertThat(pcf.calls()).isEmpty();
    }

    @Test
    void the_end_of_a_subscriber_ends_the_subscription_and_is_told() {
        var supi = people.with(UnitType.EVENT, 10);
        pcf.answering(500);
        var place = place(policy.post(BASE, context(supi, "[\"events\"]")));
        jdbc.sql("update subscription set status = 'ENDED' where supi_hmac = :supi")
                .param("supi", keys.of(Imsi.ofSupi(supi)).value()).update();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> watching(supi) == 0);
        assertThat(pcf.calls()).hasSize(2).extracting(NetworkFunction.Call::path).containsOnly("/slc/7/terminate");
        assertThat(NchfFixtures.JSON.readTree(pcf.calls().getLast().body())).isEqualTo(NchfFixtures.JSON.readTree(
                with(SpendingLimitDocs.TERMINATE, "/supi", "\"" + supi + "\"")));
        assertRefused(policy.delete(place), 404, "SUBSCRIPTION_NOT_FOUND", "");
    }

    @Test
    void every_refusal_has_its_cause_and_names_the_place() {
        var supi = people.with(UnitType.EVENT, 10);
        var context = context(supi, "[\"events\"]");
        assertRefused(policy.post(BASE, context("imsi-001019999999999", "[\"events\"]")), 400, "USER_UNKNOWN", "/supi");
        assertRefused(policy.post(BASE, without(with(context, "/gpsi", "\"msisdn-4912345678\""), "/supi")), 400,
                "USER_UNKNOWN", "/gpsi");
        assertRefused(policy.post(BASE, context(supi, "[\"events\",\"gigabytes\"]")), 400, "UNKNOWN_POLICY_COUNTERS",
                "/policyCounterIds/1");
        assertRefused(policy.post(BASE, without(context, "/supi")), 400, "MANDATORY_IE_MISSING", "/supi");
        assertRefused(policy.post(BASE, without(context, "/notifUri")), 400, "MANDATORY_IE_MISSING", "/notifUri");
        assertRefused(policy.post(BASE, with(context, "/notifUri", "\"http://10.0.0.1/\"")), 400,
                "MANDATORY_IE_INCORRECT", "/notifUri");
        assertRefused(policy.post(BASE, with(context, "/expiry", "\"2020-01-01T00:00:00Z\"")), 400,
                "OPTIONAL_IE_INCORRECT", "/expiry");
        assertRefused(policy.post(BASE, "{"), 400, "INVALID_MSG_FORMAT", "");
        jdbc.sql(
                "delete from consumer_account where subscription_id = (select subscription_id from subscription where supi_hmac = :s)")
                .param("s", keys.of(Imsi.ofSupi(supi)).value()).update();
        assertRefused(policy.post(BASE, without(context, "/policyCounterIds")), 400, "NO_AVAILABLE_POLICY_COUNTERS",
                "");
        assertThat(List.of(policy.get(BASE).status(), policy.get(BASE + "/x").status(),
                policy.get("/nchf-spendinglimitcontrol/v1/x").status(), policy.delete(BASE + "/x").status(),
                api.as("nchf-convergedcharging").post(BASE, context).status(), api.post(BASE, context).status()))
                .containsExactly(405, 405, 404, 404, 403, 401);
    }

    private void use(String supi, int events) {
        var charged = api.as("nchf-convergedcharging").post(NchfController.CHARGING_DATA,
                with(with(NchfDocs.EVENT, "/subscriberIdentifier", "\"" + supi + "\""),
                        "/multipleUnitUsage/0/requestedUnit/serviceSpecificUnits", Integer.toString(events)));
        assertThat(charged.body().at("/multipleUnitInformation/0/resultCode").asString()).isEqualTo("SUCCESS");
    }

    private String context(String supi, String counters) {
        return with(with(with(SpendingLimitDocs.SUBSCRIBE, "/supi", "\"" + supi + "\""), "/policyCounterIds", counters),
                "/notifUri", "\"" + pcf.uri("/slc/7") + "\"");
    }

    private void awaitCalls(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pcf.calls().size() >= count);
        assertThat(pcf.calls()).hasSize(count);
    }

    private long watching(String supi) {
        return count(supi, "true");
    }

    private long pending(String supi) {
        return count(supi, "spending_limit.version > told_version");
    }

    private long count(String supi, String which) {
        return jdbc.sql(
                "select count(*) from spending_limit join subscription using (subscription_id) where supi_hmac = :s and "
                        + which)
                .param("s", keys.of(Imsi.ofSupi(supi)).value()).query(Long.class).single();
    }

    private static String place(Answer subscribed) {
        assertThat(subscribed.status()).as(subscribed.raw()).isEqualTo(201);
        return URI.create(subscribed.header("Location").orElseThrow()).getPath();
    }

    private static String statuses(String body) {
        var told = new StringBuilder();
        NchfFixtures.JSON.readTree(body).at("/statusInfos").properties().forEach(info -> told.append(info.getKey())
                .append('=').append(info.getValue().at("/currentStatus").asString()).append(' '));
        return told.toString();
    }

    private static void assertRefused(Answer answer, int status, String cause, String param) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body().at("/cause").asString("")).isEqualTo(cause);
        assertThat(answer.body().at("/invalidParams/0/param").asString("")).isEqualTo(param);
    }
}
