package io.planshare.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.charging.session.ChargingOutcome.ResultCode;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.event.EnforcementEvent.EnforcementApplied;
import io.planshare.event.SimGroupEvent.BarAction;
import io.planshare.event.SimGroupEvent.CardBar;
import io.planshare.event.SimGroupEvent.GroupAllowance;
import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.release;
import static io.planshare.charging.session.ChargingFixtures.update;
import static io.planshare.charging.session.ChargingFixtures.used;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

/** Cards of a SIM group, told by Kafka, that draw on their own accounts at once. */
@ServiceTest
class SimGroupChargingTest {

    private static final int CARDS = 8;
    private static final int ROUNDS = Boolean.getBoolean("planshare.proof") ? 500 : 25;
    private static final long PLENTY = 1_000_000_000;

    @Autowired
    private Lanes lanes;
    @Autowired
    private Topics topics;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;

    private final SimGroupId group = SimGroupId.next();
    /** With nanoseconds, which no database keeps. */
    private final Instant began = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.MICROS).plusNanos(1);
    private ChargingFixtures given;

    /** Somebody with a card. */
    private record Carrying(Subscriber who, SimCardId card) {}

    @BeforeEach
    void people() {
        given = new ChargingFixtures(jdbc, keys, json);
    }

    @Test
    void H2_own_cards_that_draw_at_once_never_use_more_than_the_group_may_and_can_use_all_of_it() throws Exception {
        long limit = 300_000;
        var fleet = new ArrayList<Carrying>();
        for (int i = 0; i < CARDS; i++)
            fleet.add(carrying());
        tell(fleet, 1, limit, 0, null);
        var random = Seeds.random();

        long used = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Callable<Long>>();
            for (int i = 0; i < 2 * CARDS; i++) {
                var seed = random.nextLong();
                clients.add(() -> uses(fleet, new Random(seed)));
            }
            for (var client : threads.invokeAll(clients))
                used += client.get();
        }

        assertThat(used).isLessThanOrEqualTo(limit);
        assertThat(counter()).containsExactly(used, 0L);
        // Nothing of it is lost either: one card gets the rest to the octet.
        assertThat(granted(lanes.submit(create(fleet.getFirst().who, wish(10, PLENTY))))).isEqualTo(limit - used);
        assertThat(granted(lanes.submit(create(fleet.getLast().who, wish(10, 1))))).isZero();
        assertThat(reasons(fleet.getLast())).contains("SIM_GROUP");
        assertThat(given.broken()).isEmpty();
    }

    @Test
    void H1_a_barred_card_is_refused_data_and_nothing_else_and_another_is_served() {
        var barred = carrying();
        var free = carrying();
        tell(List.of(barred, free), 1, 1_000, 0, null);
        var session = answered(lanes.submit(create(barred.who, wish(10, 100)))).ref();

        tell(List.of(barred), 2, 1_000, 0, new CardBar(BarAction.BLOCK, null, Instant.now()));

        var ack = acknowledged(barred, 2);
        assertThat(ack.service()).isEqualTo("charging-service");
        assertThat(ack.took()).isLessThan(Duration.ofSeconds(5));
        var denied = answered(lanes.submit(update(session, 1, usedAndWish(10, 100, 100)))).units().getFirst();
        assertThat(denied.resultCode()).isEqualTo(ResultCode.END_USER_SERVICE_DENIED);
        var others = answered(lanes.submit(create(barred.who, wish(911, 100), seconds(30, 60)))).units();
        assertThat(others).extracting(ChargingOutcome.UnitAnswer::resultCode).containsExactly(ResultCode.SUCCESS,
                ResultCode.QUOTA_LIMIT_REACHED);
        assertThat(reasons(barred)).containsExactlyInAnyOrder("SIM_GROUP", "NO_ACCOUNT");
        assertThat(granted(lanes.submit(create(free.who, wish(10, 100))))).isEqualTo(100);
        // What was granted before the bar is counted and paid.
        assertThat(counter()).containsExactly(100L, 100L);

        tell(List.of(barred), 3, 1_000, 0, null);
        assertThat(granted(lanes.submit(update(session, 2, wish(10, 100))))).isEqualTo(100);
    }

    @Test
    void each_card_keeps_its_threshold_back_for_the_exempt_ones() {
        var plain = carrying();
        var exempt = carrying();
        tell(List.of(plain), 1, 1_000, 99, null);
        tell(List.of(exempt), 1, 1_000, 0, null);

        assertThat(granted(lanes.submit(create(plain.who, wish(10, 5_000))))).isEqualTo(901);
        assertThat(granted(lanes.submit(create(exempt.who, wish(10, 5_000))))).isEqualTo(99);
    }

    @Test
    void H8_a_lower_allowance_binds_the_next_grant_and_what_was_granted_is_paid() {
        var one = carrying();
        tell(List.of(one), 1, 1_000, 0, null);
        var account = accountOf(one);
        var session = answered(lanes.submit(create(one.who, wish(10, 800)))).ref();

        tell(List.of(one), 2, 400, 0, null);
        assertThat(granted(lanes.submit(update(session, 1, usedAndWish(10, 800, 100))))).isZero();
        assertThat(jdbc.sql("select consumed from provider_account where provider_account_id = :id")
                .param("id", account.value()).query(Long.class).single()).isEqualTo(800);

        tell(List.of(one), 3, 900, 0, null);
        assertThat(granted(lanes.submit(update(session, 2, wish(10, 500))))).isEqualTo(100);
    }

    @Test
    void H7_the_next_cycle_begins_on_our_own_clock_and_what_is_out_stays_reserved() {
        var one = carrying();
        tell(List.of(one), 1, 1_000, 0, null);
        var first = answered(lanes.submit(create(one.who, wish(10, 900)))).ref();
        lanes.submit(update(first, 1, usedAndWish(10, 900, 100)));
        assertThat(granted(lanes.submit(create(one.who, wish(10, 1))))).isZero();

        var reset = Instant.now().minusMillis(1);
        publish(one, 2, List.of(allowance(began, reset, 1_000, 0), allowance(reset, null, 1_000, 0)), null);

        assertThat(granted(lanes.submit(create(one.who, wish(10, 5_000))))).isEqualTo(900);
        lanes.submit(release(first, 2, used(10, 100, 0)));
        assertThat(counter()).containsExactly(100L, 900L);
    }

    @Test
    void a_card_that_leaves_is_free_and_gives_back_what_it_held_of_the_group() {
        var leaving = carrying();
        var staying = carrying();
        tell(List.of(leaving, staying), 1, 1_000, 0, null);
        var session = answered(lanes.submit(create(leaving.who, wish(10, 1_000)))).ref();
        assertThat(granted(lanes.submit(create(staying.who, wish(10, 10))))).isZero();

        publish(leaving, 2, List.of(), null);
        assertThat(granted(lanes.submit(update(session, 1, usedAndWish(10, 600, 5_000))))).isEqualTo(5_000);

        assertThat(counter()).containsExactly(0L, 0L);
        assertThat(granted(lanes.submit(create(staying.who, wish(10, 5_000))))).isEqualTo(1_000);
    }

    @Test
    void every_delivery_is_acknowledged_and_an_older_one_changes_nothing() {
        var one = carrying();
        tell(List.of(one), 2, 1_000, 0, null);
        var old = record(one, 1, List.of(allowance(began, null, 1, 0)), null);
        topics.publish(old);
        assertThat(acknowledged(one, 1).detail()).startsWith("nothing to do");
        assertThat(granted(lanes.submit(create(one.who, wish(10, 500))))).isEqualTo(500);

        topics.publish(old);
        assertThat(topics.awaitPublished(EnforcementApplied.class, ack -> isOf(ack, one, 1), 2)).hasSize(2);
    }

    private long uses(List<Carrying> fleet, Random random) {
        long used = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var who = fleet.get(random.nextInt(fleet.size())).who;
            var opened = lanes.submit(create(who, wish(10, 1 + random.nextInt(3_000))));
            long part = part(granted(opened), random);
            var more = lanes.submit(
                    update(answered(opened).ref(), 1, usedAndWish(10, part, 1 + random.nextInt(3_000))));
            long rest = part(granted(more), random);
            lanes.submit(release(answered(opened).ref(), 2, used(10, rest, 0)));
            used += part + rest;
        }
        return used;
    }

    private static long part(long held, Random random) {
        return random.nextLong(held + 1);
    }

    private Carrying carrying() {
        var who = given.subscriber();
        var card = SimCardId.next();
        jdbc.sql("update subscription set sim_card_id = :card where subscription_id = :id").param("card", card.value())
                .param("id", who.id().value()).update();
        var carrying = new Carrying(who, card);
        given.account(who.accountId(), PLENTY, who);
        return carrying;
    }

    private ProviderAccountId accountOf(Carrying one) {
        return jdbc.sql("select provider_account_id from consumer_account where subscription_id = :id")
                .param("id", one.who.id().value())
                .query((row, _) -> new ProviderAccountId(row.getObject(1, UUID.class)))
                .single();
    }

    private static UnitUsage seconds(long ratingGroup, long units) {
        return new UnitUsage(ratingGroup, UnitType.SECOND, Units.of(units), List.of());
    }

    private GroupAllowance allowance(Instant from, @Nullable Instant to, long limit, long keptBack) {
        return new GroupAllowance(new Interval(from, to), Units.of(limit), Units.of(keptBack));
    }

    private void tell(List<Carrying> cards, long version, long limit, long keptBack, @Nullable CardBar bar) {
        cards.forEach(card -> publish(card, version, List.of(allowance(began, null, limit, keptBack)), bar));
    }

    private void publish(Carrying card, long version, List<GroupAllowance> allowances, @Nullable CardBar bar) {
        topics.publish(record(card, version, allowances, bar));
        acknowledged(card, version);
    }

    private SimGroupCardChanged record(Carrying card, long version, List<GroupAllowance> allowances,
            @Nullable CardBar bar) {
        return new SimGroupCardChanged(card.card, version, group, allowances, bar, Instant.now());
    }

    private EnforcementApplied acknowledged(Carrying card, long version) {
        return topics.awaitPublished(EnforcementApplied.class, ack -> isOf(ack, card, version));
    }

    private static boolean isOf(EnforcementApplied ack, Carrying card, long version) {
        return ack.enforcedId().equals(card.card.value()) && ack.version() == version;
    }

    /** Used and reserved. */
    private List<Long> counter() {
        return jdbc.sql("select used, reserved from sim_group_counter where sim_group_id = :id")
                .param("id", group.value()).query((row, _) -> List.of(row.getLong(1), row.getLong(2))).single();
    }

    private List<@Nullable String> reasons(Carrying card) {
        return jdbc.sql("select distinct reason from denial where subscription_id = :id")
                .param("id", card.who.id().value()).query(String.class).list();
    }
}
