package io.planshare.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.kit.testing.Tokens;
import io.planshare.platform.Platform;
import io.planshare.platform.Ports;

/**
 * {@code ./planshare bench switch}: two drivers of one car sign in by turns at the enrollment-service while charging answers
 * 1,000 updates a second; how long until a grant of the car's session is the new driver's.
 */
public final class SwitchBench {

    private static final int RATE = 1_000;
    private static final int CONNECTIONS = 64;
    private static final int WARM_UP = 20;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SINCE = Instant.now().minus(Duration.ofDays(1)).toString();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token = Tokens
            .bearer("enrollment:read enrollment:write charging:read charging:write nchf-convergedcharging");
    private final ServiceProcess enrollment;
    private final ServiceProcess charging;
    private final UUID car = UUID.randomUUID();
    private final List<UUID> drivers = List.of(UUID.randomUUID(), UUID.randomUUID());
    private final List<UUID> subscriptions = List.of(UUID.randomUUID(), UUID.randomUUID());

    private SwitchBench(ServiceProcess enrollment, ServiceProcess charging) {
        this.enrollment = enrollment;
        this.charging = charging;
    }

    /** Arguments: how many switches. */
    public static void main(String[] args) {
        Bench.run(() -> {
            var directory = Files.createTempDirectory("planshare-bench");
            try (var platform = Platform.start(directory, Ports.free(), Ports.free());
                    var enrollment = ServiceProcess.enrollment(platform);
                    var charging = ServiceProcess.charging(platform, Map.of())) {
                new SwitchBench(enrollment, charging).run(args.length == 0 ? 200 : Integer.parseInt(args[0]));
            }
        });
    }

