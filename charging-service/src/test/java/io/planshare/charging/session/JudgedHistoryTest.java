package io.planshare.charging.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.judge.History;
import io.planshare.charging.judge.History.Change;
import io.planshare.charging.judge.Judge;
import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.charging.session.ChargingOutcome.Answered;
import io.planshare.charging.session.ChargingOutcome.TryLater;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.charging.session.ChargingRequest.UnitUsage;
import io.planshare.charging.session.ChargingRequest.UsedUnits;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.session.ChargingFixtures.repeated;
import static io.planshare.charging.session.ChargingFixtures.request;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Families draw on nested accounts of their own and of each other, from 32 clients that repeat, reorder and fall silent, while
 * people top up and move limits. What is stored afterwards stands before {@link Judge}.
 */
@ServiceTest
class JudgedHistoryTest {

    private static final int OPERATIONS = Boolean.getBoolean("planshare.proof") ? 1_000_000 : 100_000;
    private static final int CLIENTS = 32;
    /** Each client works on so many sessions at once, as a network function does. */
    private static final int SESSIONS = 8;
    private static final int FAMILIES = 16;
    private static final int MEMBERS = 6;
    private static final int MOST = 2_000;

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

    private final AtomicInteger operations = new AtomicInteger();
    private final AtomicLong containers = new AtomicLong();

