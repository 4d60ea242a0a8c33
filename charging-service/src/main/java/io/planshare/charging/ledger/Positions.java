package io.planshare.charging.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Where all accounts, consumers and holds of a ledger stand, and which of them were touched. */
final class Positions {

    private final Map<ProviderAccountId, ProviderAccount> accounts;
    private final Map<ConsumerAccount.Key, ConsumerAccount> consumers;
    private final Map<SubscriptionId, List<ProviderAccountId>> accountsOf = new HashMap<>();
    private final Map<Hold.Key, Hold> holds;
    private final Map<Hold.Purpose, Set<Hold.Key>> holdsFor = new HashMap<>();
    private final Limits limits;
    private final Map<ProviderAccountId, Balance> balancesBefore = new HashMap<>();
    private final Set<ProviderAccountId> touchedAccounts = new LinkedHashSet<>();
    private final Set<ConsumerAccount.Key> touchedConsumers = new LinkedHashSet<>();
    private final Set<Hold.Key> touchedHolds = new LinkedHashSet<>();
    private final Set<ProviderAccountId> touchedByDecision = new LinkedHashSet<>();

    Positions(Collection<ProviderAccount> accounts, Collection<ConsumerAccount> consumers, Collection<Hold> holds,
            Limits limits) {
        this.limits = limits;
        this.accounts = accounts.stream()
                .collect(toMap(ProviderAccount::id, identity(), (a, _) -> a, LinkedHashMap::new));
        this.consumers = consumers.stream()
                .collect(toMap(ConsumerAccount::key, identity(), (a, _) -> a, LinkedHashMap::new));
        this.consumers.keySet().forEach(key -> accountsOf
                .computeIfAbsent(key.subscriptionId(), _ -> new ArrayList<>()).add(key.providerAccountId()));
        this.holds = holds.stream().collect(toMap(Hold::key, identity(), (a, _) -> a, LinkedHashMap::new));
        this.holds.values().forEach(this::index);
    }

    Collection<ProviderAccount> accounts() {
        return accounts.values();
    }

    /** Those that were read in which this subscription is a consumer. */
    Stream<ProviderAccount> accountsOf(SubscriptionId subscription) {
        return accountsOf.getOrDefault(subscription, List.of()).stream().map(accounts::get).filter(Objects::nonNull);
    }

    void beginDecision() {
        touchedByDecision.clear();
    }

    /** The accounts that the decision has changed so far. */
    List<ProviderAccount> changedByDecision() {
        return touchedByDecision.stream().map(this::account).toList();
    }

    /** More of them may be put here as they are read. */
    Map<ConsumerAccount.Key, ConsumerAccount> consumers() {
        return consumers;
    }

    ProviderAccount account(ProviderAccountId id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    ConsumerAccount consumer(Hold hold) {
        return consumer(hold.providerAccountId(), hold.draw().subscriptionId());
    }

    ConsumerAccount consumer(ProviderAccountId id, SubscriptionId subscription) {
        return Objects.requireNonNull(consumers.get(new ConsumerAccount.Key(id, subscription)));
    }

    Optional<Hold> hold(Hold.Key key) {
        return Optional.ofNullable(holds.get(key));
    }

    List<Hold> holdsFor(Hold.Purpose purpose) {
        return holdsFor.getOrDefault(purpose, Set.of()).stream().map(key -> Objects.requireNonNull(holds.get(key)))
                .filter(hold -> hold.units().isPositive()).toList();
    }

    List<Hold> holdsIn(ProviderAccountId id) {
        return holds.values().stream().filter(h -> h.providerAccountId().equals(id) && h.units().isPositive()).toList();
    }

    Balance balanceBefore(ProviderAccountId id) {
        return Objects.requireNonNullElseGet(balancesBefore.get(id), () -> account(id).balance());
    }

    List<ProviderAccount> changedAccounts() {
        return touchedAccounts.stream().map(this::account).toList();
    }

    List<ConsumerAccount> changedConsumers() {
        return touchedConsumers.stream().map(key -> Objects.requireNonNull(consumers.get(key))).toList();
    }

    List<Hold> changedHolds() {
        return touchedHolds.stream().map(key -> Objects.requireNonNull(holds.get(key))).toList();
    }

    void put(ProviderAccount account) {
        var first = touchedByDecision.add(account.id());
        var before = accounts.put(account.id(), first ? account.nextVersion() : account);
        if (before != null) balancesBefore.putIfAbsent(account.id(), before.balance());
        touchedAccounts.add(account.id());
    }

    /** What a consumer lacks to its floor is counted at its account too. */
    void put(ConsumerAccount consumer) {
        var before = consumers.put(consumer.key(), consumer);
        touchedConsumers.add(consumer.key());
        if (before == null) return;
        if (limits.move(consumer.providerAccountId())) limits.before(before);
        if (!before.floorUnmet().equals(consumer.floorUnmet())) {
            put(account(consumer.providerAccountId()).withFloorsUnmet(before.floorUnmet(), consumer.floorUnmet()));
        }
    }

    void put(Hold hold) {
        if (holds.put(hold.key(), hold) == null) index(hold);
        touchedHolds.add(hold.key());
    }

    private void index(Hold hold) {
        holdsFor.computeIfAbsent(hold.purpose(), _ -> new LinkedHashSet<>()).add(hold.key());
    }
}
