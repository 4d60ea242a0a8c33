package io.planshare.charging.nchf;

import java.net.URI;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.charging.notify.NetworkFunction;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.UnitType;

import static io.planshare.charging.nchf.NchfFixtures.JSON;
import static io.planshare.charging.nchf.NchfFixtures.with;
import static io.planshare.charging.nchf.NchfFixtures.without;
import static org.assertj.core.api.Assertions.assertThat;

/** What the running service answers and says, of every shape there is, against 3GPP's own schemas. */
@ServiceTest
class StandardAnswersTest {

    private static final String BASE = NchfController.CHARGING_DATA;
    private static final String SUBSCRIPTIONS = SpendingLimitController.SUBSCRIPTIONS;

    @Autowired
    private Api api;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    private Api network;
    private NchfPeople people;

    @BeforeAll
    static void the_standards_are_at_hand() {
        Standard.isAtHand();
    }

    @BeforeEach
    void aNetworkFunction() {
        network = api.as("nchf-convergedcharging nchf-spendinglimitcontrol");
        people = new NchfPeople(jdbc, keys);
    }

    @Test
    void charging_sessions_of_every_unit_and_end() {
        for (var unit : new String[]{"totalVolume OCTET", "time SECOND", "serviceSpecificUnits EVENT"}) {
            var name = unit.split(" ")[0];
            var supi = people.with(UnitType.valueOf(unit.split(" ")[1]), 1000);
            var create = with(create(supi), "/multipleUnitUsage/0/requestedUnit", "{\"" + name + "\": 900}");
            var created = response(network.post(BASE, create), 201);
            assertThat(created.body().at("/multipleUnitInformation/0/grantedUnit/" + name).asLong()).isEqualTo(900);
            var path = URI.create(created.header("Location").orElseThrow()).getPath();
            var used = "[{\"localSequenceNumber\": 1, \"" + name + "\": 900}]";
            var last = with(with(NchfDocs.UPDATE, "/multipleUnitUsage/0/usedUnitContainer", used),
                    "/multipleUnitUsage/0/requestedUnit", "{\"" + name + "\": 900}");
            assertThat(response(network.post(path + "/update", last), 200).raw()).contains("finalUnitIndication");
            var none = with(with(last, "/invocationSequenceNumber", "2"),
                    "/multipleUnitUsage/0/usedUnitContainer/0", "{\"localSequenceNumber\": 2, \"" + name + "\": 100}");
            assertThat(response(network.post(path + "/update", none), 200).raw()).contains("QUOTA_LIMIT_REACHED");
            var released = network.post(path + "/release", without(NchfDocs.RELEASE, "/multipleUnitUsage"));
            assertThat(released.status()).isEqualTo(204);
            problem(network.post(path + "/update", NchfDocs.UPDATE), 404);
        }
        response(network.post(BASE, without(create(people.with(1000)), "/multipleUnitUsage")), 201);
    }

    @Test
    void events_charged_and_refused() {
        var supi = people.with(UnitType.EVENT, 1);
        var event = with(NchfDocs.EVENT, "/subscriberIdentifier", "\"" + supi + "\"");
        assertThat(response(network.post(BASE, event), 201).raw()).contains("SUCCESS");
        var another = with(event, "/invocationSequenceNumber", "1");
        assertThat(response(network.post(BASE, another), 201).raw()).contains("QUOTA_LIMIT_REACHED");
        var later = with(with(event, "/oneTimeEventType", "\"PEC\""), "/multipleUnitUsage/0",
                "{\"ratingGroup\": 30, \"usedUnitContainer\": [{\"localSequenceNumber\": 1, \"serviceSpecificUnits\": 1}]}");
        response(network.post(BASE, later), 201);
    }

    @Test
    void refusals_of_every_kind() {
        problem(api.post(BASE, "{}"), 401);
        problem(api.as("charging:read").post(BASE, "{}"), 403);
        problem(network.post(BASE, "{"), 400);
        problem(network.post(BASE, "{}"), 400);
        problem(network.post(BASE, with(NchfDocs.CREATE, "/notifyUri", "\"ftp://x/\"")), 400);
        problem(network.post(BASE, create("imsi-001019999999999")), 404);
        problem(network.post(BASE + "/x/update", NchfDocs.UPDATE), 404);
        problem(network.post(BASE + "/nothing/there", "{}"), 404);
        problem(network.get(BASE), 405);
        problem(network.with("Content-Type", "text/plain").post(BASE, "{}"), 415);
        problem(network.post(BASE, " ".repeat(1_048_577)), 413);
        problem(network.post(SUBSCRIPTIONS, "{}"), 400);
        problem(network.get(SUBSCRIPTIONS), 405);
        problem(network.delete(SUBSCRIPTIONS + "/x"), 404);
    }

    @Test
    void spending_limits_and_their_notifications() throws Exception {
        try (var pcf = new NetworkFunction()) {
            var supi = people.with(UnitType.EVENT, 2);
            var context = with(without(SpendingLimitDocs.SUBSCRIBE, "/policyCounterIds"), "/supi", "\"" + supi + "\"");
            context = with(with(context, "/notifUri", "\"" + pcf.uri("/slc") + "\""), "/expiry",
                    "\"2099-01-01T00:00:00Z\"");
            var subscribed = spending(network.post(SUBSCRIPTIONS, context), 201);
            var place = URI.create(subscribed.header("Location").orElseThrow()).getPath();
            spending(network.put(place, "{\"policyCounterIds\": [\"events\", \"money.rg1\"]}"), 200);
            problem(network.put(place, "{\"policyCounterIds\": [\"x\"]}"), 400);
            network.post(BASE, with(NchfDocs.EVENT, "/subscriberIdentifier", "\"" + supi + "\""));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !pcf.calls().isEmpty());
            assertThat(Standard.faults(JSON.readTree(pcf.calls().getFirst().body()), Standard.SPENDING,
                    "SpendingLimitStatus")).isEmpty();
            assertThat(network.delete(place).status()).isEqualTo(204);
        }
    }

    private static Answer response(Answer answer, int status) {
        return as(answer, status, Standard.NCHF, "ChargingDataResponse");
    }

    private static Answer spending(Answer answer, int status) {
        return as(answer, status, Standard.SPENDING, "SpendingLimitStatus");
    }

    /** RFC 9457 lets a problem have more members: the kit's tell the limit that was passed, say. */
    private static void problem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Standard.faults(answer.body(), Standard.COMMON, "ProblemDetails"))
                .allMatch(fault -> fault.endsWith(" is unknown"));
    }

    private static Answer as(Answer answer, int status, String file, String schema) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
        assertThat(Standard.faults(answer.body(), file, schema)).as(answer.raw()).isEmpty();
        return answer;
    }

    private static String create(String supi) {
        return with(with(NchfDocs.CREATE, "/subscriberIdentifier", "\"" + supi + "\""),
                "/pDUSessionChargingInformation/chargingId", Long.toString(System.nanoTime()));
    }
}
