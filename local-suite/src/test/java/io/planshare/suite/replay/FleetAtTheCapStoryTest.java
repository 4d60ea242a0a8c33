package io.planshare.suite.replay;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import io.planshare.suite.SuiteProcess;
import io.planshare.suite.issuer.DemoClient;
import io.planshare.suite.replay.Fleet.Member;
import io.planshare.suite.replay.Fleet.OwnCard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A fleet of routers at its cap (spec chapter 10, story 6): background cards burn the allowance and are barred ahead of the
 * threshold, the others go on, other carriers' cards stop where their routers were told, the ambulance goes on to the last
 * octet and no further; more allowance, or a reset, lifts the bars. On a real suite, through its public API only. That a
 * group is reset on the 31st, in February and at summer time is a matter of the rule: see the tests H7.
 */
@EnabledIfSystemProperty(named = "planshare.proof", matches = "true", disabledReason = "takes two to three minutes")
class FleetAtTheCapStoryTest {

    private static final long KIBI = 1L << 10;
    private static final long MEBI = 1L << 20;
    private static final long GIBI = 1L << 30;
    private static final long ALLOWANCE = 20 * GIBI;
    private static final long THRESHOLD = 2 * GIBI;
    private static final int BACKGROUND = 8;
    private static final int TELEMETRY = 5;
    private static final int FOREIGN = 5;
    private static final long WISH = 4 * MEBI;
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9/");
    private static final Duration BARRED_WITHIN = Duration.ofSeconds(5);

    @TempDir
    private Path directory = Path.of("");
    private final ExecutorService players = Executors.newVirtualThreadPerTaskExecutor();
    private final List<OwnCard> background = new ArrayList<>();
    private final List<OwnCard> telemetry = new ArrayList<>();
    private final List<Phone> phones = new ArrayList<>();
    private final List<Router> routers = new ArrayList<>();

    @AfterEach
    void stop() {
        players.shutdownNow();
    }

    @Test
    void a_fleet_meets_its_cap_and_nobody_passes_it_by_more_than_he_was_told() throws Exception {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        try (var carrier = new OtherCarrier();
                var suite = SuiteProcess.up(directory.resolve("suite"),
                        Map.of("PLANSHARE_CARRIERS_SERVERS_NORTHERN_URL", carrier.url(), "PLANSHARE_CARRIERS_EVERY",
                                "1s"));
                var backOffice = new SuiteApi(suite.home(), DemoClient.BACK_OFFICE);
                var network = new SuiteApi(suite.home(), DemoClient.NETWORK_FUNCTION)) {
            var fleet = new Fleet(suite, backOffice, random);
            fleet.open();
            for (int i = 0; i < BACKGROUND; i++)
                background.add(fleet.ownCard(1, false));
            for (int i = 0; i < TELEMETRY; i++)
                telemetry.add(fleet.ownCard(10, false));
            var ambulance = fleet.ownCard(100, true);
            var moving = new MovingCard(fleet, directory, suite.service("quota"), backOffice);
            for (int i = 0; i < FOREIGN; i++) {
                var router = new Router(directory, suite.service("quota"), backOffice);
                router.insert(fleet.foreignCard(router, 10));
                routers.add(router);
            }
            fleet.group(ALLOWANCE, THRESHOLD);
            for (var router : routers)
                fleet.trust(router);
            moving.trust();

            try (var notices = new SimGroupNotices(suite.kafka(), fleet.groupId())) {
                backgroundIsBarredAheadOfTheThreshold(fleet, suite, network, random);
                telemetryGoesOn(fleet, suite, network, random);
                moving.moves();
                players.submit(() -> {
                    moving.keepReporting();
                    return true;
                });
                forgedChangesNothing(fleet, notices);
                foreignCardsStop(fleet);
                ambulanceUsesTheRest(fleet, suite, network, ambulance, random);
                moreAllowanceLifts(fleet);
                carrierDisagrees(fleet, carrier, notices);
                resetLifts(fleet, carrier);
                backgroundSyncWaits(fleet);
                System.out.println("told of: " + notices.heard());
            }
        }
    }

