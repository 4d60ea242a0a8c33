package io.planshare.charging.close;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.charging.close.ClosedGroup.Person;
import io.planshare.event.ChargingEvent.CloseAccount;
import io.planshare.event.ChargingEvent.ClosePosted;
import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.event.ChargingEvent.UsageRebooked;
import io.planshare.event.QuotaEvent.ProposedMove;
import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Topics;
import io.planshare.model.Interval;
import io.planshare.model.Money;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

/** Closes on charging's side: quota asks and proposes by Kafka, money and units follow. */
@ServiceTest
class ClosesTest {

    private static final int ROUNDS = Boolean.getBoolean("planshare.proof") ? 200 : 10;

    @Autowired
    private Api nobody;
    @Autowired
    private Topics topics;
    @Autowired
    private JdbcClient jdbc;

    private ClosedGroup group;
    private Person owner;
    private Person member;

    @BeforeEach
    void people() {
        group = new ClosedGroup(nobody, topics, jdbc);
        owner = group.person();
        member = group.person();
    }

    @AfterEach
    void everyInvariantHolds() {
        assertThat(group.broken()).isEmpty();
    }

    @Test
    void F1_what_found_room_is_given_back_and_both_packages_are_used_up() {
        var lender = group.person();
        var own = group.pack(owner, 100, member);
        var lent = group.pack(lender, 100, owner);
        group.consent(member, 1_000);
        var first = group.use(owner, 100);
        var second = group.use(member, 100);
        assertThat(group.consumed(own)).isEqualTo(100);
        assertThat(group.owes(member)).isEqualTo(100);

        var seen = group.look(own, lent);
        assertThat(seen.records()).isEqualTo(2);
        assertThat(seen.accounts()).extracting(CloseAccount::providerAccountId).containsExactlyInAnyOrder(own, lent);
        assertThat(seen.accounts()).extracting(it -> it.spare().count()).containsExactlyInAnyOrder(0L, 100L);
        assertThat(group.propose(move(first, own, lent, 100), move(second, null, own, 100))).isTrue();

        assertThat(group.consumed(own)).isEqualTo(100);
        assertThat(group.consumed(lent)).isEqualTo(100);
        assertThat(group.owes(member)).isZero();
        assertThat(group.charged(member, "REFUND")).isEqualTo(-100);
        var told = topics.awaitPublished(UsageRebooked.class, it -> it.recordId().equals(second));
        assertThat(told.parts()).singleElement().satisfies(part -> {
            assertThat(part.from().kind()).isEqualTo(PlaceKind.OVERAGE);
            assertThat(part.to().providerAccountId()).isEqualTo(own);
            assertThat(part.units()).isEqualTo(Units.of(100));
        });
        assertThat(entries(own)).containsExactly("GRANT 100", "DEBIT -100", "REVERSAL 100", "DEBIT -100");
    }

    @Test
    void it_is_all_moves_or_none() {
        var own = group.pack(owner, 100, member);
        group.consent(member, 1_000);
        group.use(owner, 40);
        var record = group.use(member, 90);
        var before = group.books();

        assertThat(group.propose(move(record, null, own, 1), move(record, own, null, 62))).isFalse();
        assertThat(group.propose(move(record, own, null, 10), move(record, null, own, 11))).isFalse();
        assertThat(group.propose(move(record, null, ProviderAccountId.next(), 1))).isFalse();
        assertThat(group.propose(move(UUID.randomUUID(), null, own, 1))).isFalse();

        assertThat(group.books()).isEqualTo(before);
        assertThat(group.owes(member)).isEqualTo(30);
        assertThat(topics.published(UsageRebooked.class)).noneMatch(it -> it.recordId().equals(record));
    }

    @Test
    void what_was_used_meanwhile_is_not_taken_away_from_anybody() {
        var own = group.pack(owner, 100);
        var shared = group.pack(member, 50, owner);
        group.consent(member, 1_000);
        var record = group.use(owner, 30);
        assertThat(group.look(own).accounts().getFirst().spare()).isEqualTo(Units.of(70));

        group.use(owner, 70);

        assertThat(group.propose(move(record, shared, own, 1))).isFalse();
        assertThat(group.consumed(own)).isEqualTo(100);
    }

