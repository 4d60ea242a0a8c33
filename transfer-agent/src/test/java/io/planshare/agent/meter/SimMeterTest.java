package io.planshare.agent.meter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.transfer.TransferRequest.Direction;

import static org.assertj.core.api.Assertions.assertThat;

/** The meter on a real disk and socket; the answers are quota-service's words. */
class SimMeterTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Iccid CARD = Iccid.parse("8949000000000001230");
    private static final Iccid OTHER = Iccid.parse("8949000000000001248");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path directory = Path.of("");
    private final DeviceId device = DeviceId.next();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "";
    private Instant now = NOON;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/devices/" + device + "/threshold-requests", exchange -> {
            try (exchange) {
                reports.add(JSON.readTree(exchange.getRequestBody()).path("report").asString());
                var body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void H6_what_was_used_is_reported_under_the_devices_signature_and_the_answer_is_obeyed() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        assertThat(take(meter, 10)).as("it asks before it uses anything").isZero();
        update(1000, 0);
        meter.look();
        assertThat(take(meter, 700)).isEqualTo(700);
        assertThat(meter.take("cellular", Direction.UPLOAD, 700)).isEqualTo(300);
        assertThat(take(meter, 1)).isZero();
        assertThat(meter.take("wifi", Direction.DOWNLOAD, 1 << 30)).as("no card").isEqualTo(1 << 30);

        update(50, 0);
        tick(meter);

        var report = payload(reports.getLast());
        assertThat(report.path("deviceId").asString()).isEqualTo(device.toString());
        assertThat(report.path("sequence").asLong()).isEqualTo(2);
        var slot = report.path("slots").path(0);
        assertThat(slot.path("iccid").asString()).isEqualTo(CARD.value());
        assertThat(slot.path("rxOctets").asLong()).isEqualTo(700);
        assertThat(slot.path("txOctets").asLong()).isEqualTo(300);
        assertThat(slot.path("counterBits").asInt()).isEqualTo(64);
        assertThat(take(meter, 700)).isEqualTo(50);

        answer = """
                 {"instruction": "RESTRICT", "threshold": 0, "validUntil": "%s", "graceOctets": 7, "restrictedSlots": [0],
                  "how": "BLOCK", "uncountedSlots": []}"""
                .formatted(now.plusSeconds(600));
        tick(meter);
        assertThat(take(meter, 1)).isZero();
        status = 503;
        now = now.plusSeconds(601);
        meter.look();
        assertThat(take(meter, 1)).as("no grace for who was told to stop").isZero();
    }

    @Test
    void H6_while_the_server_is_away_the_grace_is_used_once_and_no_restart_gives_it_again() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        update(1000, 70);
        meter.look();
        assertThat(take(meter, 2000)).isEqualTo(1000);
        server.stop(0);

        tick(meter);
        assertThat(take(meter, 50)).isEqualTo(50);
        for (int restart = 0; restart < 3; restart++) {
            meter = meter(Map.of("cellular", CARD));
            tick(meter);
            assertThat(take(meter, 50)).isEqualTo(restart == 0 ? 20 : 0);
        }
        now = now.plus(Duration.ofDays(1));
        tick(meter);
        assertThat(take(meter, 50)).isZero();
    }

    @Test
    void H6_without_grace_it_stops_at_once_and_goes_on_when_the_server_is_back() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        update(1000, 0);
        meter.look();
        take(meter, 1000);
        status = 503;
        tick(meter);
        assertThat(take(meter, 1)).isZero();

        status = 200;
        tick(meter);

        assertThat(take(meter, 1)).isEqualTo(1);
        assertThat(sequences()).containsExactly(1L, 2L, 3L);
        assertThat(reports.stream().map(it -> payload(it).path("answered").asLong(-1)))
                .as("the second was not answered").containsExactly(0L, 1L, 1L);
    }

    @Test
    void a_refusal_is_an_answer_without_grace_and_an_old_number_is_followed_by_a_newer_one() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        update(100, 70);
        meter.look();
        take(meter, 100);
        status = 401;
        answer = "{\"type\": \"urn:planshare:problem:forged-report\"}";
        tick(meter);
        assertThat(take(meter, 1)).isZero();

        status = 409;
        answer = "{\"lastSequence\": 40}";
        tick(meter);
        assertThat(sequences()).containsExactly(1L, 2L, 3L, 41L);
    }

    @Test
    void what_was_taken_and_not_used_comes_first_and_counters_never_go_back() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        update(1000, 0);
        meter.look();
        take(meter, 1000);
        tick(meter);
        meter.unused("cellular", 400);
        update(0, 0);
        now = now.plusSeconds(300);
        meter.look();

        assertThat(take(meter, 300)).isEqualTo(300);
        assertThat(take(meter, 300)).isEqualTo(100);
        tick(meter);
        assertThat(reports.stream().map(SimMeterTest::rx).toList()).isSorted().endsWith(1000L);
    }

    @Test
    void where_there_is_room_for_less_than_is_of_use_nothing_is_given_and_nothing_is_counted() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        update(1000, 0);
        meter.look();
        assertThat(meter.take("cellular", Direction.UPLOAD, 5000, 5000)).isZero();
        assertThat(meter.take("cellular", Direction.UPLOAD, 5000, 700)).isEqualTo(1000);
        meter.unused("cellular", 300);
        assertThat(meter.take("cellular", Direction.UPLOAD, 301, 301)).isZero();

        tick(meter);

        assertThat(payload(reports.getLast()).path("slots").path(0).path("txOctets").asLong()).isEqualTo(1000);
        assertThat(meter.take("cellular", Direction.UPLOAD, 1301, 1301)).isZero();
        assertThat(meter.take("cellular", Direction.UPLOAD, 1300, 1300)).isEqualTo(1300);
    }

    @Test
    void a_card_that_is_taken_out_is_reported_until_the_server_knows_all_of_it() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        update(1000, 0);
        meter.look();
        take(meter, 600);

        meter = meter(Map.of("cellular", OTHER));
        assertThat(take(meter, 600)).as("the device's threshold, whichever card").isEqualTo(400);
        tick(meter);
        tick(meter);
        assertThat(payload(reports.get(1)).path("slots").size()).isEqualTo(2);
        now = now.plusSeconds(300);
        meter.look();
        assertThat(payload(reports.getLast()).path("slots").size()).isEqualTo(1);
        assertThat(payload(reports.getLast()).path("slots").path(0).path("iccid").asString()).isEqualTo(OTHER.value());
    }

    @Test
    void a_slowed_card_gets_its_kilobits_a_second() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        answer = """
                 {"instruction": "RESTRICT", "threshold": 0, "validUntil": "%s", "graceOctets": 0, "restrictedSlots": [0],
                  "how": "THROTTLE", "throttleKbps": 8, "uncountedSlots": []}"""
                .formatted(now.plusSeconds(3600));
        meter.look();
        long sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += take(meter, 1 << 20);
            now = now.plusMillis(100);
        }
        assertThat(sum).isBetween(10_000L, 11_000L);
    }

    @Test
    void a_slowed_card_takes_a_seconds_octets_at_once_and_no_driblets_and_says_so() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        answer = """
                 {"instruction": "RESTRICT", "threshold": 0, "validUntil": "%s", "graceOctets": 0, "restrictedSlots": [0],
                  "how": "THROTTLE", "throttleKbps": 8, "uncountedSlots": []}"""
                .formatted(now.plusSeconds(3600));
        assertThat(meter.room("cellular")).as("nothing was asked yet").isZero();
        meter.look();
        assertThat(meter.room("cellular")).isEqualTo(1000);
        assertThat(meter.room("wifi")).as("no card").isEqualTo(Long.MAX_VALUE);
        assertThat(take(meter, 1 << 20)).isEqualTo(1000);
        now = now.plusMillis(5);
        assertThat(take(meter, 1 << 20)).isZero();
        assertThat(meter.room("cellular")).as("shortly").isEqualTo(1000);
        now = now.plusMillis(995);
        assertThat(take(meter, 100)).isEqualTo(100);
        now = now.plusMillis(100);
        assertThat(take(meter, 100)).isEqualTo(100);
        now = now.minusSeconds(3600);
        assertThat(take(meter, 100)).as("the clock was set back").isEqualTo(100);
    }

    @Test
    void only_who_is_told_to_continue_has_no_limit() throws Exception {
        var meter = meter(Map.of("cellular", CARD));
        for (var threshold : List.of("", "\"threshold\": null,", "\"threshold\": \"many\",", "\"threshold\": 0.5,",
                "\"threshold\": 1e30,")) {
            for (var instruction : List.of("UPDATE", "RESTRICT", "")) {
                answer = instruction(instruction, threshold);
                tick(meter);
                assertThat(take(meter, 1)).as(answer).isZero();
            }
        }
        answer = instruction("CONTINUE", "");
        tick(meter);
        assertThat(take(meter, 1L << 40)).isEqualTo(1L << 40);
    }

    private String instruction(String kind, String threshold) {
        return """
               {"instruction": "%s", %s "validUntil": "%s", "graceOctets": 0, "restrictedSlots": [], "uncountedSlots": []}"""
                .formatted(kind, threshold, now.plusSeconds(3600));
    }

    @Test
    void a_key_that_a_crash_left_empty_is_made_anew() throws Exception {
        Files.createFile(directory.resolve("key.json"));
        Files.writeString(directory.resolve("key.json.next"), "half of");
        meter(Map.of("cellular", CARD));
        assertThat(ECKey.parse(Files.readString(directory.resolve("key.json"))).toPublicJWK()).isEqualTo(publicKey());
        assertThat(Files.getPosixFilePermissions(directory.resolve("key.json"))).hasSize(2);
        assertThat(directory.resolve("key.json.next")).doesNotExist();
    }

    @Test
    void the_key_is_made_once_and_is_for_its_owner_only() throws Exception {
        meter(Map.of("cellular", CARD));
        var made = Files.readString(directory.resolve("key.json"));
        meter(Map.of("cellular", CARD));
        assertThat(Files.readString(directory.resolve("key.json"))).isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(directory.resolve("key.json"))).hasSize(2);
        assertThat(publicKey().isPrivate()).isFalse();
    }

    private SimMeter meter(Map<String, Iccid> cards) throws IOException {
        return new SimMeter(device, directory, new SimSlots(directory.resolve("key.json"), 300, cards),
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), () -> "token", clock());
    }

    /** A pause later, so that it may ask again. */
    private void tick(SimMeter meter) throws InterruptedException {
        now = now.plusSeconds(60);
        meter.look();
    }

    private static long take(SimMeter meter, long octets) {
        return meter.take("cellular", Direction.DOWNLOAD, octets);
    }

    private void update(long threshold, long grace) {
        answer = """
                 {"instruction": "UPDATE", "threshold": %d, "validUntil": "%s", "graceOctets": %d, "restrictedSlots": [],
                  "uncountedSlots": []}"""
                .formatted(threshold, now.plusSeconds(3600), grace);
    }

    private List<Long> sequences() {
        var sequences = new ArrayList<Long>();
        reports.forEach(it -> sequences.add(payload(it).path("sequence").asLong()));
        return sequences;
    }

    private static long rx(String report) {
        try {
            return JSON.readTree(JWSObject.parse(report).getPayload().toString()).path("slots").path(0)
                    .path("rxOctets").asLong();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode payload(String report) {
        try {
            var jws = JWSObject.parse(report);
            assertThat(jws.verify(new ECDSAVerifier(publicKey()))).isTrue();
            assertThat(jws.getHeader().getKeyID()).isEqualTo(device.toString());
            assertThat(jws.getHeader().getType().getType()).isEqualTo("planshare-usage-report+json");
            return JSON.readTree(jws.getPayload().toString());
        } catch (ParseException | JOSEException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private ECKey publicKey() throws IOException, ParseException {
        return ECKey.parse(Files.readString(directory.resolve("key.json.pub")));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
