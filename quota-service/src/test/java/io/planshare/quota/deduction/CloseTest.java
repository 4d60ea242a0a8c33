package io.planshare.quota.deduction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.kit.testing.Seeds;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;
import io.planshare.quota.deduction.CloseInput.Access;
import io.planshare.quota.deduction.CloseInput.Account;
import io.planshare.quota.deduction.CloseInput.Part;
import io.planshare.quota.deduction.CloseInput.Use;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** The close as a rule: who pays, and that nobody could do with less. */
class CloseTest {

    private static final int GROUPS = Boolean.getBoolean("planshare.proof") ? 100_000 : 2_000;
    private static final Interval NOVEMBER = new Interval(Instant.parse("2026-11-01T00:00:00Z"),
            Instant.parse("2026-12-01T00:00:00Z"));

    private final Random random = Seeds.random();

    @Test
    void F1_the_worked_example_is_100_beyond_all_before_the_close_and_0_after() {
        var a = person(1);
        var b = person(2);
        var c = person(3);
        var a1 = account(1, a, 0, a, c);
        var b1 = account(2, b, 100, b, a);
        var input = new CloseInput(List.of(a1, b1),
                List.of(use(1, a, 100, a1, 0), use(2, c, 0, a1, 100)));

        assertThat(Close.queue(input)).extracting(Close.QueueItem::units).containsExactly(Units.of(100));
        var closed = Close.compute(input);

        assertThat(closed.totalExcess()).isEqualTo(Units.ZERO);
        assertThat(closed.moves()).containsExactlyInAnyOrder(
                new Close.Move(new UUID(9, 1), a1.id(), b1.id(), Units.of(100)),
                new Close.Move(new UUID(9, 2), null, a1.id(), Units.of(100)));
    }

    @Test
    void F2_total_excess_is_the_min_cut_from_wherever_real_time_left_the_use() {
        for (int round = 0; round < GROUPS; round++) {
            var group = new RandomGroup(random, random.nextBoolean(), true);
            var input = group.afterRealTime(random);
            var closed = Close.compute(input);

            assertThat(closed.totalExcess().count()).as("group %d: %s", round, input)
                    .isEqualTo(MinCut.leastExcess(input));
            assertSound(input, closed);
        }
    }

    @Test
    void F2_every_order_of_arrival_gives_the_same_total_after_the_close() {
        for (int round = 0; round < GROUPS / 20; round++) {
            var group = new RandomGroup(random, false, false);
            var total = Close.compute(group.afterRealTime(random)).totalExcess();
            // All orders of up to 6 records would be 720; here the account that is drawn on first is by chance too.
            for (int order = 0; order < 20; order++) {
                assertThat(Close.compute(group.afterRealTime(random)).totalExcess()).isEqualTo(total);
            }
        }
    }

    @Test
    void F3_an_owner_who_comes_first_never_has_more_beyond_than_if_nothing_were_shared() {
        for (int round = 0; round < GROUPS; round++) {
            var group = new RandomGroup(random, true, false);
            var input = group.afterRealTime(random);
            var closed = Close.compute(input);
            var alone = Close.compute(group.unshared().afterRealTime(random));

            for (var payer : group.payers) {
                assertThat(closed.excess().getOrDefault(payer, Units.ZERO))
                        .as("group %d", round)
                        .isLessThanOrEqualTo(alone.excess().getOrDefault(payer, Units.ZERO));
            }
        }
    }

    /** Prints in how many groups moves wait for each other in a circle. */
    @Test
    void each_part_of_the_moves_can_be_posted_once_those_before_it_are() {
        int circles = 0;
        for (int round = 0; round < GROUPS; round++) {
            var input = new RandomGroup(random, random.nextBoolean(), true).afterRealTime(random);
            var closed = Close.compute(input);
            int most = 1 + random.nextInt(3);
            var parts = MoveOrder.parts(closed.moves(), input, most);

            assertThat(byWay(parts.stream().flatMap(List::stream).toList())).isEqualTo(byWay(closed.moves()));
            var posted = new ArrayList<Close.Move>();
            for (var part : parts) {
                posted.addAll(part);
                assertSound(input, new Close.Result(posted, closed.excess(), closed.recalled()));
                // A circle goes through an account once or twice; what is called back may do so too on its way.
                assertThat(part).hasSizeLessThanOrEqualTo(Math.max(most, 3 * input.accounts().size()));
                if (part.size() > most && calledBack(part) == 0) circles++;
                assertThat(calledBack(part)).as("group %d: called back to cover somebody's excess", round)
                        .isLessThanOrEqualTo(covered(part));
            }
        }
        System.out.printf("order: %,d circles in %,d groups%n", circles, GROUPS);
        assertThat(circles).as("hardly ever").isLessThan(GROUPS / 200);
    }

