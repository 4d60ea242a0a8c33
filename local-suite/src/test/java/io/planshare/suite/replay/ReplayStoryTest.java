package io.planshare.suite.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import io.planshare.suite.SuiteProcess;
import io.planshare.suite.issuer.DemoClient;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The main job on a real suite, through its public API only: a trace is charged to whoever must pay for it, once, whatever
 * is killed meanwhile. What is right is what an awk program counts in the file.
 */
class ReplayStoryTest {

    private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
    private static final int RECORDS = Boolean.getBoolean("planshare.proof") ? 2_100 : 420;

    @TempDir
    private Path directory = Path.of("");
    private Path trace = Path.of("");
    private final ExecutorService player = Executors.newSingleThreadExecutor();

    /** The first records of the example, at each build. */
    @BeforeEach
    void shorten() throws IOException {
        trace = directory.resolve("trace.csv.gz");
        try (var lines = reader(HOUSE.resolve("examples/trace.csv.gz")).lines();
                var out = new GZIPOutputStream(Files.newOutputStream(trace))) {
            out.write(lines.limit(1 + RECORDS).collect(joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Trace.read(trace).records()).hasSize(RECORDS);
    }

    private static BufferedReader reader(Path packed) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(packed)), StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        player.shutdownNow();
    }

    @Test
    void a_trace_is_charged_once_to_the_right_payers_though_the_whole_suite_is_killed_meanwhile() throws Exception {
        try (var suite = SuiteProcess.up(directory.resolve("suite"));
                var backOffice = new SuiteApi(suite.home(), DemoClient.BACK_OFFICE)) {
            var played = player.submit(playing(suite));
            awaitRecords(suite, backOffice, RECORDS / 3, played);
            suite.kill();
            suite.start();

            assertThat(played.get()).isTrue();
            assertThat(paid(suite, backOffice)).isEqualTo(counted());
            assertThat(playing(suite).call()).as("played again").isTrue();
            assertThat(paid(suite, backOffice)).as("nothing is charged twice").isEqualTo(counted());
        }
    }

    @Test
    void each_service_may_be_killed_during_a_replay_and_the_totals_are_the_same() throws Exception {
        try (var suite = SuiteProcess.up(directory.resolve("processes"), "--processes", "--restart");
                var backOffice = new SuiteApi(suite.home(), DemoClient.BACK_OFFICE)) {
            var played = player.submit(playing(suite));
            suite.kill("enrollment");
            awaitRecords(suite, backOffice, 1, played);
            suite.kill("quota");
            suite.kill("theft-detection");
            suite.kill("sim-allocation");
            for (int part = 1; part <= 2; part++) {
                awaitRecords(suite, backOffice, part * RECORDS / 3, played);
                suite.kill("charging");
            }

            assertThat(played.get()).isTrue();
            assertThat(paid(suite, backOffice)).isEqualTo(counted());
            for (var service : List.of("enrollment", "quota", "sim-allocation", "theft-detection", "charging"))
                await().atMost(Duration.ofMinutes(1)).until(() -> suite.isReady(service));
            await().atMost(Duration.ofMinutes(1)).untilAsserted(
                    () -> assertThat(bookedByQuota(suite, backOffice)).isEqualTo(paid(suite, backOffice)));
        }
    }

    private Callable<Boolean> playing(SuiteProcess suite) {
        return () -> Replay.play(trace, suite.home(), suite.service("enrollment"), suite.service("charging"));
    }

    private void awaitRecords(SuiteProcess suite, SuiteApi backOffice, long records, Future<?> played) {
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200)).until(() -> {
            assertThat(played.isDone()).as("the replay is still under way").isFalse();
            return items(suite, backOffice).stream().mapToLong(item -> item.get("records").longValue())
                    .sum() >= records;
        });
    }

    /** Octets by payer, as charging answers. */
    private Map<String, Long> paid(SuiteProcess suite, SuiteApi backOffice)
            throws IOException, InterruptedException {
        var items = items(suite, backOffice);
        assertThat(items).allMatch(item -> item.get("uncovered").longValue() == 0);
        var cast = new Cast(Trace.read(trace));
        return new TreeMap<>(items.stream().collect(
                groupingBy(item -> payer(cast, UUID.fromString(item.get("payer").stringValue())),
                        summingLong(item -> item.get("covered").longValue()))));
    }

    private List<JsonNode> items(SuiteProcess suite, SuiteApi backOffice)
            throws IOException, InterruptedException {
        var name = "replay-" + Trace.read(trace).hash().substring(0, 16);
        var totals = backOffice.get(suite.service("charging").resolve("/v1/usage-totals?nfConsumer=" + name));
        assertThat(totals.status()).as(totals.body()).isEqualTo(200);
        return totals.json().get("items").valueStream().toList();
    }

    /** Octets by payer, as quota booked them from the events. */
    private Map<String, Long> bookedByQuota(SuiteProcess suite, SuiteApi backOffice)
            throws IOException, InterruptedException {
        var cast = new Cast(Trace.read(trace));
        var players = new ArrayList<>(List.of(cast.seller));
        cast.handsets().forEach(handset -> players.addAll(List.of(handset.owner(), handset.secondUser())));
        var booked = new TreeMap<String, Long>();
        for (var each : players) {
            var url = suite.service("quota").resolve("/v1/accounts/" + each.account() + "/usage-totals");
            var octets = backOffice.get(url).json().get("usage").valueStream()
                    .mapToLong(used -> used.get("allocated").longValue()).sum();
            booked.merge(payer(cast, each.subscription()), octets, Long::sum);
        }
        return booked;
    }

    private static String payer(Cast cast, UUID subscription) {
        return Objects.requireNonNull(cast.payers().get(subscription)).words;
    }

    /** Octets by payer, counted by a program that knows nothing of the suite. */
    private Map<String, Long> counted() throws IOException {
        var awk = new ProcessBuilder("sh", "-c", "gzip -dc \"$0\" | awk -f docs/replay/count.awk",
                trace.toString()).directory(HOUSE.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var counted = new TreeMap<String, Long>();
        new String(awk.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("together"))
                .forEach(line -> counted.put(line.substring(0, 20).strip(), Long.valueOf(line.substring(31).strip())));
        assertThat(counted).hasSize(3);
        return counted;
    }
}