    private void backgroundIsBarredAheadOfTheThreshold(Fleet fleet, SuiteProcess suite, SuiteApi network, Random random)
            throws Exception {
        var refused = new ArrayList<Future<Instant>>();
        for (var card : background) {
            var phone = phone(suite, network, card, WISH, random);
            phones.add(phone);
            refused.add(players.submit(() -> {
                phone.call();
                return Instant.now();
            }));
        }
        var last = Instant.EPOCH;
        for (var each : refused)
            last = later(last, each.get());
        await().atMost(BARRED_WITHIN).until(() -> fleet.isBarred(background.getLast()));
        fleet.awaitAcknowledged();
        long used = phones.stream().mapToLong(Phone::intended).sum();
        await().atMost(Duration.ofSeconds(10)).until(() -> fleet.used() == used);

        var cards = fleet.cards();
        var first = Instant.MAX;
        for (var card : background) {
            var since = member(cards, card).barredSince();
            first = since.isBefore(first) ? since : first;
        }
        assertThat(cards.values().stream().filter(Member::isRestricted)).as("and nobody else").hasSize(BACKGROUND);
        assertThat(ALLOWANCE - used).as("ahead of the threshold").isGreaterThan(THRESHOLD);
        System.out.printf("pre-restricted with %s of %s left; the last background card refused %.2f s later%n",
                gib(ALLOWANCE - used), gib(ALLOWANCE), seconds(first, last));
        assertThat(Duration.between(first, last)).isLessThanOrEqualTo(BARRED_WITHIN);
    }

    private void telemetryGoesOn(Fleet fleet, SuiteProcess suite, SuiteApi network, Random random) throws Exception {
        for (var card : telemetry) {
            // So little that the month is long enough for it.
            var phone = phone(suite, network, card, 10 * KIBI, random);
            phones.add(phone);
            assertThat(phone.callOnce()).isEqualTo(10 * KIBI);
            assertThat(fleet.isBarred(card)).isFalse();
        }
    }

    private void forgedChangesNothing(Fleet fleet, SimGroupNotices notices) throws Exception {
        long before = fleet.used();
        assertThat(fleet.report(forged(routers.getFirst()))).isEqualTo(401);
        await().atMost(Duration.ofSeconds(10)).until(() -> notices.heard().contains("REPORT_FORGED"));
        assertThat(fleet.used()).isEqualTo(before);
    }