    /** Of records of all sizes on both sides: none fits where another was. Prints how long. */
    @Test
    void many_recalls_are_put_in_order_in_parts_that_stay_small() {
        for (int recalls = 5_000; recalls <= (Boolean.getBoolean("planshare.proof")
                ? 500_000
                : 50_000); recalls *= 10) {
            var owner = person(1);
            var other = person(2);
            var pool = account(1, owner, 0, owner, other);
            var uses = new ArrayList<Use>();
            var moves = new ArrayList<Close.Move>();
            long lent = 0;
            for (int i = 0; i < recalls; i++) {
                // One is as large as hundreds of the owner's, and one of his as hundreds of the others.
                long units = i == recalls / 2 ? 200_000 : 1 + random.nextInt(199);
                uses.add(use(i, other, units, pool, 0));
                moves.add(new Close.Move(new UUID(9, i), pool.id(), null, Units.of(units)));
                lent += units;
            }
            for (int i = recalls; lent > 0; i++) {
                long units = Math.min(lent, i == recalls + recalls / 4 ? 200_000 : 1 + random.nextInt(199));
                uses.add(use(i, owner, 0, pool, units));
                moves.add(new Close.Move(new UUID(9, i), null, pool.id(), Units.of(units)));
                lent -= units;
            }
            var input = new CloseInput(List.of(pool), uses);
            var start = System.nanoTime();
            var parts = MoveOrder.parts(moves, input, 500);
            var seconds = (System.nanoTime() - start) / 1e9;

            System.out.printf("order: %,d recalls for %,d moves: %.2f s, %,d parts%n", recalls, moves.size() - recalls,
                    seconds, parts.size());
            assertThat(seconds).isLessThan(10);
            assertThat(byWay(parts.stream().flatMap(List::stream).toList())).isEqualTo(byWay(moves));
            assertThat(parts).allSatisfy(part -> {
                assertThat(part).hasSizeLessThanOrEqualTo(500);
                assertThat(calledBack(part)).isEqualTo(covered(part));
            });
            assertThat(parts).as("few moves are made in pieces").hasSizeLessThan(moves.size() / 400);
        }
    }

    @Test
    void moves_that_wait_for_each_other_are_in_one_part_but_not_with_others_that_do() {
        var one = person(1);
        var other = person(2);
        var here = account(1, one, 0, one, other);
        var there = account(2, other, 0, one, other);
        var uses = new ArrayList<Use>();
        var moves = new ArrayList<Close.Move>();
        for (int i = 0; i < 600; i++) {
            uses.add(use(2 * i, one, 10, there, 0));
            uses.add(use(2 * i + 1, other, 10, here, 0));
            moves.add(new Close.Move(new UUID(9, 2 * i), there.id(), here.id(), Units.of(10)));
            moves.add(new Close.Move(new UUID(9, 2 * i + 1), here.id(), there.id(), Units.of(10)));
        }
        var input = new CloseInput(List.of(here, there), uses);

        var parts = MoveOrder.parts(moves, input, 100);

        assertThat(parts).hasSize(12);
        assertThat(byWay(parts.stream().flatMap(List::stream).toList())).isEqualTo(byWay(moves));
        assertThat(parts).allSatisfy(
                part -> assertSound(input, new Close.Result(part, Map.of(), Units.ZERO)));
    }

    private static long calledBack(List<Close.Move> part) {
        return part.stream().filter(it -> it.to() == null).mapToLong(it -> it.units().count()).sum();
    }

    private static long covered(List<Close.Move> part) {
        return part.stream().filter(it -> it.from() == null).mapToLong(it -> it.units().count()).sum();
    }

    /** What moves may be made in pieces. */
    private static Map<List<@Nullable Object>, Units> byWay(List<Close.Move> moves) {
        var units = new HashMap<List<@Nullable Object>, Units>();
        moves.forEach(it -> units.merge(Arrays.asList(it.recordId(), it.from(), it.to()), it.units(), Units::plus));
        return units;
    }

