package io.planshare.charging.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.TestClock;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.ProviderAccountId;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.release;
import static io.planshare.charging.session.ChargingFixtures.request;
import static io.planshare.charging.session.ChargingFixtures.update;
import static io.planshare.charging.session.ChargingFixtures.used;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.usedUntil;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

/** Limits that move, through the whole service: lanes, tables, history, events, call-backs. */
@ServiceTest(properties = "planshare.charging.sweep-every=PT0.2S")
class MovingLimitsTest {

    @Autowired
    private Lanes lanes;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;
    @Autowired
    private TestClock clock;
    @Autowired
    private Api plain;
    private Api api;
    private ChargingFixtures given;
    private Subscriber ada;
    private Subscriber ben;
    private Instant begin;

    @BeforeEach
    void people() {
        given = new ChargingFixtures(jdbc, keys, json);
        api = plain.as("charging:read charging:write");
        ada = given.subscriber();
        ben = given.subscriber();
        begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        clock.stopAt(begin);
    }

    @AfterEach
    void everyInvariantHolds() {
        clock.reset();
        assertThat(given.broken()).isEmpty();
    }

    @Test
    void limits_move_at_once_when_a_policy_says_so_and_go_back_when_it_does_not() {
        var pool = pool(1000, 700L);
        assertThat(policy(pool, "\"0\"", "STRICT").header("ETag")).contains("\"1\"");
        assertThat(limit(pool, ada)).isEqualTo(500);
        assertThat(limit(pool, ben)).isEqualTo(500);
        assertThat(policy(pool, "\"0\"", "OPEN").status()).isEqualTo(412);
        assertThat(triggers(pool)).containsExactly("CHANGE");
        assertThat(policy(pool, "\"1\"", "OPEN").status()).isEqualTo(200);
        assertThat(limit(pool, ada)).isEqualTo(700);
        assertThat(api.get(path(pool)).body().path("limitMode").asString()).isEqualTo("OPEN");
        assertThat(api.post(path(pool) + "/rebalance").problem()).isEqualTo("limits-stand-still");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50})
    void who_used_little_in_the_first_hour_is_not_taken_to_need_nothing(int hoursOfStandingLimits) {
        var pool = pool(1000, null);
        var moving = begin.plus(Duration.ofHours(hoursOfStandingLimits));
        clock.stopAt(moving);
        policy(pool, "\"0\"", "STRICT");
        clock.stopAt(moving.plus(Duration.ofHours(1)));
        draw(ada, 300);
        draw(ben, 20);

        assertThat(api.post(path(pool) + "/rebalance").status()).isEqualTo(200);
        assertThat(limit(pool, ada)).isEqualTo(500);
        assertThat(limit(pool, ben)).isEqualTo(500);
    }

    @Test
    void G3_a_a_checkpoint_in_time_is_looked_at_though_nobody_draws() throws Exception {
        var pool = strict(1000, "[\"TIME\"]");
        clock.stopAt(begin.plus(Duration.ofHours(24)));
        draw(ada, 200);
        clock.stopAt(begin.plus(Duration.ofHours(25)));
        await(() -> triggers(pool).contains("TIME"));
        assertThat(lastTriggers(pool)).containsExactly("TIME");
    }

    @Test
    void G3_b_a_checkpoint_in_amount() {
        var pool = strict(1000, "[\"AMOUNT\"]");
        clock.stopAt(begin.plus(Duration.ofHours(1)));
        draw(ada, 250);
        assertThat(lastTriggers(pool)).containsExactly("AMOUNT");
    }

    @Test
    void G3_c_use_far_ahead_of_time() {
        var pool = strict(1000, "[\"RATE\"]");
        clock.stopAt(begin.plus(Duration.ofHours(1)));
        draw(ada, 120);
        assertThat(lastTriggers(pool)).containsExactly("RATE");
    }

    @Test
    void G3_d_imbalance() {
        var pool = strict(1000, "[\"IMBALANCE\"]");
        clock.stopAt(begin.plus(Duration.ofHours(1)));
        draw(ada, 100);
        assertThat(triggers(pool)).containsExactly("CHANGE");
        clock.stopAt(begin.plus(Duration.ofHours(2)));
        draw(ada, 200);
        assertThat(lastTriggers(pool)).containsExactly("IMBALANCE");
    }

    @Test
    void G3_e_near_the_limit_while_others_have_slack() {
        var pool = strict(1000, "[\"NEAR_LIMIT\"]");
        draw(ada, 399);
        assertThat(triggers(pool)).containsExactly("CHANGE");
        draw(ada, 1);
        assertThat(lastTriggers(pool)).containsExactly("NEAR_LIMIT");
        assertThat(limit(pool, ada)).isGreaterThan(500);
    }

    @Test
    void G3_f_a_change_of_members_units_or_validity() {
        var pool = strict(1000, "[]");
        var cid = given.subscriber();
        assertThat(api.post(path(pool) + "/consumers", "{\"subscriptionId\": \"" + cid.id() + "\"}").status())
                .isEqualTo(201);
        assertThat(lastTriggers(pool)).containsExactly("CHANGE");
        assertThat(limit(pool, ada) + limit(pool, ben) + limit(pool, cid)).isEqualTo(1000);
        topUp(pool, 2000);
        assertThat(limit(pool, ada)).isEqualTo(1000);
        api.delete(path(pool) + "/consumers/" + cid.id());
        assertThat(limit(pool, ada)).isEqualTo(1500);
        var less = api.freshKey().post(path(pool) + "/withdrawals", "{\"units\": 5000}");
        assertThat(less.body().path("units").asLong()).as(less.raw()).isEqualTo(3000);
        assertThat(limit(pool, ada)).isZero();
        assertThat(triggers(pool)).containsOnly("CHANGE").hasSize(5);
    }

    @Test
    void G3_g_by_hand_after_a_dry_run_that_changes_nothing() {
        var pool = strict(1000, "[]");
        draw(ada, 300);
        var dry = api.post(path(pool) + "/rebalance?dryRun=true").body();
        assertThat(dry.path("id").isNull()).isTrue();
        assertThat(dry.path("limits")).hasSize(2);
        assertThat(triggers(pool)).containsExactly("CHANGE");
        jdbc.sql("update consumer_account set limit_units = 300 where subscription_id = :id")
                .param("id", ada.id().value()).update();
        var made = api.post(path(pool) + "/rebalance").body();
        assertThat(made.path("limits")).isEqualTo(adjustments(pool).path(0).path("limits"));
        assertThat(lastTriggers(pool)).containsExactly("MANUAL");
    }

    @Test
    void h_a_denial_by_a_limit_is_averted_in_the_same_pass_and_told() {
        var pool = strict(1000, "[]");
        var session = answered(lanes.submit(create(ada, wish(10, 800))));
        assertThat(granted(session)).isEqualTo(800);
        assertThat(lastTriggers(pool)).containsExactly("DENIAL_IMMINENT");
        assertThat(events(pool)).contains("io.planshare.credit.limit-adjusted.v1");
        lanes.submit(release(session.ref(), 1, used(10, 800, 0)));
        assertThat(events(pool)).filteredOn("io.planshare.credit.threshold-crossed.v1"::equals).hasSize(2);
    }

    @Test
    void G4_what_somebody_set_never_lies_below_what_is_used_and_reserved() {
        var pool = strict(1000, "[]");
        draw(ada, 300);
        var refused = api.with("If-Match", "*").put(path(pool) + "/consumers/" + ada.id(), "{\"limit\": 299}");
        assertThat(refused.problem()).isEqualTo("limit-below-use");
        api.with("If-Match", "*").put(path(pool) + "/consumers/" + ada.id(), "{\"limit\": 300}");
        assertThat(limit(pool, ada)).isEqualTo(300);
        assertThat(limit(pool, ben)).as("ahead of time the rest stays in common").isZero();
        draw(ben, 700);
    }

    @Test
    void a_policy_is_read_more_often_than_there_are_connections() {
        var pool = pool(1000, null);
        for (int i = 0; i < 30; i++)
            assertThat(api.get(path(pool) + "/adjustment-policy").status()).isEqualTo(200);
    }

    @Test
    void a_policy_that_makes_no_sense_is_refused_at_its_place() {
        var pool = pool(1000, null);
        assertThat(put(pool, "{}").pointer()).isEqualTo("/mode");
        assertThat(put(pool, "{\"mode\": \"OVERSUBSCRIBED\", \"oversubscriptionPercent\": 151}").pointer())
                .isEqualTo("/oversubscriptionPercent");
        assertThat(put(pool, "{\"mode\": \"STRICT\", \"oversubscriptionPercent\": 120}").pointer())
                .isEqualTo("/oversubscriptionPercent");
        assertThat(put(pool, "{\"mode\": \"STRICT\", \"triggers\": [\"MANUAL\"]}").pointer()).isEqualTo("/triggers");
        assertThat(put(pool, "{\"mode\": \"STRICT\", \"kappa\": 2}").pointer()).isEqualTo("/kappa");
        assertThat(put(pool, "{\"mode\": \"OVERSUBSCRIBED\", \"oversubscriptionPercent\": 150}").status())
                .isEqualTo(200);
        assertThat(limit(pool, ada) + limit(pool, ben)).isEqualTo(1500);
        assertThat(api.put(path(pool) + "/adjustment-policy", "{\"mode\": \"OPEN\"}").status()).isEqualTo(428);
        assertThat(api.get(path(ProviderAccountId.next()) + "/adjustment-policy").status()).isEqualTo(404);
        assertThat(api.put(path(pool) + "/validity", "{\"validTo\": \"2001-01-01T00:00:00Z\"}").pointer())
                .isEqualTo("/validTo");
        assertThat(api.put(path(pool) + "/validity", "{}").pointer()).isEqualTo("/validTo");
    }

    @Test
    void G6_a_blocked_consumer_is_granted_within_a_second_of_the_top_up_without_polling() throws Exception {
        clock.reset();
        var pool = pool(100, null);
        var grantedAt = new CompletableFuture<Long>();
        var session = new CompletableFuture<ChargingDataRef>();
        var network = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        network.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            Thread.startVirtualThread(() -> {
                if (granted(lanes.submit(update(session.join(), 2, wish(10, 50)))) == 50) {
                    grantedAt.complete(System.nanoTime());
                }
            });
        });
        network.start();
        try {
            draw(ben, 100);
            session.complete(answered(lanes.submit(listening(network))).ref());
            assertThat(granted(lanes.submit(update(session.join(), 1, wish(10, 50))))).isZero();
            assertThat(blocked(ada)).isEqualTo(1);
            assertThat(events(pool)).contains("io.planshare.credit.consumer-blocked.v1",
                    "io.planshare.credit.exhausted.v1");
            var toppedUp = System.nanoTime();
            topUp(pool, 500);
            var took = Duration.ofNanos(grantedAt.get(10, TimeUnit.SECONDS) - toppedUp);
            System.out.println("G6: granted " + took.toMillis() + " ms after the top-up was sent");
            assertThat(took).isLessThan(Duration.ofSeconds(1));
            assertThat(blocked(ada)).isZero();
            assertThat(events(pool)).contains("io.planshare.credit.replenished.v1",
                    "io.planshare.credit.consumer-unblocked.v1");
        } finally {
            network.stop(0);
        }
    }

    @Test
    void a_paused_member_is_asked_back_and_resumed_by_push() {
        var pool = pool(1000, null);
        var session = answered(lanes.submit(listening("http://localhost:1/"))).ref();
        assertThat(granted(lanes.submit(update(session, 1, wish(10, 50))))).isEqualTo(50);
        api.post(path(pool) + "/consumers/" + ada.id() + "/pause");
        assertThat(told(session)).isEqualTo(1);
        assertThat(granted(lanes.submit(update(session, 2, usedAndWish(10, 50, 50))))).isZero();
        assertThat(jdbc.sql("select reason from denial where session_id = :id").param("id", session.sessionId())
                .query(String.class).list()).containsExactly("PAUSED");
        assertThat(given.consumed(pool)).as("what it held is still its own").isEqualTo(50);
        api.post(path(pool) + "/consumers/" + ada.id() + "/resume");
        assertThat(told(session)).isEqualTo(2);
        assertThat(granted(lanes.submit(update(session, 3, wish(10, 50))))).isEqualTo(50);
    }

    @Test
    void G8_removal_with_an_open_reservation_settles_late_use_to_the_old_consumer() {
        var pool = strict(1000, "[]");
        var session = answered(lanes.submit(create(ada, wish(10, 400)))).ref();
        clock.stopAt(begin.plusSeconds(60));
        assertThat(api.delete(path(pool) + "/consumers/" + ada.id()).status()).isEqualTo(200);
        clock.stopAt(begin.plusSeconds(90));
        lanes.submit(release(session, 1, usedUntil(begin.plusSeconds(59), 10, 300)));
        assertThat(given.consumed(pool)).isEqualTo(300);
        assertThat(given.reserved(pool)).isZero();
        assertThat(jdbc.sql("select consumed from consumer_account where subscription_id = :id")
                .param("id", ada.id().value()).query(Long.class).single()).isEqualTo(300);
        assertThat(granted(lanes.submit(create(ada, wish(10, 1))))).isZero();
        topUp(pool, 300);
        draw(ben, 1000);
    }

    @Test
    void grants_end_with_their_account_and_get_short_as_its_units_run_out() {
        var pool = strict(100_000, "[]");
        assertThat(validity(create(ada, wish(10, 10)))).isEqualTo(Duration.ofMinutes(10));
        draw(ada, 90_000);
        assertThat(validity(create(ada, wish(10, 10)))).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(10));
        var end = api.put(path(pool) + "/validity", "{\"validTo\": \"" + begin.plusSeconds(20) + "\"}");
        assertThat(end.status()).as(end.raw()).isEqualTo(200);
        assertThat(validity(create(ada, wish(10, 10)))).isEqualTo(Duration.ofSeconds(20));
        clock.stopAt(begin.plusSeconds(20));
        assertThat(granted(lanes.submit(create(ada, wish(10, 10))))).isZero();
    }

    @Test
    void what_is_left_at_the_end_expires_after_late_use_or_rolls_over_before_it() throws Exception {
        var lost = strict(1000, "[]");
        var kept = pool(1000, null);
        var end = begin.plus(Duration.ofHours(100));
        var kit = api.put(path(kept) + "/validity", "{\"validTo\": \"%s\", \"rollOverDays\": 30}".formatted(end));
        assertThat(kit.body().path("rollOverDays").asInt()).as(kit.raw()).isEqualTo(30);
        clock.stopAt(end.minusSeconds(30));
        await(() -> api.get(path(kept)).body().path("validTo").asString()
                .equals(end.plus(Duration.ofDays(30)).toString()));
        assertThat(api.get(path(kept)).body().path("rollOverDays").isNull()).isTrue();
        clock.stopAt(end.plusSeconds(299));
        Thread.sleep(500);
        assertThat(balance(lost, "available")).isEqualTo(1000);
        clock.stopAt(end.plusSeconds(300));
        await(() -> balance(lost, "expired") == 1000);
        assertThat(balance(lost, "available")).isZero();
        assertThat(api.get(path(lost) + "/entries").body().path("items").path(0).path("kind").asString())
                .isEqualTo("EXPIRY");
        assertThat(events(lost)).contains("io.planshare.credit.expired.v1");
        assertThat(balance(kept, "available")).isEqualTo(1000);
    }

    private Duration validity(ChargingRequest request) {
        var grant = answered(lanes.submit(request)).units().getFirst().grant();
        return grant == null ? Duration.ZERO : grant.validFor();
    }

    /** Valid for 100 hours, for Ada and Ben. */
    private ProviderAccountId pool(long units, @Nullable Long limit) {
        var answer = api.freshKey().post("/v1/provider-accounts",
                """
                {"accountId": "%s", "name": "pool", "unit": "OCTET", "units": %d, "validFrom": "%s", "validTo": "%s",
                 "consumers": [{"subscriptionId": "%s", "limit": %s}, {"subscriptionId": "%s", "limit": %s}]}"""
                        .formatted(UUID.randomUUID(), units, begin, begin.plus(Duration.ofHours(100)), ada.id(), limit,
                                ben.id(), limit));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return new ProviderAccountId(UUID.fromString(answer.body().path("id").asString()));
    }

    private ProviderAccountId strict(long units, String triggers) {
        var pool = pool(units, null);
        var set = api.with("If-Match", "\"0\"").put(path(pool) + "/adjustment-policy",
                """
                {"mode": "STRICT", "triggers": %s, "hysteresisPercent": 0, "hysteresisUnits": 0}"""
                        .formatted(triggers));
        assertThat(set.status()).as(set.raw()).isEqualTo(200);
        return pool;
    }

    private Answer policy(ProviderAccountId pool, String ifMatch, String mode) {
        return api.with("If-Match", ifMatch).put(path(pool) + "/adjustment-policy", "{\"mode\": \"" + mode + "\"}");
    }

    private Answer put(ProviderAccountId pool, String policy) {
        return api.with("If-Match", "*").put(path(pool) + "/adjustment-policy", policy);
    }

    private void draw(Subscriber who, long units) {
        var session = answered(lanes.submit(create(who, wish(10, units))));
        assertThat(granted(session)).isEqualTo(units);
        lanes.submit(release(session.ref(), 1, used(10, units, 0)));
    }

    private ChargingRequest listening(HttpServer network) {
        return listening("http://localhost:" + network.getAddress().getPort() + "/");
    }

    private ChargingRequest listening(String uri) {
        var plainly = request(new Operation.Create(ada.supi(), null), 0, begin);
        return new ChargingRequest(plainly.operation(), plainly.nfConsumer(), plainly.chargingId(), plainly.dnn(),
                plainly.sNssai(), null, plainly.invocationTimeStamp(), 0, false, plainly.bodyHash(), URI.create(uri),
                List.of());
    }

    private void topUp(ProviderAccountId pool, long units) {
        assertThat(api.freshKey().post(path(pool) + "/top-ups", "{\"units\": " + units + "}").status())
                .isEqualTo(201);
    }

    private long limit(ProviderAccountId pool, Subscriber who) {
        return api.get(path(pool) + "/consumers/" + who.id()).body().path("limitNow").asLong();
    }

    private long balance(ProviderAccountId pool, String part) {
        return api.get(path(pool)).body().path("balance").path(part).asLong();
    }

    private JsonNode adjustments(ProviderAccountId pool) {
        return api.get(path(pool) + "/adjustments").body().path("items");
    }

    private List<String> triggers(ProviderAccountId pool) {
        return adjustments(pool).valueStream().flatMap(made -> made.path("triggers").valueStream())
                .map(JsonNode::asString).toList();
    }

    private List<String> lastTriggers(ProviderAccountId pool) {
        return adjustments(pool).path(0).path("triggers").valueStream().map(JsonNode::asString).toList();
    }

    private List<String> events(ProviderAccountId pool) {
        return jdbc.sql("select ce_type from outbox where key = :key order by id").param("key", pool.toString())
                .query((row, _) -> row.getString(1)).list();
    }

    private long blocked(Subscriber who) {
        return jdbc.sql("select count(*) from blocked_consumer where subscription_id = :id")
                .param("id", who.id().value()).query(Long.class).single();
    }

    private long told(ChargingDataRef session) {
        return jdbc.sql("select count(*) from notification where session_id = :id and type = 'REAUTHORIZATION'")
                .param("id", session.sessionId()).query(Long.class).single();
    }

    private static String path(ProviderAccountId pool) {
        return "/v1/provider-accounts/" + pool;
    }

    private static void await(java.util.function.BooleanSupplier until) throws InterruptedException {
        for (int i = 0; i < 200 && !until.getAsBoolean(); i++)
            Thread.sleep(50);
        assertThat(until.getAsBoolean()).isTrue();
    }
}
