package io.planshare.charging.nchf;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Tokens;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.UnitType;

import static io.planshare.charging.nchf.NchfFixtures.with;
import static io.planshare.charging.nchf.NchfFixtures.without;
import static org.assertj.core.api.Assertions.assertThat;

/** The network's face of the running service, with a real ledger behind it. */
@ServiceTest
class NchfServiceTest {

    private static final String SCOPE = "nchf-convergedcharging";
    private static final String BASE = NchfController.CHARGING_DATA;
    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime() % 1_000_000_000L);

    @Autowired
    private Api anybody;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @LocalServerPort
    private int port;
    private Api network;
    private NchfPeople people;

    @BeforeEach
    void aToken() {
        network = anybody.as(SCOPE);
        people = new NchfPeople(jdbc, keys);
    }

    @Test
    void a_session_from_the_first_unit_to_the_last() {
        var opened = network.post(BASE, createFor(people.with(20_000_000)));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.body().at("/multipleUnitInformation/0/grantedUnit/totalVolume").asLong())
                .isEqualTo(10_485_760);
        assertThat(opened.body().at("/multipleUnitInformation/0/uPFID").asString()).isEqualTo("upf-1");
        var place = URI.create(opened.header("Location").orElseThrow());
        assertThat(place).hasScheme("http").hasPort(port);
        assertThat(place.getPath()).startsWith(BASE + "/");

        var updated = network.post(place.getPath() + "/update", NchfDocs.UPDATE);
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.body().at("/invocationSequenceNumber").asLong()).isEqualTo(1);
        var repeated = network.post(place.getPath() + "/update",
                with(NchfDocs.UPDATE, "/retransmissionIndicator", "true"));
        assertThat(repeated.raw()).isEqualTo(updated.raw());

        var released = network.post(place.getPath() + "/release", NchfDocs.RELEASE);
        assertThat(released.status()).isEqualTo(204);
        assertThat(released.raw()).isEmpty();
        var late = network.post(place.getPath() + "/update", with(NchfDocs.UPDATE, "/invocationSequenceNumber", "3"));
        assertThat(late.status()).isEqualTo(404);
        assertThat(late.body().at("/cause").asString()).isEqualTo("CONTEXT_NOT_FOUND");
    }

    @Test
    void the_last_units_are_final_and_then_there_are_none() {
        var place = network.post(BASE, createFor(people.with(9_437_184)));
        var information = place.body().at("/multipleUnitInformation/0");
        assertThat(information.at("/grantedUnit/totalVolume").asLong()).isEqualTo(9_437_184);
        assertThat(information.at("/finalUnitIndication/finalUnitAction").asString()).isEqualTo("TERMINATE");
        var path = URI.create(place.header("Location").orElseThrow()).getPath();
        var none = network.post(path + "/update", NchfDocs.UPDATE).body().at("/multipleUnitInformation/0");
        assertThat(none.at("/resultCode").asString()).isEqualTo("QUOTA_LIMIT_REACHED");
        assertThat(none.has("grantedUnit")).isFalse();
    }

    @Test
    void a_grant_that_lay_idle_is_given_back_and_the_session_goes_on() {
        var supi = people.with(20_000_000);
        var opened = network.post(BASE, createFor(supi));
        assertThat(opened.body().at("/multipleUnitInformation/0/quotaHoldingTime").asLong()).isEqualTo(300);
        var path = URI.create(opened.header("Location").orElseThrow()).getPath() + "/update";
        var idle = with(without(NchfDocs.UPDATE, "/multipleUnitUsage/0/requestedUnit"),
                "/multipleUnitUsage/0/usedUnitContainer/0/triggers",
                "[{\"triggerType\": \"QHT\", \"triggerCategory\": \"IMMEDIATE_REPORT\"}]");
        assertThat(network.post(path, idle).body().has("multipleUnitInformation")).isFalse();
        assertThat(people.spent(supi, UnitType.OCTET)).isEqualTo("9437184+0");
        var again = with(with(NchfDocs.UPDATE, "/invocationSequenceNumber", "2"),
                "/multipleUnitUsage/0/usedUnitContainer", "[]");
        assertThat(network.post(path, again).body().at("/multipleUnitInformation/0/resultCode").asString())
                .isEqualTo("SUCCESS");
    }

    @Test
    void an_unknown_subscriber_is_told_apart_from_a_wrong_one() {
        assertRefused(network.post(BASE, createFor("imsi-001019999999999")), 404, "USER_UNKNOWN");
        assertRefused(network.post(BASE, createFor("imsi-1")), 400, "MANDATORY_IE_INCORRECT");
    }

    @Test
    void without_the_right_token_nothing_is_read() {
        var none = anybody.post(BASE, "{");
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.header("WWW-Authenticate")).isPresent();
        assertProblem(none);
        var another = anybody.as("charging:write").post(BASE, "{");
        assertThat(another.status()).isEqualTo(403);
        assertProblem(another);
    }

    @Test
    void bad_requests_are_told_in_3GPPs_way() {
        assertRefused(network.post(BASE, "{"), 400, "INVALID_MSG_FORMAT");
        assertRefused(network.post(BASE + "/nothing", "{}"), 404, "RESOURCE_URI_STRUCTURE_NOT_FOUND");
        for (var answer : List.of(network.get(BASE), network.with("Content-Type", "text/plain").post(BASE, "{}"),
                network.post(BASE, " ".repeat(1_048_577)))) {
            assertProblem(answer);
            assertThat(List.of(405, 415, 413)).contains(answer.status());
        }
    }

    @Test
    void it_speaks_h2c_after_an_upgrade_and_without_one() throws Exception {
        var body = createFor(people.with(1_000_000));
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + BASE))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + Tokens.bearer(SCOPE))
                    .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(201);
        }
        var answer = Http2PriorKnowledge.post(port, BASE, Tokens.bearer(SCOPE), body);
        assertThat(NchfFixtures.JSON.readTree(answer).at("/multipleUnitInformation/0/ratingGroup").asLong())
                .isEqualTo(10);
    }

    @Test
    void it_is_described_with_examples_and_its_callback() {
        var api = anybody.get("/v3/api-docs").body();
        for (var path : List.of("", "/{chargingDataRef}/update", "/{chargingDataRef}/release")) {
            var operation = api.at("/paths").path(BASE + path).path("post");
            assertThat(operation.path("summary").asString("")).as(path).isNotEmpty();
            assertThat(examples(operation.path("requestBody"))).as(path).isNotEmpty();
            assertThat(examples(operation.at("/responses/400"))).as(path).isNotEmpty();
            assertThat(examples(operation.at("/responses/503"))).as(path).isNotEmpty();
        }
        var create = api.at("/paths").path(BASE).path("post");
        assertThat(create.at("/callbacks/chargingNotification").isObject()).isTrue();
        assertThat(examples(create.at("/responses/201"))).isNotEmpty();
        assertThat(api.at("/paths").propertyNames()).noneMatch(path -> path.contains("**"));
        assertThat(api.at("/components/schemas/ChargingDataRequest/required").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("nfConsumerIdentification", "invocationTimeStamp",
                        "invocationSequenceNumber");
    }

    private static List<JsonNode> examples(JsonNode described) {
        return described.path("content").valueStream()
                .flatMap(content -> content.has("example")
                        ? java.util.stream.Stream.of(content.path("example"))
                        : content.path("examples").valueStream())
                .toList();
    }

    private static void assertRefused(Answer answer, int status, String cause) {
        assertThat(answer.status()).isEqualTo(status);
        assertProblem(answer);
        assertThat(answer.body().at("/cause").asString()).isEqualTo(cause);
    }

    private static void assertProblem(Answer answer) {
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body().at("/status").asInt()).isEqualTo(answer.status());
        assertThat(answer.body().at("/title").asString()).isNotEmpty();
    }

    private static String createFor(String supi) {
        return with(with(NchfDocs.CREATE, "/subscriberIdentifier", "\"" + supi + "\""),
                "/pDUSessionChargingInformation/chargingId", Long.toString(NUMBERS.incrementAndGet()));
    }
}