    @Test
    void nobodys_excess_rises_but_by_a_recall() {
        for (int round = 0; round < GROUPS; round++) {
            var input = new RandomGroup(random, false, true).afterRealTime(random);
            var before = new HashMap<SubscriptionId, Units>();
            input.uses().forEach(use -> before.merge(use.payer(), use.excess(), Units::plus));
            var closed = Close.compute(input);

            assertThat(closed.recalled()).isEqualTo(Units.ZERO);
            closed.excess().forEach((payer, units) -> assertThat(units)
                    .isLessThanOrEqualTo(requireNonNull(before.get(payer))));
            assertThat(closed.moves()).allSatisfy(move -> assertThat(move.to()).isNotNull());
        }
    }

    @Test
    void equal_inputs_in_any_order_give_equal_moves() {
        for (int round = 0; round < GROUPS / 4; round++) {
            var input = new RandomGroup(random, true, true).afterRealTime(random);
            var closed = Close.compute(input);
            var accounts = new ArrayList<>(input.accounts());
            var uses = new ArrayList<>(input.uses());
            Collections.shuffle(accounts, random);
            Collections.shuffle(uses, random);

            assertThat(Close.compute(new CloseInput(accounts, uses))).isEqualTo(closed);
        }
    }

    @Test
    void whose_excess_it_is_is_decided_by_priority_then_choice_then_time() {
        var owner = person(1);
        var high = person(2);
        var low = person(3);
        var pool = new Account(id(1), owner.account, UnitType.OCTET, Set.of(), NOVEMBER, true, Units.of(10), false,
                Map.of(owner.payer, access(owner, 0), high.payer, access(high, 5), low.payer, access(low, 1)));
        var input = new CloseInput(List.of(pool), List.of(use(1, low, 0, pool, 10), use(2, high, 0, pool, 8)));

        assertThat(Close.queue(input)).extracting(Close.QueueItem::payer).containsExactly(high.payer, low.payer);
        assertThat(Close.compute(input).excess()).containsExactly(Map.entry(low.payer, Units.of(8)));
    }

    @Test
    void units_that_live_on_are_spared_while_what_ends_suffices() {
        var parent = person(1);
        var ends = account(1, parent, 30, parent);
        var lives = new Account(id(2), parent.account, UnitType.OCTET, Set.of(),
                new Interval(NOVEMBER.from(), null), false, Units.of(100), false,
                Map.of(parent.payer, access(parent, 0)));
        var input = new CloseInput(List.of(lives, ends), List.of(use(1, parent, 20, lives, 50)));

        var closed = Close.compute(input);

        assertThat(closed.excess()).isEmpty();
        assertThat(closed.moves()).containsExactly(new Close.Move(new UUID(9, 1), null, ends.id(), Units.of(30)),
                new Close.Move(new UUID(9, 1), null, lives.id(), Units.of(20)));
    }

    @Test
    void a_recall_takes_from_the_lowest_priority_and_no_more_than_may_be_called_back() {
        var owner = person(1);
        var one = person(2);
        var other = person(3);
        var pool = new Account(id(1), owner.account, UnitType.OCTET, Set.of(), NOVEMBER, true, Units.ZERO, true,
                Map.of(owner.payer, access(owner, 0), one.payer,
                        new Access(one.account, Units.MAX, null, 1, Units.of(6)), other.payer,
                        new Access(other.account, Units.MAX, null, 2, Units.of(50))));
        var input = new CloseInput(List.of(pool), List.of(use(1, one, 10, pool, 0), use(2, other, 10, pool, 0),
                use(3, owner, 0, pool, 15)));

        var closed = Close.compute(input);

        assertThat(closed.recalled()).isEqualTo(Units.of(15));
        assertThat(closed.excess()).containsOnly(Map.entry(one.payer, Units.of(6)),
                Map.entry(other.payer, Units.of(9)));
        assertThat(Close.queue(input)).extracting(Close.QueueItem::entitled).containsExactly(true);
    }

    @Test
    void what_may_be_called_back_from_an_account_is_shared_by_its_subscriptions() {
        var owner = person(1);
        var one = person(2);
        var other = new Person(one.account, new SubscriptionId(new UUID(2, 22)));
        var pool = new Account(id(1), owner.account, UnitType.OCTET, Set.of(), NOVEMBER, true, Units.ZERO, true,
                Map.of(owner.payer, access(owner, 0), one.payer,
                        new Access(one.account, Units.MAX, null, 0, Units.of(8)), other.payer,
                        new Access(one.account, Units.MAX, null, 0, Units.of(8))));
        var input = new CloseInput(List.of(pool), List.of(use(1, one, 5, pool, 0), use(2, other, 5, pool, 0),
                use(3, owner, 0, pool, 20)));

        assertThat(Close.compute(input).recalled()).isEqualTo(Units.of(8));
    }

