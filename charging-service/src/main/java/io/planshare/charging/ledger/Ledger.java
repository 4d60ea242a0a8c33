package io.planshare.charging.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/**
 * The accounts that a transaction holds locked, and what happens to them there: reserve, release, debit. Exact, and never
 * past an account, a limit or an owner's reserve. Decisions are made one after another; what they changed is then written
 * as a whole.
 *
 * <p>A hold is no use yet, so it may lie in any account that its payer may draw on. When somebody falls short, holds of
 * others move aside to where they fit; when something is used, it sinks into the smallest audience. Hence nothing is
 * refused that could have been granted, wherever audiences are nested and no limit binds.
 */
public final class Ledger {

    private final Map<ProviderAccountId, ProviderAccount> accounts;
    private final Map<ConsumerAccount.Key, ConsumerAccount> consumers;
    private final Map<Hold.Key, Hold> holds;
    private final Map<Hold.Purpose, Set<Hold.Key>> holdsFor = new HashMap<>();
    private final Map<AccountId, PlanChanged> plans;
    private final boolean whole;
    private final Limits limits;
    private final Map<ProviderAccountId, Balance> balancesBefore = new HashMap<>();
    private final Set<ProviderAccountId> touchedAccounts = new LinkedHashSet<>();
    private final Set<ConsumerAccount.Key> touchedConsumers = new LinkedHashSet<>();
    private final Set<Hold.Key> touchedHolds = new LinkedHashSet<>();
    private boolean fellShort;

    /** @param whole whether all holds and accounts of the sharing group are here, or only those of who asks */
    public Ledger(Collection<ProviderAccount> accounts, Collection<ConsumerAccount> consumers, Collection<Hold> holds,
            Map<AccountId, PlanChanged> plans, boolean whole) {
        this(accounts, consumers, holds, plans, whole, Limits.none());
    }

    public Ledger(Collection<ProviderAccount> accounts, Collection<ConsumerAccount> consumers, Collection<Hold> holds,
            Map<AccountId, PlanChanged> plans, boolean whole, Limits limits) {
        this.limits = limits;
        this.accounts = accounts.stream()
                .collect(toMap(ProviderAccount::id, identity(), (a, _) -> a, LinkedHashMap::new));
        this.consumers = consumers.stream()
                .collect(toMap(ConsumerAccount::key, identity(), (a, _) -> a, LinkedHashMap::new));
        this.holds = holds.stream().collect(toMap(Hold::key, identity(), (a, _) -> a, LinkedHashMap::new));
        this.holds.values().forEach(this::index);
        this.plans = Map.copyOf(plans);
        this.whole = whole;
    }

    /** Holds up to the needed units for the purpose, along the walk. Says how many, and what bound if it is fewer. */
    public Reserved reserve(Hold.Purpose purpose, Draw draw, Units needed) {
        var walk = walk(draw);
        var open = walk.stream().filter(id -> !consumer(id, draw.subscriptionId()).membership().paused()).toList();
        var missing = needed;
        for (var id : open)
            missing = missing.minus(hold(purpose, id, draw, missing));
        for (var id : open) {
            if (missing.isPositive() && raiseLimit(id, draw, missing)) {
                missing = missing.minus(hold(purpose, id, draw, missing));
            }
        }
        for (var id : open) {
            while (missing.isPositive() && makeRoom(id, draw, missing)) {
                missing = missing.minus(hold(purpose, id, draw, missing));
            }
        }
        return new Reserved(needed.minus(missing),
                missing.isZero() ? Optional.empty() : Optional.of(bound(walk, draw)));
    }

    /** Gives back all that is held for the purpose, and says how much that was. */
    public Units release(Hold.Purpose purpose) {
        var released = Units.ZERO;
        for (var hold : holdsFor(purpose)) {
            put(hold.with(Units.ZERO));
            put(account(hold.providerAccountId())
                    .with(account(hold.providerAccountId()).balance().release(hold.units())));
            put(consumer(hold).release(hold.units()));
            released = released.plus(hold.units());
        }
        return released;
    }

    /** Uses up to the given units along the walk, and says from which accounts they came. */
    public List<Allocation> debit(Draw draw, Units used) {
        var allocations = new ArrayList<Allocation>();
        var missing = used;
        for (var id : walk(draw)) {
            var taken = Units.ZERO;
            do {
                var part = missing.atMost(room(id, draw));
                debit(id, draw, part);
                taken = taken.plus(part);
                missing = missing.minus(part);
            } while (missing.isPositive() && makeRoom(id, draw, missing));
            if (taken.isPositive()) allocations.add(new Allocation(id, taken));
        }
        return allocations;
    }

    /** The accounts that may pay for this draw, in the order in which they do. */
    List<ProviderAccountId> walk(Draw draw) {
        var mine = accounts.values().stream()
                .filter(account -> account.serves(draw) && isMember(account.id(), draw)).toList();
        return Walk.order(mine, draw, Optional.ofNullable(plans.get(draw.accountId()))).stream()
                .map(ProviderAccount::id).toList();
    }