    @Test
    void a_proposal_in_parts_is_posted_part_by_part_and_told_again_changes_nothing() {
        var own = group.pack(owner, 100, member);
        group.consent(member, 1_000);
        group.use(owner, 100);
        var one = group.use(member, 7);
        var other = group.use(member, 8);
        var more = group.pack(member, 100);
        var run = UUID.randomUUID();
        var first = group.proposal(run, 1, 2, move(one, null, more, 7));
        var second = group.proposal(run, 2, 2, move(other, null, more, 8));

        topics.publish(first, first);
        topics.awaitConsumed();
        assertThat(group.consumed(more)).isEqualTo(7);
        // An answer to the first part would come before this one.
        assertThat(group.answer(group.proposal(UUID.randomUUID(), 2, 2, move(other, null, more, 8)))).isFalse();
        assertThat(topics.published(ClosePosted.class)).noneMatch(it -> it.runId().equals(run));
        assertThat(group.answer(second)).isTrue();
        assertThat(group.consumed(more)).isEqualTo(15);
        var books = group.books();
        topics.publish(first, second, first);
        topics.awaitConsumed();

        assertThat(group.books()).isEqualTo(books);
        assertThat(group.consumed(own)).isEqualTo(100);
        // So would another answer before this one.
        assertThat(group.answer(group.proposal(UUID.randomUUID(), 2, 2, move(other, more, null, 1)))).isFalse();
        assertThat(topics.published(ClosePosted.class)).filteredOn(it -> it.runId().equals(run)).hasSize(1);
        assertThat(group.owes(member)).isZero();
    }

    @Test
    void after_a_part_that_does_not_fit_or_never_came_nothing_of_the_round_is_posted() {
        var own = group.pack(owner, 10, member);
        group.consent(member, 1_000);
        group.use(owner, 5);
        var record = group.use(member, 30);
        var more = group.pack(member, 100);
        var run = UUID.randomUUID();

        assertThat(group.answer(group.proposal(run, 1, 3, move(record, null, more, 1)),
                group.proposal(run, 2, 3, move(record, null, own, 1)),
                group.proposal(run, 3, 3, move(record, null, more, 2)))).isFalse();
        assertThat(group.answer(group.proposal(UUID.randomUUID(), 2, 2, move(record, null, more, 4)))).isFalse();
        topics.awaitConsumed();

        assertThat(group.consumed(more)).isEqualTo(1);
        assertThat(topics.published(ClosePosted.class)).filteredOn(it -> it.runId().equals(run)).hasSize(1);
    }

    @Test
    void a_recall_costs_what_was_agreed_and_is_given_back_where_a_later_close_finds_room() {
        var own = group.pack(owner, 100, member);
        group.consent(owner, 1_000);
        var borrowed = group.use(member, 60);
        var record = group.use(owner, 60);
        assertThat(group.owes(owner)).isEqualTo(20);

        assertThat(group.propose(recall(borrowed, own, 20, 33), move(record, null, own, 20))).isTrue();

        assertThat(group.owes(owner)).isZero();
        assertThat(group.charged(member, "RECALL")).isEqualTo(33);
        assertThat(group.consumed(own)).isEqualTo(100);

        var late = group.pack(member, 100);
        assertThat(group.propose(move(borrowed, null, late, 15))).isTrue();
        // A quarter of the units of 33 is 8.25: what is kept is rounded down.
        assertThat(group.owes(member)).isEqualTo(8);
        assertThat(group.propose(move(borrowed, null, late, 5))).isTrue();
        assertThat(group.owes(member)).isZero();
        assertThat(group.consumed(late)).isEqualTo(20);
    }