    @Test
    void a_second_close_with_nothing_new_moves_nothing() {
        for (int round = 0; round < GROUPS; round++) {
            var input = new RandomGroup(random, random.nextBoolean(), true).afterRealTime(random);
            // What moved from units that live on is at home where it lies now: the next close may move it once more.
            if (!input.accounts().stream().allMatch(Account::ended)) continue;
            var closed = Close.compute(input);
            var again = Close.compute(after(input, closed));

            assertThat(again.moves()).as("group %d: %s, %s", round, input, closed).isEmpty();
            assertThat(again.excess()).isEqualTo(closed.excess());
        }
    }

    /** Prints how long; spec S6 asks for 60 s for the full size, design section 9 for growth no worse than n log n. */
    @Test
    void F4_a_close_of_a_thousand_packages_keeps_within_its_time() {
        for (int records = 10_000; records <= (Boolean.getBoolean("planshare.proof")
                ? 1_000_000
                : 100_000); records *= 10) {
            var input = crowd(records);
            var start = System.nanoTime();
            var closed = Close.compute(input);
            var seconds = (System.nanoTime() - start) / 1e9;

            System.out.printf("close: %,d records, 1,000 packages: %.2f s, %,d moves%n", records, seconds,
                    closed.moves().size());
            assertThat(seconds).isLessThan(60);
            assertThat(closed.moves()).isNotEmpty();
        }
    }

    /** 1,000 accounts, each with a package that it shares with five others, used by chance and a tenth too much. */
    private CloseInput crowd(int records) {
        var people = new ArrayList<Person>();
        for (int i = 0; i < 1_000; i++)
            people.add(person(i));
        var members = new ArrayList<List<Person>>();
        var usable = new HashMap<Person, List<Integer>>();
        for (int i = 0; i < 1_000; i++) {
            var all = new ArrayList<Person>(List.of(people.get(i)));
            for (int j = 0; j < 5; j++)
                all.add(people.get(random.nextInt(1_000)));
            int pool = i;
            members.add(all);
            Set.copyOf(all).forEach(it -> usable.computeIfAbsent(it, _ -> new ArrayList<>()).add(pool));
        }
        var spare = new long[1_000];
        Arrays.fill(spare, records / 100L * 9);
        var uses = new ArrayList<Use>();
        for (int i = 0; i < records; i++) {
            var who = people.get(random.nextInt(1_000));
            long left = 1 + random.nextInt(199);
            var parts = new ArrayList<Part>();
            for (int pool : requireNonNull(usable.get(who))) {
                long units = Math.min(left, spare[pool]);
                if (units == 0) continue;
                spare[pool] -= units;
                left -= units;
                parts.add(new Part(id(pool), Units.of(units)));
            }
            uses.add(new Use(new UUID(9, i), who.payer, who.account, 10, UnitType.OCTET,
                    NOVEMBER.from().plusSeconds(random.nextInt(30 * 86_400)), parts, Units.of(left)));
        }
        var accounts = new ArrayList<Account>();
        for (int i = 0; i < 1_000; i++)
            accounts.add(account(i, people.get(i), spare[i], members.get(i).toArray(Person[]::new)));
        return new CloseInput(accounts, uses);
    }

    /** What the next close finds once the moves are posted. */
    private static CloseInput after(CloseInput input, Close.Result closed) {
        var spare = new HashMap<@Nullable ProviderAccountId, Long>();
        var drawn = new HashMap<String, Long>();
        var lies = new HashMap<UUID, Map<@Nullable ProviderAccountId, Long>>();
        for (var use : input.uses()) {
            var parts = lies.computeIfAbsent(use.recordId(), _ -> new HashMap<>());
            use.parts().forEach(part -> parts.merge(part.accountId(), part.units().count(), Long::sum));
            parts.merge(null, use.excess().count(), Long::sum);
        }
        for (var move : closed.moves()) {
            var use = input.uses().stream().filter(it -> it.recordId().equals(move.recordId())).findFirst()
                    .orElseThrow();
            long units = move.units().count();
            var parts = requireNonNull(lies.get(move.recordId()));
            parts.merge(move.from(), -units, Long::sum);
            parts.merge(move.to(), units, Long::sum);
            spare.merge(move.from(), units, Long::sum);
            spare.merge(move.to(), -units, Long::sum);
            drawn.merge(move.from() + " " + use.payer(), -units, Long::sum);
            drawn.merge(move.to() + " " + use.payer(), units, Long::sum);
        }
        var accounts = input.accounts().stream().map(it -> {
            var access = new HashMap<SubscriptionId, Access>();
            it.access().forEach((payer, terms) -> access.put(payer, new Access(terms.account(),
                    terms.left().equals(Units.MAX)
                            ? Units.MAX
                            : Units.of(terms.left().count() - drawn.getOrDefault(it.id() + " " + payer, 0L)),
                    terms.leftAt(), terms.priority(), terms.recallable())));
            return new Account(it.id(), it.owner(), it.unit(), it.ratingGroups(), it.validity(), it.ended(),
                    Units.of(it.spare().count() + spare.getOrDefault(it.id(), 0L)), it.ownerFirst(), access);
        }).toList();
        return new CloseInput(accounts, input.uses().stream().map(use -> {
            var parts = requireNonNull(lies.get(use.recordId()));
            return new Use(use.recordId(), use.payer(), use.account(), use.ratingGroup(), use.unit(),
                    use.occurredAt(), parts.entrySet().stream().filter(it -> it.getKey() != null && it.getValue() > 0)
                            .map(it -> new Part(requireNonNull(it.getKey()), Units.of(it.getValue()))).toList(),
                    Units.of(requireNonNull(parts.get(null))));
        }).toList());
    }

