package io.planshare.charging.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

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

    private final Positions at;
    private final Map<AccountId, PlanChanged> plans;
    private final boolean whole;
    private final Limits limits;
    /** What the last release gave back: its use may be debited, whatever others were guaranteed since. */
    private final Map<ConsumerAccount.Key, Units> givenBack = new HashMap<>();
    private boolean fellShort;

    /** @param whole whether all holds and accounts of the sharing group are here, or only those of who asks */
    public Ledger(Collection<ProviderAccount> accounts, Collection<ConsumerAccount> consumers, Collection<Hold> holds,
            Map<AccountId, PlanChanged> plans, boolean whole) {
        this(accounts, consumers, holds, plans, whole, Limits.none());
    }

    public Ledger(Collection<ProviderAccount> accounts, Collection<ConsumerAccount> consumers, Collection<Hold> holds,
            Map<AccountId, PlanChanged> plans, boolean whole, Limits limits) {
        this.limits = limits;
        this.at = new Positions(accounts, consumers, holds, limits);
        this.plans = Map.copyOf(plans);
        this.whole = whole;
    }

    /** What follows is one decision: the version of each account that it changes grows by one. */
    public void beginDecision() {
        at.beginDecision();
    }

    /** The accounts that the decision has changed so far, with the versions that it made. */
    public List<Version> versions() {
        return at.changedByDecision().stream().map(account -> new Version(account.id(), account.version())).toList();
    }

    /** Holds up to the needed units for the purpose, along the walk. Says how many, and what bound if it is fewer. */
    public Reserved reserve(Hold.Purpose purpose, Draw draw, Units needed) {
        var walk = walk(draw);
        var open = walk.stream().filter(id -> !at.consumer(id, draw.subscriptionId()).membership().paused()).toList();
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
                missing.isZero() ? Optional.empty() : Optional.of(bound(walk, draw)), stops(purpose, walk, draw));
    }

    /** Gives back all that is held for the purpose, and says how much that was. */
    public Units release(Hold.Purpose purpose) {
        var released = Units.ZERO;
        givenBack.clear();
        for (var hold : at.holdsFor(purpose)) {
            at.put(hold.with(Units.ZERO));
            giveBack(hold);
            givenBack.merge(at.consumer(hold).key(), hold.units(), Units::plus);
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

    /** An account that would pay for this draw, were it not frozen. */
    public Optional<ProviderAccountId> frozenFor(Draw draw) {
        return at.accountsOf(draw.subscriptionId()).filter(account -> account.wouldServe(draw))
                .map(ProviderAccount::id).findFirst();
    }

    /** The accounts that may pay for this draw, in the order in which they do. */
    List<ProviderAccountId> walk(Draw draw) {
        var mine = at.accountsOf(draw.subscriptionId())
                .filter(account -> account.serves(draw) && isMember(account.id(), draw)).toList();
        return Walk.order(mine, draw, Optional.ofNullable(plans.get(draw.accountId()))).stream()
                .map(ProviderAccount::id).toList();
    }

    /** How long a grant of these units lasts: its accounts may end before, or run out of units soon. */
    public Duration validity(Hold.Purpose purpose, Instant now, Duration standard) {
        return at.holdsFor(purpose).stream().map(hold -> at.account(hold.providerAccountId()))
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
        var due = limits.due(at.account(id), at.consumers());
        if (!due.isEmpty()) adjust(id, due);
    }

    /** The accounts whose limits move. */
    public List<ProviderAccount> moving() {
        return at.accounts().stream().filter(account -> limits.move(account.id())).toList();
    }

    /** Moves the limits of one account, if that is worth it; by and by where they move by epochs. */
    public Optional<LimitAdjustment> adjust(ProviderAccountId id, Set<LimitTrigger> triggers) {
        if (limits.moveByEpochs(id)) {
            limits.want(id, triggers);
            return Optional.empty();
        }
        var made = limits.adjust(at.account(id), limits.gather(id, at.consumers()), triggers);
        made.ifPresent(adjustment -> apply(id, adjustment));
        return made;
    }

    /** How its limits would move. */
    public LimitAdjustment propose(ProviderAccountId id, Set<LimitTrigger> triggers) {
        return limits.propose(at.account(id), limits.gather(id, at.consumers()), triggers);
    }

    public Limits limits() {
        return limits;
    }

    /** As it was before anything happened to it here. */
    public Balance balanceBefore(ProviderAccountId id) {
        return at.balanceBefore(id);
    }

    /**
     * Whether a decision fell short while this was not the whole sharing group: it has to be made again on the whole.
     */
    public boolean wantsWhole() {
        return fellShort && !whole;
    }

    public List<ProviderAccount> changedAccounts() {
        return at.changedAccounts();
    }

    public List<ConsumerAccount> changedConsumers() {
        return at.changedConsumers();
    }

    /** Holds that changed; one that ended has zero units. */
    public List<Hold> changedHolds() {
        return at.changedHolds();
    }

    Collection<ProviderAccount> accounts() {
        return at.accounts();
    }

    /** A frozen account's figures may be wrong: what is held there goes back as far as they say it is held. */
    private void giveBack(Hold hold) {
        var account = at.account(hold.providerAccountId());
        var consumer = at.consumer(hold);
        var frozen = account.status() == ProviderAccount.Status.FROZEN;
        at.put(account.with(account.balance()
                .release(frozen ? hold.units().atMost(account.balance().reserved()) : hold.units())));
        at.put(consumer.release(frozen ? hold.units().atMost(consumer.reserved()) : hold.units()));
    }

    private List<Stop> stops(Hold.Purpose purpose, List<ProviderAccountId> walk, Draw draw) {
        return walk.stream().map(id -> {
            var held = at.hold(new Hold.Key(purpose, id)).map(Hold::units).orElse(Units.ZERO);
            return new Stop(id, held, at.account(id).version(),
                    roomToHold(id, draw).isZero() ? Optional.of(limit(id, draw)) : Optional.empty());
        }).toList();
    }

    private Units hold(Hold.Purpose purpose, ProviderAccountId id, Draw draw, Units wanted) {
        var units = wanted.atMost(roomToHold(id, draw));
        if (units.isZero()) return units;
        at.put(at.account(id).with(at.account(id).balance().reserve(units)));
        at.put(at.consumer(id, draw.subscriptionId()).reserve(units));
        var before = at.hold(new Hold.Key(purpose, id)).orElseGet(() -> new Hold(purpose, id, draw, Units.ZERO));
        at.put(new Hold(purpose, id, draw, before.units().plus(units)));
        return units;
    }

    private void debit(ProviderAccountId id, Draw draw, Units units) {
        if (units.isZero()) return;
        at.put(at.account(id).with(at.account(id).balance().debit(units)));
        var consumer = at.consumer(id, draw.subscriptionId()).debit(units);
        if (limits.move(id)) {
            limits.used(at.account(id), units);
            consumer = limits.used(consumer, at.account(id), units);
        }
        at.put(consumer);
        givenBack.computeIfPresent(consumer.key(), (_, promised) -> promised.excessOver(units));
    }

    /** Lets limits move so that this draw is not cut short by one while the account holds units. */
    private boolean raiseLimit(ProviderAccountId id, Draw draw, Units lacking) {
        if (!limits.move(id) || free(id, draw).isZero()) return false;
        var consumer = at.consumer(id, draw.subscriptionId());
        if (!consumer.isActive() || consumer.left().compareTo(lacking) >= 0) return false;
        if (limits.moveByEpochs(id)) {
            var raised = limits.drawOnCommon(at.account(id), consumer, lacking);
            at.put(raised);
            return raised.left().compareTo(consumer.left()) > 0;
        }
        var made = limits.avertDenial(at.account(id), limits.gather(id, at.consumers()), consumer, lacking);
        made.ifPresent(adjustment -> apply(id, adjustment));
        return made.isPresent();
    }

    private void apply(ProviderAccountId id, LimitAdjustment adjustment) {
        for (var moved : adjustment.limits()) {
            if (!moved.after().equals(moved.before())) at.put(at.consumer(id, moved.id()).with(moved.after()));
        }
    }

    private boolean isMember(ProviderAccountId id, Draw draw) {
        var consumer = at.consumers().get(new ConsumerAccount.Key(id, draw.subscriptionId()));
        return consumer != null && consumer.membership().isOpenAt(draw.at());
    }

    private Units roomToHold(ProviderAccountId id, Draw draw) {
        return free(id, draw).atMost(at.consumer(id, draw.subscriptionId()).leftToHold());
    }

    private Units room(ProviderAccountId id, Draw draw) {
        var consumer = at.consumer(id, draw.subscriptionId());
        var promised = givenBack.getOrDefault(consumer.key(), Units.ZERO)
                .atMost(at.account(id).freeFor(draw.accountId()));
        var free = free(id, draw);
        return (free.compareTo(promised) < 0 ? promised : free).atMost(consumer.left());
    }

    private Units free(ProviderAccountId id, Draw draw) {
        return at.account(id).freeFor(draw.accountId(), at.consumer(id, draw.subscriptionId()).floorUnmet());
    }

    /** Moves holds of others out of an account that is full, to where they fit; true if that made room for the draw. */
    private boolean makeRoom(ProviderAccountId id, Draw draw, Units wanted) {
        var limit = wanted.atMost(at.consumer(id, draw.subscriptionId()).left());
        if (limit.isZero() || at.account(id).balance().reserved().isZero()) return false;
        if (!whole) {
            fellShort = true;
            return false;
        }
        return moveAside(id, limit, new HashSet<>(Set.of(id))).isPositive() && room(id, draw).isPositive();
    }

    private Units moveAside(ProviderAccountId id, Units wanted, Set<ProviderAccountId> visited) {
        for (var hold : at.holdsIn(id)) {
            for (var other : walk(hold.draw())) {
                if (!visited.add(other)) continue;
                var wish = wanted.atMost(hold.units());
                var room = roomToHold(other, hold.draw());
                if (room.isZero()) {
                    var limit = wish.atMost(at.consumer(other, hold.draw().subscriptionId()).leftToHold());
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
        at.put(hold.with(hold.units().minus(units)));
        at.put(at.account(hold.providerAccountId())
                .with(at.account(hold.providerAccountId()).balance().release(units)));
        at.put(at.consumer(hold).release(units));
        hold(hold.purpose(), to, hold.draw(), units);
    }

    private Bound bound(List<ProviderAccountId> walk, Draw draw) {
        var frozen = frozenFor(draw);
        if (frozen.isPresent()) return new Bound(Bound.Kind.FROZEN, frozen);
        if (walk.isEmpty()) return new Bound(Bound.Kind.NO_ACCOUNT, Optional.empty());
        return new Bound(limit(walk.getLast(), draw), Optional.of(walk.getLast()));
    }

    /** What keeps more units of this account from the draw. */
    private Bound.Kind limit(ProviderAccountId id, Draw draw) {
        var consumer = at.consumer(id, draw.subscriptionId());
        if (consumer.membership().paused()) return Bound.Kind.PAUSED;
        if (consumer.left().isZero()) return Bound.Kind.CONSUMER_LIMIT;
        if (at.account(id).balance().available().isZero()) return Bound.Kind.BALANCE;
        return at.account(id).freeFor(draw.accountId()).isZero() ? Bound.Kind.OWNER_RESERVE : Bound.Kind.FLOORS;
    }

    /**
     * What was reserved.
     *
     * @param by what bound, when fewer were reserved than needed
     * @param walk the accounts in the order in which they were asked
     */
    public record Reserved(Units units, Optional<Bound> by, List<Stop> walk) {}

    /**
     * One account on a walk.
     *
     * @param units what it holds for the purpose now
     * @param version of the account as the decision left it
     * @param limit what keeps more of it from the draw; empty where it has room left
     */
    public record Stop(ProviderAccountId providerAccountId, Units units, long version, Optional<Bound.Kind> limit) {}

    /** An account's version after the decision that changed it. */
    public record Version(ProviderAccountId providerAccountId, long version) {}

    /** What kept units from being granted, and in which account. */
    public record Bound(Kind kind, Optional<ProviderAccountId> providerAccountId) {
        public enum Kind {
            /** The payer may draw on no account for this. */
            NO_ACCOUNT,
            BALANCE,
            CONSUMER_LIMIT,
            OWNER_RESERVE,
            /** What is left is guaranteed to other consumers. */
            FLOORS,
            /** The payer is paused in the account. */
            PAUSED,
            /** The account is frozen until somebody has looked into it. */
            FROZEN
        }
    }
}
