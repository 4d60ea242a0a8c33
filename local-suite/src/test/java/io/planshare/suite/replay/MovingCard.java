package io.planshare.suite.replay;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

import io.planshare.model.Iccid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Another carrier's card that changes its router. */
final class MovingCard {

    private static final long FIRST = 20 << 10;
    private static final long SECOND = 10 << 10;
    /** So much it uses in both. */
    static final long USE = FIRST + SECOND;

    private final Fleet fleet;
    private final Router from;
    private final Router to;
    private final Iccid card;

    MovingCard(Fleet fleet, Path directory, URI quota, SuiteApi api) throws IOException {
        this.fleet = fleet;
        from = new Router(directory, quota, api);
        to = new Router(directory, quota, api);
        card = fleet.foreignCard(from, 10);
    }

    void trust() throws IOException, InterruptedException {
        fleet.trust(from);
        fleet.trust(to);
    }

    void moves() throws IOException, InterruptedException {
        from.insert(card);
        assertThat(from.use(1)).as("before it was told anything").isZero();
        from.look();
        assertThat(from.use(FIRST)).isEqualTo(FIRST);
        from.takeOut();
        awaitKnown(from, FIRST);
        to.insert(card);
        to.look();
        assertThat(to.use(SECOND)).isEqualTo(SECOND);
        awaitKnown(to, USE);

        var moved = fleet.card(card);
        assertThat(moved.deviceId()).isEqualTo(to.id.toString());
        assertThat(fleet.activity(card)).as("history follows the card").isEqualTo(USE);
        System.out.printf("a card moved between routers: %,d octets of it known, %,d of them in the second%n",
                moved.used(), to.used());
    }

    /** Both routers report as ever; what the first was told while it had the card is free again then. */
    void keepReporting() throws IOException, InterruptedException {
        while (true) {
            from.look();
            to.look();
            Thread.sleep(200);
        }
    }

    private void awaitKnown(Router router, long octets) {
        await().atMost(Duration.ofSeconds(3L * Router.REPORT_EVERY_SECONDS)).until(() -> {
            router.look();
            return fleet.card(card).used() == octets;
        });
    }
}