    /** How long a grant of these units lasts: its accounts may end before, or run out of units soon. */
    public Duration validity(Hold.Purpose purpose, Instant now, Duration standard) {
        return holdsFor(purpose).stream().map(hold -> account(hold.providerAccountId()))
                .map(account -> account.grantEnds(now, purpose, limits.move(account.id())
                        ? limits.grantValidity(account)
                        : standard))
                .reduce(standard, (a, b) -> a.compareTo(b) < 0 ? a : b);
    }

    /** Moves limits where what happened makes them move (spec S7 (3)). */
    public void settleLimits() {
        if (!limits.moving().isEmpty()) moving().forEach(account -> look(account.id()));
    }

    /** Moves the limits of one account if something makes them move. */
    public void look(ProviderAccountId id) {
        var due = limits.due(account(id), consumers);
        if (!due.isEmpty()) adjust(id, due);
    }

    /** The accounts whose limits move. */
    public List<ProviderAccount> moving() {
        return accounts.values().stream().filter(account -> limits.move(account.id())).toList();
    }

    /** Moves the limits of one account, if that is worth it. */
    public Optional<LimitAdjustment> adjust(ProviderAccountId id, Set<LimitTrigger> triggers) {
        var made = limits.adjust(account(id), limits.gather(id, consumers), triggers);
        made.ifPresent(adjustment -> apply(id, adjustment));
        return made;
    }

    /** How its limits would move. */
    public LimitAdjustment propose(ProviderAccountId id, Set<LimitTrigger> triggers) {
        return limits.propose(account(id), limits.gather(id, consumers), triggers);
    }

    public Limits limits() {
        return limits;
    }

    /** As it was before anything happened to it here. */
    public Balance balanceBefore(ProviderAccountId id) {
        return balancesBefore.getOrDefault(id, account(id).balance());
    }

    /**
     * Whether a decision fell short while this was not the whole sharing group: it has to be made again on the whole.
     */
    public boolean wantsWhole() {
        return fellShort && !whole;
    }

    public List<ProviderAccount> changedAccounts() {
        return touchedAccounts.stream().map(this::account).toList();
    }

    public List<ConsumerAccount> changedConsumers() {
        return touchedConsumers.stream().map(key -> Objects.requireNonNull(consumers.get(key))).toList();
    }

    /** Holds that changed; one that ended has zero units. */
    public List<Hold> changedHolds() {
        return touchedHolds.stream().map(key -> Objects.requireNonNull(holds.get(key))).toList();
    }

    Collection<ProviderAccount> accounts() {
        return accounts.values();
    }

    private Units hold(Hold.Purpose purpose, ProviderAccountId id, Draw draw, Units wanted) {
        var units = wanted.atMost(roomToHold(id, draw));
        if (units.isZero()) return units;
        put(account(id).with(account(id).balance().reserve(units)));
        put(consumer(id, draw.subscriptionId()).reserve(units));
        var before = holds.getOrDefault(new Hold.Key(purpose, id), new Hold(purpose, id, draw, Units.ZERO));
        put(new Hold(purpose, id, draw, before.units().plus(units)));
        return units;
    }

    private void debit(ProviderAccountId id, Draw draw, Units units) {
        if (units.isZero()) return;
        put(account(id).with(account(id).balance().debit(units)));
        var consumer = consumer(id, draw.subscriptionId()).debit(units);
        if (limits.move(id)) {
            limits.used(account(id), units);
            consumer = limits.used(consumer, account(id), units);
        }
        put(consumer);
    }

    /** Lets limits move so that this draw is not cut short by one while the account holds units. */
    private boolean raiseLimit(ProviderAccountId id, Draw draw, Units lacking) {
        if (!limits.move(id) || free(id, draw).isZero()) return false;
        var consumer = consumer(id, draw.subscriptionId());
        if (!consumer.isActive() || consumer.left().compareTo(lacking) >= 0) return false;
        var made = limits.avertDenial(account(id), limits.gather(id, consumers), consumer, lacking);
        made.ifPresent(adjustment -> apply(id, adjustment));
        return made.isPresent();
    }

    private void apply(ProviderAccountId id, LimitAdjustment adjustment) {
        for (var moved : adjustment.limits()) {
            if (!moved.after().equals(moved.before())) put(consumer(id, moved.id()).with(moved.after()));
        }
    }

    private boolean isMember(ProviderAccountId id, Draw draw) {
        var consumer = consumers.get(new ConsumerAccount.Key(id, draw.subscriptionId()));
        return consumer != null && consumer.membership().isOpenAt(draw.at());
    }

    private Units roomToHold(ProviderAccountId id, Draw draw) {
        return free(id, draw).atMost(consumer(id, draw.subscriptionId()).leftToHold());
    }

    private Units room(ProviderAccountId id, Draw draw) {
        return free(id, draw).atMost(consumer(id, draw.subscriptionId()).left());
    }

    private Units free(ProviderAccountId id, Draw draw) {
        return account(id).freeFor(draw.accountId(), consumer(id, draw.subscriptionId()).floorUnmet());
    }