    @Test
    void units_of_a_cycle_that_lives_on_are_there_but_for_what_its_owner_reserved() {
        var ends = group.pack(owner, 10);
        var lives = group.pack(new Interval(group.cycle.from(), group.end.plus(Duration.ofDays(10))), owner, 50);
        jdbc.sql("update provider_account set owner_reserve = 20 where provider_account_id = :id")
                .param("id", lives.value()).update();

        var seen = group.look(ends).accounts();

        assertThat(seen).filteredOn(CloseAccount::ended).singleElement()
                .satisfies(it -> assertThat(it.providerAccountId()).isEqualTo(ends));
        assertThat(seen).filteredOn(it -> !it.ended()).singleElement().satisfies(it -> {
            assertThat(it.providerAccountId()).isEqualTo(lives);
            assertThat(it.spare()).isEqualTo(Units.of(30));
        });
    }

    @Test
    void F8_never_more_is_deducted_than_there_is_while_use_and_closes_race() {
        var random = Seeds.random();
        var packs = List.of(group.pack(owner, 300, member), group.pack(member, 200, owner));
        group.consent(owner, 100_000);
        group.consent(member, 100_000);
        var people = List.of(owner, member);
        record Used(UUID record, int by) {}
        var used = new ArrayList<Used>();
        for (int i = 0; i < 20; i++) {
            int by = random.nextInt(2);
            used.add(new Used(group.use(people.get(by), 1 + random.nextInt(20)), by));
        }
        var later = new Random(random.nextLong());
        var using = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 3 * ROUNDS; i++)
                group.use(people.get(later.nextInt(2)), 1 + later.nextInt(15));
        });
        for (int round = 0; round < ROUNDS; round++) {
            var moves = new ArrayList<ProposedMove>();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                var one = used.get(1 + random.nextInt(used.size() - 1));
                // Mostly from where its units lay at first: else nearly all would be refused.
                int from = random.nextInt(4) > 0 ? one.by : random.nextInt(3);
                int to = (from + 1 + random.nextInt(2)) % 3;
                moves.add(move(one.record, from == 2 ? null : packs.get(from), to == 2 ? null : packs.get(to),
                        1 + random.nextInt(4)));
            }
            group.propose(moves.toArray(ProposedMove[]::new));
            assertThat(packs).allSatisfy(it -> assertThat(group.consumed(it)).isLessThanOrEqualTo(300));
        }
        using.join();

        // It kept its units, so nothing that came meanwhile can be in the way.
        var kept = used.getFirst();
        assertThat(group.propose(move(kept.record, packs.get(kept.by), null, 1))).isTrue();
        long metered = jdbc.sql("select sum(metered)::bigint from usage_record where payer = any(:ids)")
                .param("ids", people.stream().map(it -> it.subscription().value()).toArray(UUID[]::new))
                .query(Long.class).single();
        long beyond = jdbc.sql("""
                               select (sum(overage + uncovered) + coalesce((
                                   select sum(case when from_account is null then -units else 0 end
                                       + case when to_account is null then units else 0 end)
                                   from usage_rebooking b where b.usage_record_id = any(:records)), 0))::bigint
                               from usage_record where payer = any(:ids)""")
                .param("ids", people.stream().map(it -> it.subscription().value()).toArray(UUID[]::new))
                .param("records", used.stream().map(Used::record).toArray(UUID[]::new)).query(Long.class).single();
        assertThat(packs.stream().mapToLong(group::consumed).sum() + beyond).isEqualTo(metered);
    }

    private static ProposedMove move(UUID record, @Nullable ProviderAccountId from, @Nullable ProviderAccountId to,
            long units) {
        return new ProposedMove(record, from, to, Units.of(units), null);
    }

    private static ProposedMove recall(UUID record, ProviderAccountId from, long units, long minor) {
        return new ProposedMove(record, from, null, Units.of(units), new Money(minor, "EUR"));
    }

    private List<@Nullable String> entries(ProviderAccountId id) {
        return jdbc.sql("""
                        select kind || ' ' || units from ledger_entry where provider_account_id = :id
                        order by ledger_entry_id""").param("id", id.value()).query(String.class).list();
    }
}
