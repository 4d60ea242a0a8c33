package io.planshare.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.IdentifierKeys;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.release;
import static io.planshare.charging.session.ChargingFixtures.update;
import static io.planshare.charging.session.ChargingFixtures.used;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

/** Many clients draw on pools whose limits move, while people fill, share and change them: everything stays exact. */
@ServiceTest
class MovingLimitsHistoryTest {

    private static final int CLIENTS = 16;
    /** Each some four steps. */
    private static final int ROUNDS = Boolean.getBoolean("planshare.proof") ? 2_000 : 160;

    @Autowired
    private Lanes lanes;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;
    @Autowired
    private Api plain;

    @Test
    void G2_ten_thousand_random_steps_from_many_clients_leave_every_invariant() throws Exception {
        var given = new ChargingFixtures(jdbc, keys, json);
        var random = Seeds.random();
        var family = new ArrayList<Subscriber>();
        for (int i = 0; i < 6; i++)
            family.add(given.subscriber());
        var pools = List.of(pool(family, "STRICT", 100, random), pool(family, "OVERSUBSCRIBED", 150, random));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<Void>>();
            for (int i = 0; i < CLIENTS; i++) {
                var seed = random.nextLong();
                all.add(() -> network(family, new Random(seed)));
            }
            var seed = random.nextLong();
            all.add(() -> people(family, pools, new Random(seed)));
            for (var done : threads.invokeAll(all))
                done.get();
        }
        assertThat(given.broken()).isEmpty();
        assertThat(overPromised()).isZero();
        assertThat(wrongFloors()).isZero();
        assertThat(jdbc.sql("select count(*) from limit_adjustment").query(Long.class).single()).isPositive();
        assertThat(pools).allSatisfy(pool -> assertThat(reserved(pool)).isZero());
    }

    private String pool(List<Subscriber> family, String mode, int percent, Random random) {
        var api = plain.as("charging:read charging:write");
        var members = family.stream().map(who -> "{\"subscriptionId\": \"%s\", \"floor\": %d, \"weight\": %d}"
                .formatted(who.id(), random.nextInt(20_000), 1 + random.nextInt(5))).toList();
        var now = Instant.now();
        var path = "/v1/provider-accounts/" + api.freshKey()
                .post("/v1/provider-accounts",
                        """
                        {"accountId": "%s", "name": "pool", "unit": "OCTET", "units": 400000, "validFrom": "%s",
                         "validTo": "%s", "consumers": %s}"""
                                .formatted(UUID.randomUUID(), now.minusSeconds(3_600), now.plusSeconds(7_200), members))
                .body()
                .path("id").asString();
        var set = api.with("If-Match", "*").put(path + "/adjustment-policy",
                """
                {"mode": "%s", "oversubscriptionPercent": %d, "minIntervalSeconds": 0, "hysteresisUnits": 0}"""
                        .formatted(mode, percent));
        assertThat(set.status()).as(set.raw()).isEqualTo(200);
        return path;
    }

    private Void network(List<Subscriber> family, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            var who = family.get(random.nextInt(family.size()));
            var session = answered(lanes.submit(create(who, wish(10, 1 + random.nextInt(3_000)))));
            long held = granted(session);
            int reports = 1 + random.nextInt(3);
            for (int sequence = 1; sequence <= reports; sequence++) {
                long part = held == 0 ? 0 : random.nextLong(held + 1);
                held = granted(lanes.submit(
                        update(session.ref(), sequence, usedAndWish(10, part, 1 + random.nextInt(3_000)))));
            }
            long rest = held == 0 ? 0 : random.nextLong(held + 1);
            lanes.submit(release(session.ref(), reports + 1, used(10, rest, 0)));
        }
        return null;
    }

    private Void people(List<Subscriber> family, List<String> pools, Random random) {
        var api = plain.as("charging:read charging:write");
        for (int step = 0; step < ROUNDS; step++) {
            var pool = pools.get(random.nextInt(pools.size()));
            var consumer = pool + "/consumers/" + family.get(random.nextInt(family.size())).id();
            var answer = switch (random.nextInt(8)) {
                case 0 -> api.freshKey().post(pool + "/top-ups", "{\"units\": " + (1 + random.nextInt(20_000)) + "}");
                case 1 ->
                    api.freshKey().post(pool + "/withdrawals", "{\"units\": " + (1 + random.nextInt(5_000)) + "}");
                case 2 -> api.post(consumer + "/pause");
                case 3 -> api.post(consumer + "/resume");
                case 4 -> api.delete(consumer);
                case 5 -> api.post(pool + "/consumers", "{\"subscriptionId\": \"%s\", \"floor\": %d}"
                        .formatted(consumer.substring(consumer.lastIndexOf('/') + 1), random.nextInt(5_000)));
                case 6 -> api.with("If-Match", "*").put(consumer, "{\"limit\": %d, \"floor\": %d}"
                        .formatted(50_000 + random.nextInt(200_000), random.nextInt(20_000)));
                default -> api.post(pool + "/rebalance");
            };
            assertThat(answer.status()).as(answer.raw()).isIn(200, 201, 404, 409, 422);
        }
        return null;
    }

    private long reserved(String pool) {
        return jdbc.sql("select reserved from provider_account where provider_account_id = cast(:id as uuid)")
                .param("id", pool.substring(pool.lastIndexOf('/') + 1)).query(Long.class).single();
    }

    private long overPromised() {
        return jdbc
                .sql("""
                     select count(*) from provider_account a join limit_policy p using (provider_account_id)
                     where (select sum(limit_units) from consumer_account c where c.provider_account_id = a.provider_account_id)
                         > greatest((granted - expired - withdrawn) * oversubscription_percent / 100, consumed + reserved)""")
                .query(Long.class).single();
    }

    private long wrongFloors() {
        return jdbc
                .sql("""
                     select count(*) from provider_account a where floors_unmet <> (
                         select coalesce(sum(greatest(0, floor_units - consumed - reserved)), 0) from consumer_account c
                         where c.provider_account_id = a.provider_account_id and left_at is null)""")
                .query(Long.class).single();
    }
}
