package io.planshare.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.lane.Lanes;
import io.planshare.charging.session.ChargingFixtures.Subscriber;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.QuotaEvent.PackageMember;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.session.ChargingFixtures.answered;
import static io.planshare.charging.session.ChargingFixtures.create;
import static io.planshare.charging.session.ChargingFixtures.granted;
import static io.planshare.charging.session.ChargingFixtures.release;
import static io.planshare.charging.session.ChargingFixtures.update;
import static io.planshare.charging.session.ChargingFixtures.used;
import static io.planshare.charging.session.ChargingFixtures.usedAndWish;
import static io.planshare.charging.session.ChargingFixtures.usedUntil;
import static io.planshare.charging.session.ChargingFixtures.wish;
import static org.assertj.core.api.Assertions.assertThat;

/** Policies change while sessions hold units: sharing groups merge and split under them. */
@ServiceTest
class GroupChangesTest {

    private static final int CLIENTS = 8;
    /** No package of so much ever runs dry, nor do all of them together overflow. */
    private static final long PLENTY = Long.MAX_VALUE / 16;
    private static final int CHANGES = Boolean.getBoolean("planshare.proof") ? 300 : 25;

    private final Random random = Seeds.random();
    private final Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(1));
    private final Interval cycle = new Interval(from, from.plus(Duration.ofDays(30)));

    @Autowired
    private Lanes lanes;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private IdentifierKeys keys;
    @Autowired
    private JsonMapper json;
    @Autowired
    private Topics topics;

    private PackageActivated pack(Subscriber owner, long units, Subscriber... members) {
        return new PackageActivated(PackageId.next(), ProviderAccountId.next(), 1, owner.accountId(), "test",
                UnitType.OCTET, List.of(), Units.of(units), cycle, Units.ZERO, null, null, members(members));
    }

    private static PackageActivated changed(PackageActivated before, Subscriber... members) {
        return new PackageActivated(before.packageId(), before.providerAccountId(), before.version() + 1,
                before.accountId(), before.name(), before.unit(), before.ratingGroups(), before.units(), before.cycle(),
                before.ownerReserve(), null, null, members(members));
    }

    private static List<PackageMember> members(Subscriber... members) {
        return IntStream.range(0, members.length).mapToObj(i -> new PackageMember(members[i].accountId(), null))
                .toList();
    }

    private void tell(PackageActivated pack) {
        topics.publish(pack);
        topics.awaitConsumed();
    }

    @Test
    void G8_what_somebody_used_while_he_was_a_member_is_taken_from_where_he_held_it_and_he_gets_no_more() {
        var given = new ChargingFixtures(jdbc, keys, json);
        var owner = given.subscriber();
        var member = given.subscriber();
        var lent = pack(owner, 1_000, member);
        tell(lent);
        var session = answered(lanes.submit(create(member, wish(10, 300))));
        assertThat(granted(session)).isEqualTo(300);
        var meanwhile = Instant.now();

        tell(changed(lent));

        lanes.submit(update(session.ref(), 1, usedUntil(meanwhile, 10, 200)));
        assertThat(granted(lanes.submit(update(session.ref(), 2, wish(10, 300))))).isZero();
        assertThat(given.consumed(lent.providerAccountId())).isEqualTo(200);
        assertThat(given.reserved(lent.providerAccountId())).isZero();
        assertThat(given.broken()).isEmpty();
    }

    @Test
    void groups_that_become_one_draw_on_all_of_it_to_the_last_unit() {
        var given = new ChargingFixtures(jdbc, keys, json);
        var one = given.subscriber();
        var other = given.subscriber();
        var first = pack(one, 1_000);
        var second = pack(other, 1_000);
        topics.publish(first, second);
        topics.awaitConsumed();
        var left = answered(lanes.submit(create(one, wish(10, 900))));
        var right = answered(lanes.submit(create(other, wish(10, 300))));

        topics.publish(changed(first, other), changed(second, one));
        topics.awaitConsumed();

        assertThat(granted(lanes.submit(update(left.ref(), 1, usedAndWish(10, 900, 800))))).isEqualTo(800);
        assertThat(granted(lanes.submit(update(right.ref(), 1, usedAndWish(10, 300, 800))))).isZero();
        lanes.submit(release(left.ref(), 2, used(10, 800, 0)));
        lanes.submit(release(right.ref(), 2));
        assertThat(given.consumed(first.providerAccountId()) + given.consumed(second.providerAccountId()))
                .isEqualTo(2_000);
        assertThat(given.broken()).isEmpty();
    }

    @Test
    void whatever_merges_and_splits_meanwhile_what_was_used_is_what_was_taken() throws Exception {
        var all = change(PLENTY, PLENTY);
        assertThat(all.uncovered).isZero();
        assertThat(all.taken).isEqualTo(all.used);
    }

    /** Who was granted units of a package and used them after he had left it finds those of others, or none. */
    @Test
    void where_packages_run_dry_meanwhile_what_was_used_is_what_was_taken_or_told_as_uncovered() throws Exception {
        var all = change(PLENTY, 5_000);
        assertThat(all.taken + all.uncovered).isEqualTo(all.used);
    }

    /** Octets of all packages and people. */
    private record All(long used, long taken, long uncovered) {}

    /** Policies change while people draw; the first one's package holds so much, each of the others' so much. */
    private All change(long first, long others) throws Exception {
        var given = new ChargingFixtures(jdbc, keys, json);
        var people = IntStream.range(0, 5).mapToObj(_ -> given.subscriber()).toList();
        var packs = new ArrayList<>(people.stream().map(it -> pack(it, it.equals(people.getFirst()) ? first : others))
                .toList());
        topics.publish(packs.toArray(PackageActivated[]::new));
        topics.awaitConsumed();

        long used = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<Long>>();
            for (int i = 0; i < CLIENTS; i++) {
                var own = new Random(random.nextLong());
                clients.add(threads.submit(() -> draw(people, own)));
            }
            try {
                for (int change = 0; change < CHANGES; change++) {
                    int which = random.nextInt(packs.size());
                    packs.set(which, changed(packs.get(which),
                            people.stream().filter(_ -> random.nextBoolean())
                                    .filter(it -> !it.accountId().equals(packs.get(which).accountId()))
                                    .toArray(Subscriber[]::new)));
                    tell(packs.get(which));
                }
            } finally {
                stopped = true;
            }
            for (var client : clients)
                used += client.get();
        }

        assertThat(given.broken()).isEmpty();
        assertThat(used).isPositive();
        assertThat(packs.stream().mapToLong(it -> given.reserved(it.providerAccountId())).sum()).isZero();
        return new All(used, packs.stream().mapToLong(it -> given.consumed(it.providerAccountId())).sum(),
                uncovered(people));
    }

    private long uncovered(List<Subscriber> people) {
        return jdbc.sql("select coalesce(sum(uncovered), 0) from usage_record where subscription_id = any(:ids)")
                .param("ids", people.stream().map(it -> it.id().value()).toArray(UUID[]::new)).query(Long.class)
                .single();
    }

    private volatile boolean stopped;

    /** Answers how much it used, never more than it was granted. */
    private long draw(List<Subscriber> people, Random own) {
        long used = 0;
        while (!stopped) {
            var session = answered(lanes.submit(create(people.get(own.nextInt(people.size())),
                    wish(10, 1 + own.nextInt(300)))));
            long held = granted(session);
            int reports = own.nextInt(4);
            for (int sequence = 1; sequence <= reports; sequence++) {
                long part = held == 0 ? 0 : own.nextLong(held + 1);
                held = granted(lanes.submit(update(session.ref(), sequence,
                        usedAndWish(10, part, 1 + own.nextInt(300)))));
                used += part;
            }
            long rest = held == 0 ? 0 : own.nextLong(held + 1);
            lanes.submit(release(session.ref(), reports + 1, used(10, rest, 0)));
            used += rest;
        }
        return used;
    }
}
