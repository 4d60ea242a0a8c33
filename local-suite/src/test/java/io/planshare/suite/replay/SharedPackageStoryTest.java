package io.planshare.suite.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import io.planshare.suite.SuiteProcess;
import io.planshare.suite.issuer.DemoClient;

import static io.planshare.suite.replay.SharingFamily.GB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A parent's 10 GB, 5 GB that the uncle lends and a top-up of 20 GB are 35 GB, in every order of use; none of them is billed
 * and the 36th is, with consent. In charging, in quota and on the bill it is the same, before and after closes, whatever is
 * late. On a real suite, through its public API only.
 */
@EnabledIfSystemProperty(named = "planshare.proof", matches = "true", disabledReason = "takes two to three minutes")
class SharedPackageStoryTest {

    private static final int ROUNDS = 3;

    @TempDir
    private Path directory = Path.of("");

    /** What becomes of one family. */
    private interface Story {
        void play(SharingFamily family) throws Exception;
    }

    @Test
    void all_35_gigabytes_are_usable_in_every_order_and_the_books_agree_to_the_unit() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var suite = SuiteProcess.up(directory.resolve("suite"));
                var backOffice = new SuiteApi(suite.home(), DemoClient.BACK_OFFICE);
                var network = new SuiteApi(suite.home(), DemoClient.NETWORK_FUNCTION);
                var players = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                var playing = new ArrayList<Future<Void>>();
                for (var story : List.<Story>of(family -> withoutConsent(family, network), this::withConsent,
                        this::theCloseLendsWhatTheUncleHasLeft,
                        this::toppedUpLateOnAnotherCycleDay, this::ownerFirst)) {
                    var family = new SharingFamily(suite, backOffice, new Random(random.nextLong()));
                    playing.add(players.submit(() -> {
                        story.play(family);
                        return null;
                    }));
                }
                for (var story : playing)
                    story.get();
            }
        }
    }

    private void withoutConsent(SharingFamily family, SuiteApi network) throws Exception {
        family.share(Duration.ZERO, 0);
        family.topUp(20 * GB);
        family.useInAnyOrder(family.parent, 20 * GB);
        family.awaitEnd();
        family.useInAnyOrder(family.parent, 15 * GB);
        family.assertBooks(0);
        assertThat(family.granted(family.parent, network)).as("the 36th").isZero();
        assertThat(family.close()).isZero();
        family.use(family.parent, GB);
        family.assertBooks(GB);
        assertThat(family.close()).isZero();
        family.assertBooks(GB);
        assertThat(family.bill(family.parent)).isZero();
    }

    /** Story 2's package part: 22 GB are wanted of 15 that somebody may give, so the least possible excess is 7 (a cut). */
    private void theCloseLendsWhatTheUncleHasLeft(SharingFamily family) throws Exception {
        family.share(Duration.ZERO, 0);
        family.shareWithDaughter();
        family.consent(family.daughter);
        family.useInAnyOrder(family.parent, 10 * GB);
        family.awaitEnd();
        family.useInAnyOrder(family.daughter, 12 * GB);
        family.assertBooks(12 * GB);
        assertThat(family.bill(family.daughter)).isEqualTo(12 * GB);
        assertThat(family.close()).isPositive();
        family.assertBooks(7 * GB);
        assertThat(family.bill(family.daughter)).isEqualTo(7 * GB);
        assertThat(family.bill(family.parent)).isZero();
        assertThat(family.close()).isZero();
    }

    private void withConsent(SharingFamily family) throws Exception {
        family.share(Duration.ZERO, 0);
        family.consent(family.parent);
        family.topUp(20 * GB);
        family.useInAnyOrder(family.parent, 35 * GB);
        family.assertBooks(0);
        family.use(family.parent, GB);
        family.awaitEnd();
        family.assertBooks(GB);
        assertThat(family.close()).as("less is not possible").isZero();
        assertThat(family.bill(family.parent)).isEqualTo(GB);
    }

    /** What was billed before the top-up came is given back by the close; the uncle's package lives on. */
    private void toppedUpLateOnAnotherCycleDay(SharingFamily family) throws Exception {
        family.share(Duration.ofDays(15), 0);
        family.consent(family.parent);
        family.useInAnyOrder(family.parent, 30 * GB);
        family.assertBooks(15 * GB);
        assertThat(family.bill(family.parent)).isEqualTo(15 * GB);
        family.topUp(20 * GB);
        family.awaitEnd();

        assertThat(family.close()).isPositive();
        family.assertBooks(0);
        assertThat(family.bill(family.parent)).isZero();
        family.useInAnyOrder(family.parent, 6 * GB);
        family.assertBooks(GB);
        assertThat(family.close()).as("late, and covered already as far as possible").isZero();
        family.assertBooks(GB);
        assertThat(family.bill(family.parent)).isEqualTo(GB);
    }

    /** The uncle comes first: what he lacks is called back, at the price and within the cap that the parent agreed to. */
    private void ownerFirst(SharingFamily family) throws Exception {
        family.share(Duration.ZERO, 5 * GB);
        family.consent(family.parent);
        family.consent(family.uncle);
        family.topUp(20 * GB);
        family.useInAnyOrder(family.parent, 35 * GB);
        family.use(family.uncle, 4 * GB);
        family.assertBooks(4 * GB);
        assertThat(family.bill(family.uncle)).isEqualTo(4 * GB);
        family.awaitEnd();

        assertThat(family.close()).isPositive();
        family.assertBooks(4 * GB);
        assertThat(family.bill(family.uncle)).isZero();
        assertThat(family.bill(family.parent)).isEqualTo(4 * GB);
        assertThat(family.close()).as("nothing new").isZero();

        family.use(family.uncle, 3 * GB);
        assertThat(family.close()).isPositive();
        family.assertBooks(7 * GB);
        assertThat(family.bill(family.uncle)).as("more than he has").isEqualTo(2 * GB);
        assertThat(family.bill(family.parent)).as("no more than he agreed to").isEqualTo(5 * GB);
    }
}
