package io.planshare.quota.simgroup;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import io.planshare.agent.meter.SimMeter;
import io.planshare.agent.meter.SimSlots;
import io.planshare.event.SimGroupEvent.Notice;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Tokens;
import io.planshare.kit.testing.Topics;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.IdentifierKeys;
import io.planshare.transfer.TransferRequest.Direction;

import static io.planshare.quota.simgroup.SimGroupFixtures.foreign;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The meter that runs in devices, against the real service. */
@ServiceTest
class ObedientDeviceTest {

    private static final URI NOBODY = URI.create("http://127.0.0.1:1/");
    private static final int BLOCK = 1000;
    /** Each take is forced to the disk. */
    private static final int AT_ONCE = 25;

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private Environment environment;
    @TempDir
    private Path root = Path.of("");
    private SimGroupFixtures we;

    @BeforeEach
    void speak() {
        we = new SimGroupFixtures(nobody, topics, keys);
    }

    @Test
    void H6_a_device_goes_to_its_threshold_asks_stops_when_told_and_goes_on_when_there_is_more() throws Exception {
        var card = we.iccid();
        var group = we.opened(terms(0), List.of(foreign(card)));
        var device = DeviceId.next();
        var meter = meter(device, card, server(), 1);
        trust(group, device);

        // 100 of the 1000 blocks are below the threshold; who obeys never gets there, and is not restricted.
        await().atMost(15, SECONDS).until(
                () -> use(meter, 50) == 0 && we.status(group).path("used").asLong() == 900 * BLOCK);
        assertThat(we.status(group).path("state").asString()).isEqualTo("WARNED_75");
        assertThat(we.allow(group, 500 * BLOCK).status()).isEqualTo(200);
        assertThat(we.status(group).path("state").asString()).isEqualTo("RESTRICTED");
        await().atMost(15, SECONDS).until(
                () -> use(meter, 1) == 0 && we.notices(group, Notice.INSTRUCTION_ISSUED) > 0);

        assertThat(we.allow(group, 2000 * BLOCK).status()).isEqualTo(200);
        await().atMost(15, SECONDS).until(() -> use(meter, 1) == BLOCK);
    }

    @Test
    void H6_while_the_server_is_away_it_uses_the_grace_and_without_grace_nothing() throws Exception {
        for (int grace : new int[]{0, 7}) {
            var card = we.iccid();
            var group = we.opened(terms(grace), List.of(foreign(card)));
            var device = DeviceId.next();
            var before = meter(device, card, server(), 300);
            trust(group, device);
            before.look();
            assertThat(use(before, 500)).isEqualTo(500 * BLOCK);

            var alone = meter(device, card, NOBODY, 300);
            alone.look();
            assertThat(use(alone, 2000)).as("what is left of the threshold").isEqualTo(400 * BLOCK);
            alone.look();
            Thread.sleep(1100);
            alone.look();
            assertThat(use(alone, 2000)).isEqualTo(grace * BLOCK);
            alone.look();
            assertThat(use(alone, 2000)).isZero();

            var again = meter(device, card, server(), 300);
            again.look();
            assertThat(we.status(group).path("used").asLong()).as("told as soon as it can be")
                    .isEqualTo((900 + grace) * BLOCK);
        }
    }

    @Test
    void H2_devices_that_obey_use_up_a_group_and_never_pass_it() throws Exception {
        var random = Seeds.random();
        var cards = List.of(we.iccid(), we.iccid(), we.iccid());
        var group = we.opened("\"firstValue\": %d, \"firstThreshold\": 0".formatted(1000 * BLOCK),
                cards.stream().map(SimGroupFixtures::foreign).toList());
        var meters = new SimMeter[cards.size()];
        for (int i = 0; i < meters.length; i++) {
            var device = DeviceId.next();
            meters[i] = meter(device, cards.get(i), server(), 1);
            trust(group, device);
        }
        long used = 0;
        // Much longer than it takes: a slow machine is no disobedience.
        var stop = System.nanoTime() + SECONDS.toNanos(60);
        while (System.nanoTime() < stop && used < 980L * BLOCK) {
            for (var meter : meters) {
                meter.look();
                used += use(meter, random.nextInt(20));
            }
            assertThat(used).isLessThanOrEqualTo(1000 * BLOCK);
            Thread.sleep(20);
        }
        System.out.printf("three obedient devices used %d of %d%n", used, 1000 * BLOCK);
        assertThat(used).isGreaterThan(900L * BLOCK);
    }

    private static String terms(int grace) {
        return "\"firstValue\": %d, \"firstThreshold\": %d, \"graceOctets\": %d".formatted(1000 * BLOCK, 100 * BLOCK,
                grace * BLOCK);
    }

    /** Octets that went through, of so many blocks that were to. */
    private static long use(SimMeter meter, int blocks) throws InterruptedException {
        meter.look();
        long used = 0;
        for (int i = 0; i < blocks; i += AT_ONCE) {
            used += meter.take("cellular", i % (2 * AT_ONCE) == 0 ? Direction.DOWNLOAD : Direction.UPLOAD,
                    (long) BLOCK * Math.min(AT_ONCE, blocks - i));
        }
        return used;
    }

    private SimMeter meter(DeviceId device, Iccid card, @Nullable URI server, int reportEvery) throws IOException {
        var home = Files.createDirectories(root.resolve(device.toString()));
        return new SimMeter(device, home, new SimSlots(home.resolve("key.json"), reportEvery, Map.of("cellular", card)),
                server, () -> Tokens.bearer("device:" + device, "sim-group:report"), Clock.systemUTC());
    }

    private void trust(String group, DeviceId device) throws IOException {
        var key = Files.readString(root.resolve(device.toString()).resolve("key.json.pub"));
        assertThat(nobody.as("sim-group:write").put("/v1/sim-groups/" + group + "/devices/" + device + "/key",
                "{\"publicKey\": %s}".formatted(key)).status()).isEqualTo(204);
    }

    private URI server() {
        return URI.create("http://localhost:" + environment.getRequiredProperty("local.server.port") + "/");
    }
}