    /** Moves holds of others out of an account that is full, to where they fit; true if that made room for the draw. */
    private boolean makeRoom(ProviderAccountId id, Draw draw, Units wanted) {
        var limit = wanted.atMost(consumer(id, draw.subscriptionId()).left());
        if (limit.isZero() || account(id).balance().reserved().isZero()) return false;
        if (!whole) {
            fellShort = true;
            return false;
        }
        return moveAside(id, limit, new HashSet<>(Set.of(id))).isPositive() && room(id, draw).isPositive();
    }

    private Units moveAside(ProviderAccountId id, Units wanted, Set<ProviderAccountId> visited) {
        for (var hold : holdsIn(id)) {
            for (var other : walk(hold.draw())) {
                if (!visited.add(other)) continue;
                var wish = wanted.atMost(hold.units());
                var room = roomToHold(other, hold.draw());
                if (room.isZero()) {
                    var limit = wish.atMost(consumer(other, hold.draw().subscriptionId()).leftToHold());
                    if (limit.isPositive()) moveAside(other, limit, visited);
                    room = roomToHold(other, hold.draw());
                }
                var units = wish.atMost(room);
                if (units.isPositive()) {
                    move(hold, other, units);
                    return units;
                }
            }
        }
        return Units.ZERO;
    }

    private void move(Hold hold, ProviderAccountId to, Units units) {
        put(hold.with(hold.units().minus(units)));
        put(account(hold.providerAccountId()).with(account(hold.providerAccountId()).balance().release(units)));
        put(consumer(hold).release(units));
        hold(hold.purpose(), to, hold.draw(), units);
    }

    private Bound bound(List<ProviderAccountId> walk, Draw draw) {
        if (walk.isEmpty()) return new Bound(Bound.Kind.NO_ACCOUNT, Optional.empty());
        var last = walk.getLast();
        if (consumer(last, draw.subscriptionId()).membership().paused()) {
            return new Bound(Bound.Kind.PAUSED, Optional.of(last));
        }
        if (consumer(last, draw.subscriptionId()).left().isZero()) {
            return new Bound(Bound.Kind.CONSUMER_LIMIT, Optional.of(last));
        }
        if (account(last).balance().available().isZero()) return new Bound(Bound.Kind.BALANCE, Optional.of(last));
        var kept = account(last).freeFor(draw.accountId()).isZero();
        return new Bound(kept ? Bound.Kind.OWNER_RESERVE : Bound.Kind.FLOORS, Optional.of(last));
    }

    private List<Hold> holdsFor(Hold.Purpose purpose) {
        return holdsFor.getOrDefault(purpose, Set.of()).stream().map(key -> Objects.requireNonNull(holds.get(key)))
                .filter(hold -> hold.units().isPositive()).toList();
    }

    private List<Hold> holdsIn(ProviderAccountId id) {
        return holds.values().stream().filter(h -> h.providerAccountId().equals(id) && h.units().isPositive()).toList();
    }

    private ProviderAccount account(ProviderAccountId id) {
        return Objects.requireNonNull(accounts.get(id));
    }

    private ConsumerAccount consumer(Hold hold) {
        return consumer(hold.providerAccountId(), hold.draw().subscriptionId());
    }

    private ConsumerAccount consumer(ProviderAccountId id, SubscriptionId subscription) {
        return Objects.requireNonNull(consumers.get(new ConsumerAccount.Key(id, subscription)));
    }

    private void put(ProviderAccount account) {
        var before = accounts.put(account.id(), account);
        if (before != null) balancesBefore.putIfAbsent(account.id(), before.balance());
        touchedAccounts.add(account.id());
    }

    private void put(ConsumerAccount consumer) {
        var before = consumers.put(consumer.key(), consumer);
        touchedConsumers.add(consumer.key());
        if (before == null) return;
        if (limits.move(consumer.providerAccountId())) limits.before(before);
        if (!before.floorUnmet().equals(consumer.floorUnmet())) {
            put(account(consumer.providerAccountId()).withFloorsUnmet(before.floorUnmet(), consumer.floorUnmet()));
        }
    }

    private void index(Hold hold) {
        holdsFor.computeIfAbsent(hold.purpose(), _ -> new LinkedHashSet<>()).add(hold.key());
    }

    private void put(Hold hold) {
        if (holds.put(hold.key(), hold) == null) index(hold);
        touchedHolds.add(hold.key());
    }

    /**
     * What was reserved.
     *
     * @param by what bound, when fewer were reserved than needed
     */
    public record Reserved(Units units, Optional<Bound> by) {}

    /** What kept units from being granted, and in which account. */
    public record Bound(Kind kind, Optional<ProviderAccountId> providerAccountId) {
        public enum Kind {
            /** The payer may draw on no account for this. */
            NO_ACCOUNT, BALANCE, CONSUMER_LIMIT, OWNER_RESERVE,
            /** What is left is guaranteed to other consumers. */
            FLOORS,
            /** The payer is paused in the account. */
            PAUSED
        }
    }
}
