package io.planshare.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.charging.sharing.LimitEpochs;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.testing.Answer;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.ProviderAccountId;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.release;
import static io.planshare.charging.session.ChargingFixtures.update;
import static io.planshare.charging.session.ChargingFixtures.used;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

/** Limits among more consumers than a pass can look at (design section 4), through the whole service. */
@ServiceTest
class LimitEpochsTest {

    private static final int MEMBERS = 300;
    private static final int ROUNDS = Boolean.getBoolean("planshare.proof") ? 40 : 3;
    private static final int CLIENTS = 16;
    private static final int SESSIONS_EACH = 20;

    @Autowired
    private Lanes lanes;
    @Autowired
    private LimitEpochs epochs;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;
    @Autowired
    private Api plain;
    private Api api;
    private ChargingFixtures given;

    @BeforeEach
    void people() {
        given = new ChargingFixtures(jdbc, keys, json);
        api = plain.as("charging:read charging:write");
    }

    @AfterEach
    void everyInvariantHolds() {
        assertThat(given.broken()).isEmpty();
    }

    private final List<Subscriber> members = new ArrayList<>();

    @Test
    void three_hundred_limits_are_put_in_force_by_one_row() throws Exception {
        var pool = strict(300_000);
        assertThat(limitsOf(pool)).hasSize(MEMBERS).containsOnly(990L);
        assertThat(jdbc.sql("select count(*) from consumer_account where provider_account_id = :id and epoch > 0")
                .param("id", pool.value()).query(Integer.class).single()).isZero();
        var made = adjustments(pool).path(0);
        assertThat(made.path("triggers").path(0).asString()).isEqualTo("CHANGE");
        assertThat(made.path("limits")).isEmpty();
        assertThat(made.path("inCommon").asLong()).isEqualTo(3_000);
        assertThat(made.path("reason").asString()).contains("300 consumers");
    }

    @Test
    void a_denial_by_a_limit_is_averted_out_of_what_is_kept_in_common_and_then_by_an_epoch() throws Exception {
        var pool = strict(300_000);
        var one = members.getFirst();
        var session = answered(lanes.submit(create(one, wish(10, 2_000))));
        assertThat(granted(session)).isEqualTo(2_000);
        assertThat(limit(pool, one)).isEqualTo(2_000);
        var more = answered(lanes.submit(update(session.ref(), 1, usedAndWish(10, 2_000, 5_000))));
        assertThat(granted(more)).as("what was left in common").isEqualTo(1_990);
        await(pool, "DENIAL_IMMINENT");
        assertThat(granted(lanes.submit(update(session.ref(), 2, usedAndWish(10, 1_990, 5_000))))).isEqualTo(5_000);
        assertThat(sum(pool)).isLessThanOrEqualTo(300_000);
    }

    @Test
    void a_consumer_that_joins_gets_its_share_and_one_that_leaves_gives_its_own_back() throws Exception {
        var pool = strict(300_000);
        var late = given.subscriber();
        assertThat(api.post(path(pool) + "/consumers", "{\"subscriptionId\": \"" + late.id() + "\"}").status())
                .isEqualTo(201);
        assertThat(limit(pool, late)).isZero();
        await(() -> limit(pool, late) > 900);
        api.delete(path(pool) + "/consumers/" + late.id());
        await(() -> limit(pool, members.getFirst()) == 990);
        assertThat(granted(lanes.submit(create(late, wish(10, 1))))).isZero();
    }

    @Test
    void what_people_set_meanwhile_holds() throws Exception {
        var pool = strict(300_000);
        var one = members.getFirst();
        api.with("If-Match", "*").put(path(pool) + "/consumers/" + one.id(), "{\"limit\": 500}");
        assertThat(limit(pool, one)).isEqualTo(500);
        api.post(path(pool) + "/consumers/" + members.get(1).id() + "/pause");
        await(() -> limit(pool, members.get(1)) == 0);
        assertThat(limit(pool, one)).isEqualTo(500);
        assertThat(granted(lanes.submit(create(one, wish(10, 600))))).isEqualTo(500);
        assertThat(sum(pool)).isLessThanOrEqualTo(300_000);
        policy(pool, "OPEN");
        assertThat(granted(lanes.submit(create(members.get(2), wish(10, 250_000))))).isEqualTo(250_000);
    }

    @Test
    void limits_go_over_from_the_pass_to_epochs_and_back_without_a_promise_too_many() throws Exception {
        var pool = pool(256, 256_000);
        policy(pool, "STRICT");
        assertThat(limitsOf(pool)).containsOnly(1_000L);
        var late = given.subscriber();
        api.post(path(pool) + "/consumers", "{\"subscriptionId\": \"" + late.id() + "\"}");
        await(() -> limit(pool, late) == 986);
        assertThat(sum(pool)).isLessThanOrEqualTo(256_000);
        api.delete(path(pool) + "/consumers/" + late.id());
        assertThat(limitsOf(pool)).containsOnly(1_000L);
        assertThat(adjustments(pool).path(0).path("limits")).hasSize(257);
    }