    /** Units are neither made nor lost, nothing is overdrawn, and no record says it moved more than it had. */
    private static void assertSound(CloseInput input, Close.Result closed) {
        var spare = new HashMap<@Nullable ProviderAccountId, Long>();
        var left = new HashMap<String, Long>();
        var lies = new HashMap<String, Long>();
        var payers = new HashMap<UUID, Use>();
        input.accounts().forEach(it -> {
            spare.put(it.id(), it.spare().count());
            it.access().forEach((payer, access) -> left.put(it.id() + " " + payer, access.left().count()));
        });
        input.uses().forEach(use -> {
            payers.put(use.recordId(), use);
            use.parts().forEach(part -> lies.merge(use.recordId() + " " + part.accountId(), part.units().count(),
                    Long::sum));
            lies.merge(use.recordId() + " null", use.excess().count(), Long::sum);
        });
        for (var move : closed.moves()) {
            var use = requireNonNull(payers.get(move.recordId()));
            assertThat(move.units().isPositive()).isTrue();
            lies.merge(move.recordId() + " " + move.from(), -move.units().count(), Long::sum);
            lies.merge(move.recordId() + " " + move.to(), move.units().count(), Long::sum);
            if (move.from() != null) spare.merge(move.from(), move.units().count(), Long::sum);
            if (move.to() != null) spare.merge(move.to(), -move.units().count(), Long::sum);
            if (move.from() != null) left.merge(move.from() + " " + use.payer(), move.units().count(), CloseTest::plus);
            if (move.to() != null) {
                left.computeIfPresent(move.to() + " " + use.payer(),
                        (_, it) -> it == Long.MAX_VALUE ? it : it - move.units().count());
                assertThat(account(input, move.to()).paysFor(use)).isTrue();
            }
        }
        assertThat(spare.values()).allSatisfy(it -> assertThat(it).isNotNegative());
        assertThat(left.values()).allSatisfy(it -> assertThat(it).isNotNegative());
        assertThat(lies.values()).allSatisfy(it -> assertThat(it).isNotNegative());
    }

    private static long plus(long one, long other) {
        return one == Long.MAX_VALUE ? one : one + other;
    }

    private static Account account(CloseInput input, @Nullable ProviderAccountId id) {
        return input.accounts().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    }

    private record Person(AccountId account, SubscriptionId payer) {}

    private static Person person(int number) {
        return new Person(new AccountId(new UUID(1, number)), new SubscriptionId(new UUID(2, number)));
    }

    private static Access access(Person person, int priority) {
        return new Access(person.account, Units.MAX, null, priority, Units.MAX);
    }

    private static ProviderAccountId id(int number) {
        return new ProviderAccountId(new UUID(3, number));
    }

    private static Account account(int number, Person owner, long spare, Person... members) {
        var access = new HashMap<SubscriptionId, Access>();
        for (var member : members)
            access.put(member.payer, access(member, 0));
        return new Account(id(number), owner.account, UnitType.OCTET, Set.of(), NOVEMBER, true, Units.of(spare), false,
                access);
    }

    /** Of whom so many units lie on the account, and so many beyond all. */
    private static Use use(int number, Person who, long units, Account on, long excess) {
        return new Use(new UUID(9, number), who.payer, who.account, 10, UnitType.OCTET,
                NOVEMBER.from().plusSeconds(number),
                units == 0 ? List.of() : List.of(new Part(on.id(), Units.of(units))),
                Units.of(excess));
    }
}
