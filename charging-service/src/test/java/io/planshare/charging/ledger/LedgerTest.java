package io.planshare.charging.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.event.QuotaEvent.PlannedInterval;
import io.planshare.event.QuotaEvent.PlannedOrder;
import io.planshare.event.QuotaEvent.PlannedPackage;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Interval ALWAYS = new Interval(Instant.EPOCH, null);

    private final SubscriptionId parent = SubscriptionId.next();
    private final AccountId parentAccount = AccountId.next();
    private final SubscriptionId uncle = SubscriptionId.next();
    private final AccountId uncleAccount = AccountId.next();
    private final List<ProviderAccount> accounts = new ArrayList<>();
    private final List<ConsumerAccount> consumers = new ArrayList<>();
    private @Nullable PlanChanged plan;

    @Test
    void the_walk_takes_own_packages_then_own_top_ups_then_what_is_borrowed() {
        var lent = account(uncleAccount, 5, PackageId.next(), Set.of(), parent, uncle);
        var topUp = account(parentAccount, 20, null, Set.of(), parent);
        var own = account(parentAccount, 10, PackageId.next(), Set.of(), parent);

        assertThat(ledger().walk(draw(parent, parentAccount))).containsExactly(own, topUp, lent);
    }

    @Test
    void among_equal_audiences_what_expires_first_pays_first_but_never_before_a_smaller_audience() {
        var late = account(parentAccount, 5, new Interval(Instant.EPOCH, NOW.plusSeconds(900)), parent);
        var soon = account(parentAccount, 5, new Interval(Instant.EPOCH, NOW.plusSeconds(60)), parent);
        var sharedAndSooner = account(parentAccount, 5, new Interval(Instant.EPOCH, NOW.plusSeconds(1)), parent, uncle);

        assertThat(ledger().walk(draw(parent, parentAccount))).containsExactly(soon, late, sharedAndSooner);
    }

    @Test
    void an_account_for_one_rating_group_pays_before_one_for_all_and_never_for_another() {
        var all = account(parentAccount, 5, null, Set.of(), parent);
        var video = account(parentAccount, 5, null, Set.of(20L), parent);

        assertThat(ledger().walk(draw(parent, parentAccount, 20))).containsExactly(video, all);
        assertThat(ledger().walk(draw(parent, parentAccount, 30))).containsExactly(all);
    }

    @Test
    void a_plan_orders_the_packages_it_names_and_the_rest_keeps_its_place() {
        var first = PackageId.next();
        var second = PackageId.next();
        var lent = account(uncleAccount, 5, first, Set.of(), parent, uncle);
        var own = account(parentAccount, 5, second, Set.of(), parent);
        var topUp = account(parentAccount, 5, null, Set.of(), parent);
        plan = new PlanChanged(parentAccount, 1, "hash", List.of(new PlannedInterval(ALWAYS,
                List.of(new PlannedOrder(null, List.of(planned(first), planned(second)))))));

        var walk = ledger().walk(draw(parent, parentAccount));
        assertThat(walk).containsExactlyInAnyOrder(lent, own, topUp);
        assertThat(walk.indexOf(lent)).isLessThan(walk.indexOf(own));
        assertThat(walk.indexOf(topUp)).isLessThan(walk.indexOf(lent));
    }

    @Test
    void an_owners_reserve_is_left_to_the_owner() {
        var lent = accountWithReserve(uncleAccount, 5, 3, parent, uncle);
        var ledger = ledger();

        assertThat(ledger.reserve(purpose(), draw(parent, parentAccount), Units.of(5)).units()).isEqualTo(Units.of(2));
        var denied = ledger.reserve(purpose(), draw(parent, parentAccount), Units.of(1));
        assertThat(denied.by()).contains(new Ledger.Bound(Ledger.Bound.Kind.OWNER_RESERVE, Optional.of(lent)));
        assertThat(ledger.reserve(purpose(), draw(uncle, uncleAccount), Units.of(5)).units()).isEqualTo(Units.of(3));
    }

    @Test
    void a_refusal_names_what_bound() {
        var draw = draw(parent, parentAccount);
        assertThat(ledger().reserve(purpose(), draw, Units.of(1)).by())
                .contains(new Ledger.Bound(Ledger.Bound.Kind.NO_ACCOUNT, Optional.empty()));
        var empty = account(parentAccount, 0, null, Set.of(), parent);
        assertThat(ledger().reserve(purpose(), draw, Units.of(1)).by())
                .contains(new Ledger.Bound(Ledger.Bound.Kind.BALANCE, Optional.of(empty)));
        consumers.replaceAll(c -> new ConsumerAccount(c.providerAccountId(), c.subscriptionId(), Units.ZERO, Units.ZERO,
                Units.ZERO));
        assertThat(ledger().reserve(purpose(), draw, Units.of(1)).by())
                .contains(new Ledger.Bound(Ledger.Bound.Kind.CONSUMER_LIMIT, Optional.of(empty)));
    }

    @Test
    void a_hold_moves_aside_when_somebody_with_fewer_choices_falls_short() {
        var own = account(parentAccount, 10, null, Set.of(), parent);
        var lent = account(uncleAccount, 5, null, Set.of(), parent, uncle);
        var ledger = ledger();
        var first = purpose();
        ledger.reserve(first, draw(parent, parentAccount), Units.of(10));
        ledger.reserve(purpose(), draw(parent, parentAccount), Units.of(5));
        ledger.release(first);

        assertThat(ledger.reserve(purpose(), draw(uncle, uncleAccount), Units.of(5)).units()).isEqualTo(Units.of(5));
        assertThat(balance(ledger, own).reserved()).isEqualTo(Units.of(5));
        assertThat(balance(ledger, lent).reserved()).isEqualTo(Units.of(5));
    }

    @Test
    void use_sinks_into_the_smallest_audience_and_the_hold_there_floats_up() {
        var own = account(parentAccount, 10, null, Set.of(), parent);
        var lent = account(uncleAccount, 5, null, Set.of(), parent, uncle);
        var ledger = ledger();
        ledger.reserve(purpose(), draw(parent, parentAccount), Units.of(10));
        var second = purpose();
        ledger.reserve(second, draw(parent, parentAccount), Units.of(5));
        ledger.release(second);

        assertThat(ledger.debit(draw(parent, parentAccount), Units.of(5)))
                .containsExactly(new Allocation(own, Units.of(5)));
        assertThat(balance(ledger, lent).reserved()).isEqualTo(Units.of(5));
    }

    @Test
    void on_a_part_of_the_sharing_group_a_shortage_asks_for_the_whole() {
        account(parentAccount, 10, null, Set.of(), parent, uncle);
        var part = new Ledger(reservedElsewhere(accounts), consumers, List.of(), Map.of(), false);

        part.reserve(purpose(), draw(parent, parentAccount), Units.of(10));

        assertThat(part.wantsWhole()).isTrue();
    }

    private static List<ProviderAccount> reservedElsewhere(List<ProviderAccount> accounts) {
        return accounts.stream().map(a -> a.with(a.balance().reserve(Units.of(1)))).toList();
    }

    private Ledger ledger() {
        var plans = plan == null ? Map.<AccountId, PlanChanged>of() : Map.of(plan.accountId(), plan);
        return new Ledger(accounts, consumers, List.of(), plans, true);
    }

    private static Balance balance(Ledger ledger, ProviderAccountId id) {
        return ledger.accounts().stream().filter(a -> a.id().equals(id)).findFirst().orElseThrow().balance();
    }

    private static PlannedPackage planned(PackageId id) {
        return new PlannedPackage(id, null, 0, Units.ZERO, null);
    }

    private ProviderAccountId account(AccountId owner, long units, @Nullable PackageId packageId,
            Set<Long> ratingGroups,
            SubscriptionId... members) {
        return add(owner, units, packageId, ratingGroups, ALWAYS, 0, members);
    }

    private ProviderAccountId account(AccountId owner, long units, Interval validity, SubscriptionId... members) {
        return add(owner, units, null, Set.of(), validity, 0, members);
    }

    private ProviderAccountId accountWithReserve(AccountId owner, long units, long reserve, SubscriptionId... members) {
        return add(owner, units, null, Set.of(), ALWAYS, reserve, members);
    }

    private ProviderAccountId add(AccountId owner, long units, @Nullable PackageId packageId, Set<Long> ratingGroups,
            Interval validity, long reserve, SubscriptionId... members) {
        var id = ProviderAccountId.next();
        accounts.add(new ProviderAccount(id, owner, packageId, UnitType.OCTET, ratingGroups, validity,
                ProviderAccount.Status.ACTIVE, Units.of(reserve), members.length, Balance.of(Units.of(units))));
        for (var member : members)
            consumers.add(new ConsumerAccount(id, member, null, Units.ZERO, Units.ZERO));
        return id;
    }

    private static Draw draw(SubscriptionId subscription, AccountId account) {
        return draw(subscription, account, 10);
    }

    private static Draw draw(SubscriptionId subscription, AccountId account, long ratingGroup) {
        return new Draw(subscription, account, ratingGroup, UnitType.OCTET, NOW);
    }

    private static Hold.Purpose purpose() {
        return new Hold.Purpose(UUID.randomUUID(), 10);
    }
}
