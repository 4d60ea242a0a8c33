package io.planshare.charging.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.ProviderAccountId;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.release;
import static io.planshare.charging.session.ChargingFixtures.repeated;
import static io.planshare.charging.session.ChargingFixtures.update;
import static io.planshare.charging.session.ChargingFixtures.used;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

/** Many network functions on few pools at once, retransmissions among them: nothing is overspent, lost or charged twice. */
@ServiceTest
class ChargingConcurrencyTest {

    private static final int CLIENTS = 16;
    private static final int ROUNDS = Boolean.getBoolean("planshare.proof") ? 2_000 : 60;

    @Autowired
    private Lanes lanes;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;

    @Test
    void what_all_clients_used_is_what_the_accounts_consumed() throws Exception {
        var given = new ChargingFixtures(jdbc, keys, json);
        var random = Seeds.random();
        var family = new ArrayList<Subscriber>();
        for (int i = 0; i < 6; i++)
            family.add(given.subscriber());
        var accounts = new ArrayList<ProviderAccountId>();
        accounts.add(given.account(family.getFirst().accountId(), 400_000, family.toArray(Subscriber[]::new)));
        accounts.add(
                given.account(family.getFirst().accountId(), 200_000, family.subList(0, 3).toArray(Subscriber[]::new)));
        for (var member : family)
            accounts.add(given.account(member.accountId(), 50_000, member));

        long used = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<Long>>();
            for (int i = 0; i < CLIENTS; i++) {
                var seed = random.nextLong();
                clients.add(threads.submit(() -> client(family, new Random(seed))));
            }
            for (var client : clients)
                used += result(client);
        }

        assertThat(given.broken()).isEmpty();
        assertThat(accounts.stream().mapToLong(given::consumed).sum()).isEqualTo(used);
        assertThat(accounts.stream().mapToLong(given::reserved).sum()).isZero();
    }

    /** Answers how much it used, never more than it was granted. */
    private long client(List<Subscriber> family, Random random) {
        long used = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var who = family.get(random.nextInt(family.size()));
            var opened = create(who, wish(10, 1 + random.nextInt(3_000)));
            var session = answered(lanes.submit(opened));
            long held = granted(session);
            int reports = random.nextInt(4);
            for (int sequence = 1; sequence <= reports; sequence++) {
                long part = held == 0 ? 0 : random.nextLong(held + 1);
                var report = update(session.ref(), sequence, usedAndWish(10, part, 1 + random.nextInt(3_000)));
                var answer = lanes.submit(report);
                if (random.nextInt(4) == 0)
                    assertThat(lanes.submit(repeated(report, true, report.bodyHash()))).isEqualTo(answer);
                held = granted(answer);
                used += part;
            }
            long rest = held == 0 ? 0 : random.nextLong(held + 1);
            lanes.submit(release(session.ref(), reports + 1, used(10, rest, 0)));
            used += rest;
        }
        return used;
    }

    private static long result(Future<Long> client) throws InterruptedException {
        try {
            return client.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }
}