    private void run(int switches) throws Exception {
        enrol();
        var pool = Pools.seed(charging.database(), 1, 1_000);
        var calls = pool.open(charging.url(), 1_000, CONNECTIONS, "update", Tokens.bearer("nchf-convergedcharging"));
        load(calls, Duration.ofSeconds(20));
        var lasting = Duration.ofMillis(400L * (switches + WARM_UP));
        var load = CompletableFuture.supplyAsync(() -> load(calls, lasting));
        var millis = new ArrayList<Double>();
        for (int i = 0; i < switches + WARM_UP; i++) {
            var took = switchTo(i % 2);
            if (i >= WARM_UP) millis.add(took);
            if (i % 50 == 49) System.out.printf("  %d of %d switches%n", i + 1, switches + WARM_UP);
            Thread.sleep(100);
        }
        System.out.println("load meanwhile                     " + load.get());
        var sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(Locale.ROOT,
                "payer switch, committed to granted: p50 %.0f ms, p99 %.0f ms, max %.0f ms of %d   bar p99 1,000, aim 300%n",
                sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)], sorted[sorted.length - 1],
                sorted.length);
    }

    private Measured load(List<ChargingCalls> calls, Duration lasting) {
        try {
            return Load.atRate(charging.url(), calls, lasting, RATE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From the answer to the sign-in to the first grant that is the new driver's. */
    private double switchTo(int driver) throws IOException, InterruptedException {
        post(enrollment, "/v1/devices/" + car + "/presence",
                Map.of("userPartyId", drivers.get(driver), "action", "SIGN_IN", "evidence", "KEY"));
        long committed = System.nanoTime();
        var payer = subscriptions.get(driver).toString();
        while (true) {
            update();
            long granted = System.nanoTime();
            if (payerOfTheSession().equals(payer)) return (granted - committed) / 1e6;
        }
    }

    private String session = "";
    private long sequence;

    private void update() throws IOException, InterruptedException {
        var answer = post(charging, "/nchf-convergedcharging/v3/chargingdata/" + session + "/update", nchf());
        if (answer.path("multipleUnitInformation").isEmpty()) throw new IOException("nothing was granted: " + answer);
    }

    private Map<String, Object> nchf() {
        return Map.of("nfConsumerIdentification", Map.of("nodeFunctionality", "SMF", "nFName", "switch"),
                "invocationTimeStamp", Instant.now().toString(), "invocationSequenceNumber", sequence++,
                "multipleUnitUsage",
                List.of(Map.of("ratingGroup", 20, "requestedUnit", Map.of("totalVolume", 1_000_000))));
    }

    private String payerOfTheSession() throws IOException, InterruptedException {
        var view = send(request(charging, "/v1/charging-sessions/" + session).GET());
        return view.at("/ratingGroups/0/payer").asString("");
    }

    private void enrol() throws Exception {
        var owner = UUID.randomUUID();
        var plan = UUID.randomUUID();
        for (var party : List.of(owner, drivers.get(0), drivers.get(1))) {
            post(enrollment, "/v1/parties", Map.of("id", party, "type", "PERSON", "name", "Somebody"));
        }
        post(enrollment, "/v1/devices", Map.of("id", car, "kind", "VEHICLE", "ownerPartyId", owner, "identifiers",
                List.of(Map.of("type", "IMEI", "value", "356938035643809")), "capabilities",
                List.of(Map.of("code", "INFOTAINMENT", "matches", List.of(Map.of("ratingGroup", 20)))), "fallback",
                Map.of("kind", "BLOCK")));
        var account = UUID.randomUUID();
        post(enrollment, "/v1/accounts", Map.of("id", account, "partyId", owner, "currency", "EUR"));
        post(enrollment, "/v1/subscriptions", Map.of("id", UUID.randomUUID(), "accountId", account, "planId", plan,
                "imsi", "001010000000199", "deviceId", car));
        for (int i = 0; i < 2; i++) {
            var own = UUID.randomUUID();
            post(enrollment, "/v1/accounts", Map.of("id", own, "partyId", drivers.get(i), "currency", "EUR"));
            post(enrollment, "/v1/subscriptions", Map.of("id", subscriptions.get(i), "accountId", own, "planId", plan,
                    "imsi", "00101000000020" + i));
            post(enrollment, "/v1/devices/" + car + "/enrollments",
                    Map.of("userPartyId", drivers.get(i), "role", "CONSUMER", "subscriptionId", subscriptions.get(i),
                            "capabilities", List.of("INFOTAINMENT"), "priority", 100, "presence", "REQUIRED",
                            "validFrom", SINCE, "consents",
                            List.of(Map.of("byPartyId", owner, "reference", "bench"))));
        }
        for (int i = 0; i < 2; i++)
            openAccount(i);
        openSession();
    }

    private void openAccount(int driver) throws IOException, InterruptedException {
        var body = Map.of("accountId", UUID.randomUUID(), "name", "bench", "unit", "OCTET", "units",
                1_000_000_000_000_000L, "validFrom", SINCE, "consumers",
                List.of(Map.of("subscriptionId", subscriptions.get(driver))));
        eventually(() -> post(charging, "/v1/provider-accounts", body));
    }

    private void openSession() throws Exception {
        post(enrollment, "/v1/devices/" + car + "/presence",
                Map.of("userPartyId", drivers.getFirst(), "action", "SIGN_IN", "evidence", "KEY"));
        var create = new java.util.HashMap<>(nchf());
        create.put("subscriberIdentifier", "imsi-001010000000199");
        create.put("pDUSessionChargingInformation", Map.of("chargingId", 1));
        eventually(() -> {
            var answer = http.send(request(charging, "/nchf-convergedcharging/v3/chargingdata")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(create))).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 201) throw new IOException(answer.statusCode() + ": " + answer.body());
            var place = answer.headers().firstValue("Location").orElseThrow();
            session = place.substring(place.lastIndexOf('/') + 1);
        });
    }

    private interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    /** Facts of enrollment take a moment to charging. */
    private static void eventually(Attempt attempt) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            try {
                attempt.run();
                return;
            } catch (IOException notYet) {
                if (i == 99) throw notYet;
                Thread.sleep(100);
            }
        }
    }

    private JsonNode post(ServiceProcess service, String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        return send(request(service, path).header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(ServiceProcess service, String path) {
        return HttpRequest.newBuilder(URI.create(service.url() + path)).header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var built = request.build();
        var answer = http.send(built, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(built.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
