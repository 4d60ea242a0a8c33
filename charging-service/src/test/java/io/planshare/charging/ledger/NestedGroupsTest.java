package io.planshare.charging.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.kit.testing.Seeds;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Refused though grantable = 0 (design section 3): over random nested groups and random histories of reserve, use and
 * release, a refusal always means that no assignment of all that is held and used could have made room. The judge is a
 * maximum flow that knows nothing of walks.
 */
class NestedGroupsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final int GROUPS = Boolean.getBoolean("planshare.proof") ? 20_000 : 600;

    @Test
    void nothing_is_refused_that_could_have_been_granted() {
        var random = Seeds.random();
        for (int i = 0; i < GROUPS; i++)
            new Group(random).play(60);
    }

    /** A family tree of audiences: everybody, then ever smaller circles, some for one rating group only. */
    private static final class Group {
        private final Random random;
        private final List<Draw> members = new ArrayList<>();
        private final List<ProviderAccount> accounts = new ArrayList<>();
        private final List<List<Draw>> audiences = new ArrayList<>();
        private final List<ConsumerAccount> consumers = new ArrayList<>();
        private final Map<Hold.Purpose, Draw> open = new HashMap<>();
        private final Map<Draw, Long> demand = new HashMap<>();
        private final Ledger ledger;

        Group(Random random) {
            this.random = random;
            int people = 1 + random.nextInt(5);
            for (int p = 0; p < people; p++) {
                var subscription = SubscriptionId.next();
                var account = AccountId.next();
                for (long group : List.of(10L, 20L)) {
                    members.add(new Draw(subscription, account, group, UnitType.OCTET, NOW));
                }
            }
            circle(members);
            ledger = new Ledger(accounts, consumers, List.of(), Map.of(), true);
        }

        private void circle(List<Draw> who) {
            var subscriptions = who.stream().map(Draw::subscriptionId).distinct().toList();
            for (int n = random.nextInt(3); n > 0; n--)
                account(who, Set.of());
            if (subscriptions.size() == 1) {
                for (var draw : who) {
                    if (random.nextBoolean()) account(List.of(draw), Set.of(draw.ratingGroup()));
                }
                return;
            }
            int cut = 1 + random.nextInt(subscriptions.size() - 1);
            var left = Set.copyOf(subscriptions.subList(0, cut));
            circle(who.stream().filter(d -> left.contains(d.subscriptionId())).toList());
            circle(who.stream().filter(d -> !left.contains(d.subscriptionId())).toList());
        }

        private void account(List<Draw> audience, Set<Long> ratingGroups) {
            var id = ProviderAccountId.next();
            var subscriptions = audience.stream().map(Draw::subscriptionId).distinct().toList();
            accounts.add(new ProviderAccount(id, audience.get(random.nextInt(audience.size())).accountId(), null,
                    UnitType.OCTET, ratingGroups, new Interval(Instant.EPOCH, null), ProviderAccount.Status.ACTIVE,
                    Units.ZERO, subscriptions.size(), Balance.of(Units.of(random.nextInt(20)))));
            audiences.add(audience);
            subscriptions.forEach(s -> consumers.add(new ConsumerAccount(id, s, null, Units.ZERO, Units.ZERO)));
        }

        void play(int steps) {
            for (int step = 0; step < steps; step++) {
                if (open.isEmpty() || random.nextInt(3) > 0) {
                    reserve(members.get(random.nextInt(members.size())));
                } else {
                    settle(List.copyOf(open.keySet()).get(random.nextInt(open.size())));
                }
                assertSums();
            }
        }

        private void reserve(Draw draw) {
            var purpose = new Hold.Purpose(UUID.randomUUID(), draw.ratingGroup());
            long wanted = 1L + random.nextInt(8);
            var grantable = grantable(draw, wanted);
            var reserved = ledger.reserve(purpose, draw, Units.of(wanted));
            assertThat(reserved.units().count()).as("granted of %d wanted", wanted).isEqualTo(grantable);
            assertThat(reserved.by().isPresent()).isEqualTo(grantable < wanted);
            if (reserved.units().isPositive()) open.put(purpose, draw);
            demand.merge(draw, reserved.units().count(), Long::sum);
        }

        private void settle(Hold.Purpose purpose) {
            var draw = Objects.requireNonNull(open.remove(purpose));
            long held = ledger.release(purpose).count();
            long used = random.nextLong(held + 1);
            var debited = ledger.debit(draw, Units.of(used)).stream().map(Allocation::units).mapToLong(Units::count)
                    .sum();
            assertThat(debited).as("what was held can be used").isEqualTo(used);
            demand.merge(draw, used - held, Long::sum);
        }

        /** How much more this member can get at most, whatever is moved where. */
        private long grantable(Draw draw, long wanted) {
            long before = demand.values().stream().mapToLong(Long::longValue).sum();
            var flow = new MaxFlow(2 + members.size() + accounts.size());
            for (int m = 0; m < members.size(); m++) {
                var member = members.get(m);
                flow.edge(0, 2 + m, demand.getOrDefault(member, 0L) + (member.equals(draw) ? wanted : 0));
                for (int a = 0; a < accounts.size(); a++) {
                    if (audiences.get(a).contains(member)) flow.edge(2 + m, 2 + members.size() + a, Integer.MAX_VALUE);
                }
            }
            for (int a = 0; a < accounts.size(); a++) {
                flow.edge(2 + members.size() + a, 1, accounts.get(a).balance().granted().count());
            }
            return flow.value() - before;
        }

        private void assertSums() {
            long reserved = ledger.accounts().stream().mapToLong(a -> a.balance().reserved().count()).sum();
            long consumed = ledger.accounts().stream().mapToLong(a -> a.balance().consumed().count()).sum();
            assertThat(reserved + consumed).isEqualTo(demand.values().stream().mapToLong(Long::longValue).sum());
            assertThat(ledger.changedHolds().stream().mapToLong(h -> h.units().count()).sum()).isEqualTo(reserved);
            assertThat(ledger.changedConsumers().stream().mapToLong(c -> c.reserved().count()).sum())
                    .isEqualTo(reserved);
            assertThat(ledger.changedConsumers().stream().mapToLong(c -> c.consumed().count()).sum())
                    .isEqualTo(consumed);
        }
    }
}