    @Test
    void rebalance_shows_how_limits_would_move_and_moves_them() throws Exception {
        var pool = strict(300_000);
        var rebalance = path(pool) + "/rebalance";
        var count = adjustments(pool).size();
        var dry = api.post(rebalance + "?dryRun=true").body();
        assertThat(dry.path("reason").asString()).startsWith("STEADY: 300 consumers");
        assertThat(adjustments(pool)).hasSize(count);
        lanes.submit(create(members.getFirst(), wish(10, 990)));
        lanes.submit(create(members.get(1), wish(10, 2_000)));
        await(() -> api.post(rebalance).body().path("id").isString());
        assertThat(adjustments(pool).path(0).path("triggers").path(0).asString()).isEqualTo("MANUAL");
    }

    @Test
    void G2_epochs_come_while_many_draw_and_no_promise_is_broken() throws Exception {
        var random = Seeds.random();
        var pool = strict(3_000_000);
        for (int round = 0; round < ROUNDS; round++) {
            var left = new AtomicInteger(CLIENTS);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var clients = new ArrayList<Callable<Void>>();
                for (int i = 0; i < CLIENTS; i++) {
                    var seed = random.nextLong();
                    clients.add(() -> {
                        try {
                            draw(new Random(seed));
                        } finally {
                            left.decrementAndGet();
                        }
                        return null;
                    });
                }
                clients.add(() -> {
                    while (left.get() > 0)
                        epochs.move(pool, Set.of(LimitTrigger.MANUAL));
                    return null;
                });
                for (var client : threads.invokeAll(clients))
                    client.get();
            }
            assertThat(given.broken()).isEmpty();
            assertThat(sum(pool)).isLessThanOrEqualTo(3_000_000);
            var top = api.freshKey().post(path(pool) + "/withdrawals", "{\"units\": " + random.nextInt(50_000) + "}");
            assertThat(top.status()).as(top.raw()).isBetween(200, 201);
            api.freshKey().post(path(pool) + "/top-ups", "{\"units\": " + top.body().path("units").asLong() + "}");
        }
        System.out.println("epochs: " + adjustments(pool).size() + " of the last page, limits sum to " + sum(pool));
    }

    private void draw(Random random) {
        for (int i = 0; i < SESSIONS_EACH; i++) {
            var who = members.get(random.nextInt(30));
            var opened = answered(lanes.submit(create(who, wish(10, 1 + random.nextInt(3_000)))));
            long held = granted(opened);
            long use = Math.min(held, random.nextInt(2_000));
            var next = answered(lanes.submit(update(opened.ref(), 1, usedAndWish(10, use, 1 + random.nextInt(3_000)))));
            lanes.submit(release(opened.ref(), 2, used(10, Math.min(granted(next), random.nextInt(1_000)), 0)));
        }
    }

    private ProviderAccountId strict(long units) throws Exception {
        var pool = pool(MEMBERS, units);
        policy(pool, "STRICT");
        await(pool, "CHANGE");
        return pool;
    }

    private ProviderAccountId pool(int count, long units) {
        for (int i = 0; i < count; i++)
            members.add(given.subscriber());
        return given.account(members.getFirst().accountId(), units, members.toArray(Subscriber[]::new));
    }

    private void policy(ProviderAccountId pool, String mode) {
        var answer = api.with("If-Match", "*").put(path(pool) + "/adjustment-policy",
                """
                {"mode": "%s", "hysteresisPercent": 0, "hysteresisUnits": 0, "triggers": []}""".formatted(mode));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
    }

    private long limit(ProviderAccountId pool, Subscriber who) {
        return api.get(path(pool) + "/consumers/" + who.id()).body().path("limitNow").asLong();
    }

    private List<Long> limitsOf(ProviderAccountId pool) {
        var limits = new ArrayList<Long>();
        var next = path(pool) + "/consumers?limit=100";
        while (true) {
            Answer page = api.get(next);
            page.body().path("items").forEach(it -> limits.add(it.path("limitNow").asLong()));
            var after = page.body().path("next");
            if (!after.isString()) return limits;
            next = path(pool) + "/consumers?limit=100&after=" + after.asString();
        }
    }

    private long sum(ProviderAccountId pool) {
        return limitsOf(pool).stream().mapToLong(Long::longValue).sum();
    }

    private JsonNode adjustments(ProviderAccountId pool) {
        return api.get(path(pool) + "/adjustments").body().path("items");
    }

    private void await(ProviderAccountId pool, String trigger) throws Exception {
        await(() -> adjustments(pool).valueStream().flatMap(it -> it.path("triggers").valueStream())
                .anyMatch(it -> it.asString().equals(trigger)));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        var end = Instant.now().plusSeconds(20);
        while (!condition.call()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(50);
        }
    }

    private static String path(ProviderAccountId id) {
        return "/v1/provider-accounts/" + id;
    }
}
