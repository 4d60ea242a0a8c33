package io.planshare.charging.payer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.micrometer.observation.ObservationRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.payer.Payers.Question;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.SNssai;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Traffic;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Against a server that plays issuer and enrollment. */
class HistoryClientTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant LONG_AGO = Instant.parse("2026-11-01T10:00:00.123456Z");
    private static final Question QUESTION = new Question(Traffic.ofRatingGroup(20), LONG_AGO);
    private static final Duration LEFT_ALONE = Duration.ofMillis(400);

    private final DeviceId device = DeviceId.next();
    private final AtomicInteger tokens = new AtomicInteger();
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final HttpServer server = server();
    private final HistoryClient client = client("secret");
    private volatile Reply reply = question -> answer(200, "{\"outcome\": \"EMERGENCY\"}");

    private interface Reply {
        Sent to(JsonNode question) throws InterruptedException;
    }

    private record Sent(int status, String body) {}

    @BeforeEach
    void serve() {
        server.createContext("/oauth2/token", exchange -> {
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var known = form.contains("grant_type=client_credentials") && form.contains("scope=enrollment%3Aread")
                    && "Basic Y2hhcmdpbmc6c2VjcmV0".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            send(exchange, known
                    ? answer(200, "{\"access_token\": \"token-" + tokens.incrementAndGet()
                            + "\", \"token_type\": \"Bearer\", \"expires_in\": 300}")
                    : answer(401, "{\"error\": \"invalid_client\"}"));
        });
        server.createContext("/v1/payer-resolutions", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var question = JSON.readTree(exchange.getRequestBody().readAllBytes());
            asked.add(question);
            try {
                send(exchange, reply.to(question));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    @AfterEach
    void stop() {
        slow.countDown();
        server.stop(0);
    }

    @Test
    void a_paid_question_brings_back_the_enrollment_with_its_caps() {
        var payer = new EnrolledPayer(EnrollmentId.next(), PartyId.next(), SubscriptionId.next(), AccountId.next(),
                EnrolledPayer.Role.CONSUMER, 7, Set.of("INFOTAINMENT"), EnrolledPayer.Presence.REQUIRED,
                List.of(new Interval(LONG_AGO.minusSeconds(60), LONG_AGO.plusSeconds(60)),
                        new Interval(LONG_AGO.plusSeconds(90), null)),
                List.of(new CapLimit(UnitType.OCTET, Units.of(5_000), CapLimit.Window.MONTH)));
        reply = _ -> answer(200,
                """
                {"deviceId": "%s", "at": "%s", "outcome": "PAID", "reason": "CAPABILITY", "capability": "INFOTAINMENT",
                 "payer": {"enrollmentId": "%s", "userPartyId": "%s", "subscriptionId": "%s", "accountId": "%s",
                     "enrolled": %s, "news": 1},
                 "payerMapVersion": 5, "trace": ["rule 3: …"]}""".formatted(device, LONG_AGO, payer.enrollmentId(),
                        payer.userPartyId(), payer.subscriptionId(), payer.accountId(),
                        JSON.writeValueAsString(payer)));
        assertThat(ask(QUESTION))
                .contains(Map.of(QUESTION, new Payer.Subscriber(payer.subscriptionId(), payer.accountId(),
                        payer, "INFOTAINMENT")));
    }

    @Test
    void each_outcome_is_the_payer_it_names() {
        var subscription = SubscriptionId.next();
        var account = AccountId.next();
        assertThat(asIs("{\"outcome\": \"EMERGENCY\", \"reason\": \"EMERGENCY\", \"payer\": null}"))
                .contains(new Payer.Operator());
        assertThat(asIs("{\"outcome\": \"DENIED\", \"reason\": \"NO_PAYER\"}")).contains(new Payer.Nobody(false));
        assertThat(asIs("{\"outcome\": \"DENIED\", \"reason\": \"RESTRICTED\"}")).contains(new Payer.Nobody(true));
        assertThat(
                asIs("{\"outcome\": \"PAID\", \"reason\": \"OWN_SUBSCRIPTION\", \"capability\": \"VOICE\", \"payer\":"
                        + " {\"enrollmentId\": null, \"subscriptionId\": \"" + subscription + "\", \"accountId\": \""
                        + account + "\"}}"))
                .contains(new Payer.Subscriber(subscription, account, null, null));
    }

    @Test
    void an_answer_that_does_not_tell_all_is_none() {
        var payer = "\"subscriptionId\": \"" + SubscriptionId.next() + "\", \"accountId\": \"" + AccountId.next()
                + "\"";
        assertThat(asIs("{\"outcome\": \"PAID\", \"payer\": {\"enrollmentId\": \"" + EnrollmentId.next() + "\", "
                + payer + "}}"))
                .as("caps would be forgotten").isEmpty();
        assertThat(asIs("{\"outcome\": \"PAID\"}")).isEmpty();
        assertThat(asIs("{\"outcome\": \"PERHAPS\"}")).isEmpty();
        assertThat(asIs("{}")).isEmpty();
        assertThat(asIs("no JSON")).isEmpty();
        assertThat(asIs("")).isEmpty();
    }

    @Test
    void all_questions_are_asked_with_what_the_network_knows_and_one_token() {
        var other = new Question(new Traffic("internet", new SNssai(1, "00abcd"), 4_294_967_295L, 5L),
                LONG_AGO.plusSeconds(1));
        reply = question -> answer(200, question.path("traffic").path("dnn").isMissingNode()
                ? "{\"outcome\": \"EMERGENCY\"}"
                : "{\"outcome\": \"DENIED\"}");
        assertThat(ask(QUESTION, other))
                .contains(Map.of(QUESTION, new Payer.Operator(), other, new Payer.Nobody(false)));
        assertThat(asked).extracting(JsonNode::toString).containsExactlyInAnyOrder(
                "{\"deviceId\":\"" + device
                        + "\",\"at\":\"2026-11-01T10:00:00.123456Z\",\"traffic\":{\"ratingGroup\":20}}",
                "{\"deviceId\":\"" + device
                        + "\",\"at\":\"2026-11-01T10:00:01.123456Z\",\"traffic\":{\"dnn\":\"internet\","
                        + "\"sNssai\":{\"sst\":1,\"sd\":\"00abcd\"},\"ratingGroup\":4294967295,\"serviceId\":5}}");
        assertThat(authorizations).containsOnly("Bearer token-1");
    }

    @Test
    void a_token_that_is_refused_is_replaced() {
        reply = _ -> "Bearer token-1".equals(authorizations.getLast())
                ? answer(401, "")
                : answer(200, "{\"outcome\": \"EMERGENCY\"}");
        assertThat(ask(QUESTION)).isEmpty();
        assertThat(ask(QUESTION)).contains(Map.of(QUESTION, new Payer.Operator()));
    }

    @Test
    void nobody_waits_longer_than_the_timeout() {
        reply = _ -> {
            slow.await(20, TimeUnit.SECONDS);
            return answer(200, "{\"outcome\": \"EMERGENCY\"}");
        };
        var begin = System.nanoTime();
        assertThat(ask(QUESTION)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void the_breaker_opens_when_most_calls_fail_and_closes_again() {
        reply = _ -> answer(503, "");
        IntStream.range(0, 5).forEach(_ -> assertThat(ask(QUESTION)).isEmpty());
        assertThat(asked).hasSize(5);
        assertThat(ask(QUESTION)).isEmpty();
        assertThat(asked).as("left alone").hasSize(5);

        reply = _ -> answer(200, "{\"outcome\": \"EMERGENCY\"}");
        await().atMost(Duration.ofSeconds(10)).until(() -> ask(QUESTION).isPresent());
        assertThat(asked).hasSize(6);
    }

    @Test
    void a_question_that_enrollment_refuses_is_no_failure_of_enrollment() {
        reply = _ -> answer(404, "{\"type\": \"urn:planshare:problem:unknown-device\"}");
        IntStream.range(0, 20).forEach(_ -> assertThat(ask(QUESTION)).isEmpty());
        assertThat(asked).as("never left alone").hasSize(20);
    }

    @Test
    void without_a_right_secret_nobody_is_asked() {
        assertThat(client(null).whoPaid(device, Set.of(QUESTION))).isEmpty();
        assertThat(client("wrong").whoPaid(device, Set.of(QUESTION))).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void a_server_that_is_away_is_no_answer() {
        server.stop(0);
        assertThat(ask(QUESTION)).isEmpty();
    }

    @Test
    void settings_do_not_show_the_secret() {
        assertThat(settings("very secret").toString()).doesNotContain("very secret");
    }

    private Optional<Map<Question, Payer>> ask(Question... questions) {
        return client.whoPaid(device, Set.of(questions));
    }

    private Optional<Payer> asIs(String body) {
        reply = _ -> answer(200, body);
        return client("secret").whoPaid(device, Set.of(QUESTION)).map(answers -> answers.get(QUESTION));
    }

    private HistoryClient client(@Nullable String secret) {
        return new HistoryClient(settings(secret), ObservationRegistry.NOOP);
    }

    private PeerSettings settings(@Nullable String secret) {
        var origin = "http://localhost:" + server.getAddress().getPort();
        return new PeerSettings(new PeerSettings.Enrollment(URI.create(origin)), URI.create(origin + "/oauth2/token"),
                "charging", secret, Duration.ofSeconds(2), LEFT_ALONE);
    }

    private static Sent answer(int status, String body) {
        return new Sent(status, body);
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void send(HttpExchange exchange, Sent sent) throws IOException {
        var body = sent.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(sent.status(), body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
