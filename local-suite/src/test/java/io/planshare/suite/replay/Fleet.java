package io.planshare.suite.replay;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.Iccid;
import io.planshare.suite.SuiteProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** SIM cards of one group, ours and other carriers', spoken to through public APIs. */
final class Fleet {

    private static final UUID PLAN = new UUID(0x0193_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final long PLENTY = 1L << 40;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SuiteProcess suite;
    private final SuiteApi backOffice;
    private final UUID account = UUID.randomUUID();
    private final Random random;
    private final List<Map<String, Object>> members = new ArrayList<>();
    private int imsis;
    private String group = "";

    Fleet(SuiteProcess suite, SuiteApi backOffice, Random random) {
        this.suite = suite;
        this.backOffice = backOffice;
        this.random = random;
    }

    /** One of our cards, in the register, with an account of its own that never ends. */
    record OwnCard(String imsi, UUID subscription, String simCardId) {}

    /** A card as the group shows it. */
    record Member(String simCardId, String deviceId, long used, @Nullable Instant restrictedSince) {

        boolean isRestricted() {
            return restrictedSince != null;
        }

        /** @throws NullPointerException if it is free */
        Instant barredSince() {
            return Objects.requireNonNull(restrictedSince, "the card is free");
        }
    }

    void open() throws InterruptedException {
        var party = UUID.randomUUID();
        post(enrollment("/v1/parties"), Map.of("id", party, "type", "ORG", "name", "Fleet"));
        post(enrollment("/v1/accounts"), Map.of("id", account, "partyId", party, "currency", "EUR"));
    }

    OwnCard ownCard(int priority, boolean exempt) throws InterruptedException {
        var iccid = iccid();
        var imsi = "0010166%08d".formatted(imsis++);
        var subscription = UUID.randomUUID();
        var card = post(sim("/v1/sim-cards"), Map.of("iccid", iccid.value(), "imsi", imsi, "form", "PHYSICAL"))
                .get("simCardId").stringValue();
        post(sim("/v1/sim-cards/" + card + "/activate"), Map.of());
        post(enrollment("/v1/subscriptions"), Map.of("id", subscription, "accountId", account, "planId", PLAN, "imsi",
                imsi, "iccid", iccid.value(), "simCardId", card));
        var now = Instant.now();
        post(charging("/v1/provider-accounts"),
                Map.of("id", UUID.randomUUID(), "accountId", account, "name", imsi, "unit", "OCTET", "units", PLENTY,
                        "validFrom", now.minus(Duration.ofDays(1)).toString(), "validTo",
                        now.plus(Duration.ofDays(30)).toString(), "consumers",
                        List.of(Map.of("subscriptionId", subscription))));
        members.add(Map.of("iccid", iccid.value(), "carrier", "OWN", "priority", priority, "exempt", exempt));
        return new OwnCard(imsi, subscription, card);
    }

    /** Another carrier's card, as far as it is known in this router. */
    Iccid foreignCard(Router router, int priority) {
        var iccid = iccid();
        members.add(Map.of("iccid", iccid.value(), "carrier", "FOREIGN", "deviceId", router.id.toString(), "priority",
                priority, "exempt", false));
        return iccid;
    }

    /** A group of all cards so far. */
    void group(long allowance, long threshold) throws InterruptedException {
        var body = Map.<String, Object>of("accountId", account, "name", "Routers", "firstValue", allowance,
                "firstThreshold", threshold, "cycleStartDay",
                LocalDate.now(ZoneOffset.UTC).plusDays(15).getDayOfMonth(), "who", "LOWEST_PRIORITY", "predictive",
                true,
                "rollover", false, "members", members);
        // A card is known to quota a moment after the register took it.
        var answer = sent(quota("/v1/sim-groups"), body);
        for (int i = 0; i < 100 && answer.isProblem("wrong-carrier"); i++) {
            Thread.sleep(100);
            answer = sent(quota("/v1/sim-groups"), body);
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        group = answer.json().get("simGroupId").stringValue();
        awaitAcknowledged();
    }

    String groupId() {
        return group;
    }

    void trust(Router router) throws InterruptedException, IOException {
        var answer = backOffice.put(quota("/v1/sim-groups/" + group + "/devices/" + router.id + "/key"),
                "{\"publicKey\": " + router.publicKey() + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    /** The status with which a report is answered. */
    int report(String jws) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(quota("/v1/sim-groups/" + group + "/usage-reports"))
                    .header("authorization", "Bearer " + backOffice.token()).header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(Map.of("report", jws)))).build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    void allow(long total) throws InterruptedException {
        var answer = backOffice.put(quota("/v1/sim-groups/" + group + "/allowance"),
                "{\"totalAllowance\": " + total + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    void reset() throws InterruptedException {
        post(quota("/v1/sim-groups/" + group + "/reset"), Map.of());
    }

    void askCarrier(String server) throws InterruptedException {
        var answer = backOffice.put(quota("/v1/sim-groups/" + group + "/carrier"),
                "{\"server\": \"%s\", \"reportId\": \"fleet\", \"bucketId\": \"pool\"}".formatted(server));
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    JsonNode status() throws InterruptedException {
        return backOffice.get(quota("/v1/sim-groups/" + group + "/status")).json();
    }

    long used() throws InterruptedException {
        return status().get("used").longValue();
    }

    Map<String, Member> cards() throws InterruptedException {
        var cards = new LinkedHashMap<String, Member>();
        for (var it : backOffice.get(quota("/v1/sim-groups/" + group + "/members?limit=100")).json().get("items")) {
            var since = it.path("restrictedSince").asString("");
            var card = it.get("simCardId").stringValue();
            cards.put(card, new Member(card, it.path("deviceId").asString(""), it.get("used").longValue(),
                    since.isEmpty() ? null : Instant.parse(since)));
        }
        return cards;
    }

    Member card(Iccid iccid) throws InterruptedException {
        var found = post(quota("/v1/sims/searches"), Map.of("iccid", iccid.value())).get("simCardId").stringValue();
        return Objects.requireNonNull(cards().get(found));
    }

    /** What a card used, hour by hour added up, whichever device held it. */
    long activity(Iccid iccid) throws InterruptedException {
        var answer = backOffice.get(quota("/v1/sims/" + card(iccid).simCardId() + "/activity"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("hours").valueStream().mapToLong(hour -> hour.get("octets").longValue()).sum();
    }

    /** As the register shows it. */
    boolean isBarred(OwnCard card) throws InterruptedException {
        return backOffice.get(sim("/v1/sim-cards/" + card.simCardId())).json().get("barred").booleanValue();
    }

    /** A data plan of one of our cards, with a cellular connection of which most is used, and its device on it. */
    UUID nearlyUsedPlan(OwnCard card, long threshold, long used) throws InterruptedException {
        var device = UUID.randomUUID();
        var plan = backOffice.putNew(quota("/v1/subscriptions/" + card.subscription() + "/data-usage-plan"),
                """
                {"timeZone": "UTC", "cycleDay": 1, "devices": ["%s"], "connections": [{"name": "cellular", "type": "CELLULAR",
                 "costType": "FIXED", "thresholdOctets": %d, "price": 0.2, "priceSize": 1000000}]}"""
                        .formatted(device, threshold));
        assertThat(plan.status()).as(plan.body()).isEqualTo(201);
        post(quota("/v1/devices/" + device + "/connections/report"),
                Map.of("reportedAt", Instant.now().toString(), "connections",
                        List.of(Map.of("connection", "cellular", "available", true, "throughput", 1_000_000))));
        post(quota("/v1/subscriptions/" + card.subscription() + "/usage-statistics"),
                Map.of("counts", List.of(Map.of("deviceId", device, "connection", "cellular", "appId", "browser",
                        "octets", used, "occurredAt", Instant.now().toString()))));
        return device;
    }

    /** What is decided of an upload. */
    String decided(UUID device, String app, String priority, long octets) throws InterruptedException {
        var transfer = post(quota("/v1/transfer-requests"),
                Map.of("deviceId", device, "requests",
                        List.of(Map.of("appId", app, "direction", "UPLOAD", "sizeOctets", octets, "priority", priority,
                                "resumable", true))))
                .get("transfers").get(0);
        return transfer.get("state").stringValue() + " " + transfer.path("decision").path("reason").asString("");
    }

    /** Charging and the register know all that quota told them. */
    void awaitAcknowledged() {
        await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
                .until(() -> status().get("unacknowledgedCards").longValue() == 0);
    }

    private JsonNode post(URI url, Map<String, Object> body) throws InterruptedException {
        var answer = sent(url, body);
        for (int i = 0; i < 100 && answer.isProblem("unknown-subscription"); i++) {
            Thread.sleep(100);
            answer = sent(url, body);
        }
        assertThat(answer.status()).as(url + " " + answer.body()).isBetween(200, 204);
        return answer.json();
    }

    private SuiteApi.Answer sent(URI url, Map<String, Object> body) throws InterruptedException {
        return backOffice.post(url, JSON.writeValueAsString(body), UUID.randomUUID().toString());
    }

    private Iccid iccid() {
        var digits = "8949%014d".formatted(random.nextLong(100_000_000_000_000L));
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return Iccid.parse(digits + (10 - sum % 10) % 10);
    }

    private URI enrollment(String path) {
        return suite.service("enrollment").resolve(path);
    }

    private URI charging(String path) {
        return suite.service("charging").resolve(path);
    }

    private URI sim(String path) {
        return suite.service("sim-allocation").resolve(path);
    }

    private URI quota(String path) {
        return suite.service("quota").resolve(path);
    }
}