    @Test
    void nothing_is_overspent_charged_twice_lost_or_refused_though_grantable() throws Exception {
        var random = Seeds.random();
        var families = new ArrayList<Family>();
        for (int i = 0; i < FAMILIES; i++)
            families.add(new Family(i % 2 == 1));
        var began = System.nanoTime();
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Callable<Void>>();
            for (int i = 0; i < CLIENTS * SESSIONS; i++) {
                var seed = random.nextLong();
                clients.add(() -> client(families, new Random(seed)));
            }
            var seed = random.nextLong();
            var people = threads.submit(() -> people(families, new Random(seed), done));
            for (var client : threads.invokeAll(clients))
                client.get();
            done.set(true);
            people.get();
        }
        var seconds = (System.nanoTime() - began) / 1e9;
        int refused = 0;
        int bound = 0;
        for (var family : families) {
            var verdict = Judge.of(family.history());
            assertThat(verdict.faults()).isEmpty();
            assertThat(verdict.decisions()).isEqualTo(family.heard.size());
            refused += verdict.refused();
            bound += verdict.bound();
        }
        System.out.printf(
                "judged: %,d operations (%.0f/s), %,d short grants, of them %,d that a limit may explain; 0 faults%n",
                operations.get(), operations.get() / seconds, refused, bound);
        assertThat(refused).isPositive();
    }

    private Void client(List<Family> families, Random random) {
        while (operations.get() < OPERATIONS) {
            var family = families.get(random.nextInt(FAMILIES));
            var who = family.members.get(random.nextInt(MEMBERS));
            var groups = random.nextInt(3) == 0 ? List.of(10L, 20L) : List.of(10L);
            var opened = request(new Operation.Create(who.supi(), null), 0, Instant.now(), wishes(groups, random));
            var session = family.submit(who, opened, false);
            family.repeatPerhaps(opened, session, random);
            long sequence = 1;
            for (int reports = random.nextInt(4); reports > 0; reports--) {
                var next = update(session.ref(), sequence++, groups, random);
                if (random.nextInt(10) == 0) {
                    family.submit(who, update(session.ref(), sequence++, groups, random), false);
                }
                family.repeatPerhaps(next, family.submit(who, next, false), random);
            }
            if (random.nextInt(20) == 0) family.expire(session.ref());
            else
                family.submit(who, request(new Operation.Release(session.ref()), sequence, Instant.now(),
                        reports(groups, random, false)), true);
        }
        return null;
    }

    private ChargingRequest update(ChargingDataRef ref, long sequence, List<Long> groups, Random random) {
        return request(new Operation.Update(ref), sequence, Instant.now(), reports(groups, random, true));
    }

    private static UnitUsage[] wishes(List<Long> groups, Random random) {
        return groups.stream().map(
                group -> new UnitUsage(group, UnitType.OCTET, Units.of(1 + random.nextInt(MOST)), List.of()))
                .toArray(UnitUsage[]::new);
    }

    private UnitUsage[] reports(List<Long> groups, Random random, boolean wishing) {
        return groups.stream()
                .map(group -> new UnitUsage(group, UnitType.OCTET, wishing ? Units.of(1 + random.nextInt(MOST)) : null,
                        List.of(new UsedUnits(containers.incrementAndGet(), null, Units.of(random.nextInt(MOST)),
                                null))))
                .toArray(UnitUsage[]::new);
    }

    private Void people(List<Family> families, Random random, AtomicBoolean done) throws InterruptedException {
        var api = plain.as("charging:read charging:write");
        while (!done.get()) {
            var family = families.get(random.nextInt(FAMILIES));
            var account = family.accounts.get(random.nextInt(family.accounts.size()));
            var path = "/v1/provider-accounts/" + account.id();
            var sent = Instant.now();
            if (family.limited && random.nextBoolean()) {
                var whose = List.copyOf(account.limits().keySet()).get(random.nextInt(account.limits().size()));
                long limit = random.nextInt(family.size / 2);
                var answer = api.with("If-Match", "*").put(path + "/consumers/" + whose, "{\"limit\": " + limit + "}");
                assertThat(answer.status()).as(answer.raw()).isIn(200, 409, 422);
                if (answer.status() == 200) {
                    family.changes.add(new Change.Limited(sent, Instant.now(), account.id(), whose, limit));
                }
            } else {
                long units = 1 + random.nextInt(family.size / 50);
                var answer = api.freshKey().post(path + "/top-ups", "{\"units\": " + units + "}");
                assertThat(answer.status()).as(answer.raw()).isBetween(200, 201);
                family.changes.add(new Change.ToppedUp(sent, Instant.now(), account.id(), units));
            }
            Thread.sleep(30);
        }
        return null;
    }

    /** People whose accounts are nested: each member's own two, one of three members, one of all. */
    private final class Family {

        private final boolean limited;
        private final int size = OPERATIONS / FAMILIES * MOST / 20;
        private final List<Subscriber> members = new ArrayList<>();
        private final List<History.Account> accounts = new ArrayList<>();
        private final Map<String, History.Heard> heard = new ConcurrentHashMap<>();
        private final List<Change> changes = new CopyOnWriteArrayList<>();

        Family(boolean limited) {
            this.limited = limited;
            var given = new ChargingFixtures(jdbc, keys, json);
            for (int i = 0; i < MEMBERS; i++)
                members.add(given.subscriber());
            open(given, 4L * size, null, members);
            open(given, 2L * size, limited ? (long) size / 8 : null, members.subList(0, 3));
            for (var member : members) {
                open(given, size / 4L, null, List.of(member));
                open(given, size / 8L, null, List.of(member));
            }
        }

        private void open(ChargingFixtures given, long units, @org.jspecify.annotations.Nullable Long limit,
                List<Subscriber> who) {
            ProviderAccountId id = given.account(who.getFirst().accountId(), units, limit,
                    who.toArray(Subscriber[]::new));
            jdbc.sql("update consumer_account set cap_units = limit_units where provider_account_id = :id")
                    .param("id", id.value()).update();
            accounts.add(new History.Account(id.value(), units,
                    who.stream().collect(toMap(it -> it.id().value(), _ -> limit == null ? Long.MAX_VALUE : limit))));
        }

        Answered submit(Subscriber who, ChargingRequest request, boolean releases) {
            operations.incrementAndGet();
            var outcome = lanes.submit(request);
            while (outcome instanceof TryLater)
                outcome = lanes.submit(request);
            var answered = ChargingFixtures.answered(outcome);
            heard.put(request.bodyHash(), new History.Heard(answered.ref().sessionId(), who.id().value(), Instant.now(),
                    request.usages().stream().map(UnitUsage::ratingGroup).toList(), used(request), releases));
            return answered;
        }

        private static Map<Long, Long> used(ChargingRequest request) {
            return request.usages().stream().collect(toMap(UnitUsage::ratingGroup,
                    usage -> usage.used().stream().mapToLong(used -> used.units().count()).sum()));
        }

        /** The same again, flagged or not, gets the same answer. */
        void repeatPerhaps(ChargingRequest request, Answered answer, Random random) {
            if (random.nextInt(8) > 0) return;
            operations.incrementAndGet();
            assertThat(lanes.submit(repeated(request, random.nextBoolean(), request.bodyHash()))).isEqualTo(answer);
        }

        void expire(ChargingDataRef ref) {
            operations.incrementAndGet();
            var sent = Instant.now();
            ChargingFixtures.answered(lanes.submit(request(new Operation.Expire(ref), 0, sent)));
            changes.add(new Change.Expired(sent, Instant.now(), ref.sessionId()));
        }

        History history() {
            var metered = new HashMap<UUID, Long>();
            query("select session_id, sum(metered) from usage_record where subscription_id = any(:who) group by 1")
                    .query(row -> {
                        metered.put(row.getObject(1, UUID.class), row.getLong(2));
                    });
            return new History(accounts, heard, decisions(), changes, metered);
        }

        private JdbcClient.StatementSpec query(String sql) {
            return jdbc.sql(sql).param("who", members.stream().map(it -> it.id().value()).toArray(UUID[]::new));
        }

        private record Entry(UUID session, UUID account, long version, History.Debit debit) {}

        private List<History.Decision> decisions() {
            var entries = query("""
                                select u.session_id, e.provider_account_id, e.account_version, u.rating_group, -e.units
                                from ledger_entry e join usage_record u using (usage_record_id)
                                where u.subscription_id = any(:who)""")
                    .query((row, _) -> new Entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                            row.getLong(3),
                            new History.Debit(row.getLong(4), row.getObject(2, UUID.class), row.getLong(5))))
                    .list().stream().collect(groupingBy(Entry::session));
            return query("""
                         select a.session_id, a.body_hash, a.answered_at, a.why from session_answer a
                         join charging_session s using (session_id) where s.subscription_id = any(:who)""")
                    .query((row, _) -> decision(row.getObject(1, UUID.class), row.getString(2),
                            row.getTimestamp(3).toInstant(), json.readValue(row.getString(4), Explained.class),
                            entries.getOrDefault(row.getObject(1, UUID.class), List.of())))
                    .list();
        }

        private static History.Decision decision(UUID session, String hash, Instant at, Explained why,
                List<Entry> entries) {
            var made = why.accounts().stream().collect(toMap(it -> it.account().value(), Explained.Changed::version));
            var debits = entries.stream()
                    .filter(it -> Long.valueOf(it.version()).equals(made.get(it.account()))).map(Entry::debit).toList();
            var grants = why.groups().stream()
                    .map(it -> new History.Grant(it.ratingGroup(), it.wished().count(), it.granted().count(),
                            it.walk().stream()
                                    .collect(toMap(stop -> stop.account().value(), Explained.Stop::version))))
                    .toList();
            return new History.Decision(hash, session, at, made, debits, grants);
        }
    }
}