    private static String forged(Router router) throws JOSEException {
        var jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("planshare-usage-report+json"))
                        .keyID(router.id.toString()).build(),
                new Payload("{\"deviceId\": \"%s\", \"sequence\": 99, \"slots\": []}".formatted(router.id)));
        jws.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
        return jws.serialize();
    }

    private void foreignCardsStop(Fleet fleet) throws Exception {
        var stopped = new ArrayList<Future<Void>>();
        for (var router : routers)
            stopped.add(players.submit(() -> router.useUntilItStops(WISH)));
        for (var each : stopped)
            each.get();
        assertThat(fleet.status().get("state").stringValue()).isEqualTo("RESTRICTED");
        var cards = fleet.cards();
        long worst = 0;
        for (var router : routers) {
            var member = cards.values().stream().filter(it -> it.deviceId().equals(router.id.toString())).findFirst()
                    .orElseThrow();
            assertThat(member.used()).as("reported as used").isEqualTo(router.used());
            if (!member.isRestricted()) {
                assertThat(router.used()).as("so little that the month is long enough").isLessThan(16 * MEBI);
                continue;
            }
            long over = router.usedSince(member.barredSince());
            assertThat(over).as("after the bar").isLessThanOrEqualTo(router.threshold());
            worst = Math.max(worst, over);
        }
        System.out.printf("foreign cards: used %s, the worst %,d octets after its bar (largest threshold told %s)%n",
                gib(routers.stream().mapToLong(Router::used).sum()), worst,
                gib(routers.stream().mapToLong(Router::threshold).max().orElseThrow()));
    }

    private void ambulanceUsesTheRest(Fleet fleet, SuiteProcess suite, SuiteApi network, OwnCard ambulance,
            Random random) throws Exception {
        fleet.awaitAcknowledged();
        long before = fleet.used();
        assertThat(ALLOWANCE - before).as("something is left for the ambulance").isPositive();
        var sessions = IntStream.range(0, 4).mapToObj(_ -> phone(suite, network, ambulance, 16 * MEBI, random))
                .toList();
        var driving = new ArrayList<Future<Void>>();
        for (var session : sessions)
            driving.add(players.submit(session));
        for (var phone : phones.subList(0, BACKGROUND))
            assertThat(phone.callOnce()).as("barred").isZero();
        for (var each : driving)
            each.get();
        phones.addAll(sessions);

        long own = phones.stream().mapToLong(Phone::intended).sum();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(
                () -> assertThat(fleet.used()).as("all use is known").isEqualTo(own + foreignUsed()));
        assertThat(fleet.isBarred(ambulance)).as("an exempt card is never barred").isFalse();
        assertThat(own + foreignUsed()).as("own cards pass nothing").isLessThanOrEqualTo(ALLOWANCE);
        long left = ALLOWANCE - own - foreignUsed();
        assertThat(left).as("and nothing is stranded but the rounding of foreign use").isLessThanOrEqualTo(
                ALLOWANCE / 100);
        System.out.printf("used %,d of %,d: own %s, foreign %s; overshoot of own cards %d, left %s%n",
                own + foreignUsed(), ALLOWANCE, gib(own), gib(foreignUsed()),
                Math.max(0, own + foreignUsed() - ALLOWANCE), gib(left));
    }

    private long foreignUsed() {
        return routers.stream().mapToLong(Router::used).sum() + MovingCard.USE;
    }

    private void moreAllowanceLifts(Fleet fleet) throws Exception {
        var began = Instant.now();
        fleet.allow(5 * ALLOWANCE);
        for (var card : background)
            await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20))
                    .until(() -> !fleet.isBarred(card));
        var lifted = Instant.now();
        for (var phone : phones.subList(0, BACKGROUND))
            await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20))
                    .until(() -> phone.callOnce() > 0);
        var granted = Instant.now();
        for (var router : routers)
            await().atMost(Duration.ofSeconds(3L * Router.REPORT_EVERY_SECONDS)).until(() -> {
                router.look();
                return router.use(KIBI) > 0;
            });
        System.out.printf(
                "lifted by more allowance: cards freed after %.2f s, granted after %.2f s, routers after %.2f s%n",
                seconds(began, lifted), seconds(began, granted), seconds(began, Instant.now()));
    }

    /** The carrier counted 8 % of the allowance more than we did. */
    private void carrierDisagrees(Fleet fleet, OtherCarrier carrier, SimGroupNotices notices) throws Exception {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            for (var router : routers)
                router.look();
            return fleet.used() == phones.stream().mapToLong(Phone::intended).sum() + foreignUsed();
        });
        var metered = fleet.status();
        long before = metered.get("remaining").longValue();
        assertThat(metered.get("basis").stringValue()).isEqualTo("METERED");
        long carriers = before - 5 * ALLOWANCE / 100 * 8;
        carrier.says(carriers);

        fleet.askCarrier("northern");

        await().atMost(Duration.ofSeconds(15)).until(() -> fleet.status().get("basis").stringValue().equals("CARRIER"));
        assertThat(fleet.status().get("remaining").longValue()).as("the lesser of both").isEqualTo(carriers);
        await().atMost(Duration.ofSeconds(10)).until(() -> notices.heard().contains("REMAINING_CHANGED"));
        System.out.printf("we counted %s left, the carrier %s: the lesser counts, and a notice says so%n", gib(before),
                gib(carriers));
    }

    private void resetLifts(Fleet fleet, OtherCarrier carrier) throws Exception {
        carrier.says(100 * MEBI);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> fleet.status().get("state").stringValue().equals("RESTRICTED"));
        await().atMost(Duration.ofSeconds(10)).until(() -> fleet.isBarred(background.getFirst()));
        // What it said holds for a while, and is forgotten with the reset.
        carrier.saysNothing();
        var began = Instant.now();
        fleet.reset();
        await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20)).until(
                () -> !fleet.isBarred(background.getFirst()));
        assertThat(fleet.used()).isZero();
        System.out.printf("lifted by a reset after %.2f s%n", seconds(began, Instant.now()));
        assertThat(fleet.status().get("totalAllowance").longValue()).isEqualTo(ALLOWANCE);
    }

    private void backgroundSyncWaits(Fleet fleet) throws Exception {
        var device = fleet.nearlyUsedPlan(telemetry.getFirst(), 100 * MEBI, 85 * MEBI);
        var sync = fleet.decided(device, "sync", "LOW", MEBI);
        var reading = fleet.decided(device, "telemetry", "HIGH", MEBI);
        System.out.printf("near the plan's threshold: background sync is %s, telemetry is %s%n", sync, reading);
        assertThat(sync).isEqualTo("DEFERRED NEAR_THRESHOLD");
        assertThat(reading).startsWith("ALLOWED");
    }

    private static Phone phone(SuiteProcess suite, SuiteApi network, OwnCard card, long wish, Random random) {
        return new Phone(network, suite.service("charging"), "phone-" + card.imsi() + "-" + random.nextInt(),
                "imsi-" + card.imsi(), NOWHERE, wish, new Random(random.nextLong()));
    }

    private static Member member(Map<String, Member> cards, OwnCard card) {
        return Objects.requireNonNull(cards.get(card.simCardId()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static String gib(long octets) {
        return "%.3f GiB".formatted(octets / (double) GIBI);
    }
}
