package io.planshare.suite.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import io.planshare.suite.SuiteProcess;
import io.planshare.suite.issuer.DemoClient;

import static io.planshare.suite.replay.SharingFamily.GB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code kill -9} of quota and of charging while a close runs, at any moment of it: it ends as one that nobody killed, to the
 * unit and to the minor unit. On a real suite of processes.
 */
@EnabledIfSystemProperty(named = "planshare.proof", matches = "true", disabledReason = "takes three to five minutes")
class CloseCrashTest {

    private static final int ROUNDS = 3;
    /** Quota looks every half second for what it can compute, so most closes are killed before they are posted. */
    private static final int FIRST_KILL_MILLIS = 700;
    private static final int SECOND_KILL_MILLIS = 1_500;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void F5_a_close_that_is_killed_anywhere_ends_as_one_that_is_not() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var suite = SuiteProcess.up(directory.resolve("suite"), "--processes", "--restart");
                var backOffice = new SuiteApi(suite.home(), DemoClient.BACK_OFFICE)) {
            int unfinished = 0;
            for (int round = 0; round < ROUNDS; round++) {
                var family = new SharingFamily(suite, backOffice, new Random(random.nextLong()));
                family.share(Duration.ofDays(15), 0);
                family.consent(family.parent);
                family.useInAnyOrder(family.parent, 30 * GB);
                family.assertBooks(15 * GB);
                family.topUp(20 * GB);
                family.awaitEnd();

                var run = family.beginClose();
                var quotaFirst = random.nextBoolean();
                Thread.sleep(random.nextInt(FIRST_KILL_MILLIS));
                var state = family.state(run);
                suite.kill(quotaFirst ? "quota" : "charging");
                Thread.sleep(random.nextInt(SECOND_KILL_MILLIS));
                suite.kill(quotaFirst ? "charging" : "quota");
                System.out.printf("round %d: %s first, when the close was %s%n", round,
                        quotaFirst ? "quota" : "charging", state);
                if (!state.equals("POSTED")) unfinished++;

                assertThat(family.awaitClosed(run)).isPositive();
                family.assertBooks(0);
                assertThat(family.bill(family.parent)).isZero();
                assertThat(family.close()).as("nothing is left to find").isZero();
                family.assertBooks(0);
            }
            assertThat(unfinished).as("closes that were killed before they were posted").isPositive();
        }
    }
}
