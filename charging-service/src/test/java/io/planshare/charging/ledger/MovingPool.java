package io.planshare.charging.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.ledger.Limits.Moving;
import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.charging.limit.Pool.Progress;
import io.planshare.charging.limit.Rate;
import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** One account whose limits move, over many batches: what the database keeps between them is kept here. */
final class MovingPool {

    private final AccountId owner = AccountId.next();
    private final Map<ConsumerAccount.Key, ConsumerAccount> consumers = new LinkedHashMap<>();
    private final Map<Hold.Key, Hold> holds = new LinkedHashMap<>();
    private final List<LimitAdjustment> made = new ArrayList<>();
    private ProviderAccount account;
    private Moving moving;

    MovingPool(LimitPolicy policy, long units, Interval validity) {
        account = new ProviderAccount(ProviderAccountId.next(), owner, null, UnitType.OCTET, Set.of(), validity,
                ProviderAccount.Status.ACTIVE, Units.ZERO, 0, policy.mode(), Units.ZERO, Balance.of(Units.of(units)),
                1);
        moving = new Moving(policy, Progress.none(validity.from()), null);
    }

    ProviderAccount account() {
        return account;
    }

    List<ConsumerAccount> consumers() {
        return List.copyOf(consumers.values());
    }

    List<LimitAdjustment> made() {
        return made;
    }

    LimitPolicy policy() {
        return moving.policy();
    }

    /** Joins, and all limits move. */
    SubscriptionId join(long floor, @Nullable Long cap, int weight, Instant now) {
        return join(floor, cap, weight, null, now);
    }

    SubscriptionId join(long floor, @Nullable Long cap, int weight, @Nullable Long limit, Instant now) {
        var id = SubscriptionId.next();
        var membership = new Membership(Units.of(floor), cap == null ? null : Units.of(cap), weight, false, null,
                Rate.none(now), Units.ZERO);
        var consumer = new ConsumerAccount(account.id(), id, limit == null ? null : Units.of(limit), Units.ZERO,
                Units.ZERO, membership);
        consumers.put(consumer.key(), consumer);
        account = account.withFloorsUnmet(Units.ZERO, consumer.floorUnmet());
        if (moving.policy().mode() != LimitMode.OPEN) change(now);
        return id;
    }

    void leave(SubscriptionId id, Instant now) {
        var consumer = consumer(id);
        var gone = new Membership(consumer.membership().floor(), consumer.membership().cap(),
                consumer.membership().weight(), false, now, consumer.membership().rate(), Units.ZERO);
        consumers.put(consumer.key(), new ConsumerAccount(account.id(), id, consumer.limit(), consumer.consumed(),
                consumer.reserved(), gone));
        account = account.withFloorsUnmet(consumer.floorUnmet(), Units.ZERO);
        change(now);
    }

    void topUp(long units, Instant now) {
        account = account.with(account.balance().topUp(Units.of(units)));
        change(now);
    }

    void withdraw(long units, Instant now) {
        account = account.with(account.balance().withdraw(Units.of(units).atMost(account.balance().available())));
        change(now);
    }

    Units reserve(Hold.Purpose purpose, SubscriptionId who, long units, Instant now) {
        var reserved = new Units[]{Units.ZERO};
        batch(now, ledger -> reserved[0] = ledger.reserve(purpose, draw(who, now), Units.of(units)).units());
        return reserved[0];
    }

    /** Gives back what is held and uses so much of it. */
    Units use(Hold.Purpose purpose, SubscriptionId who, long units, Instant at, Instant now) {
        var used = new Units[]{Units.ZERO};
        batch(now, ledger -> {
            ledger.release(purpose);
            used[0] = ledger.debit(draw(who, at), Units.of(units)).stream().map(Allocation::units)
                    .reduce(Units.ZERO, Units::plus);
        });
        return used[0];
    }

    /** Asks and uses at once; answers how much it got. */
    Units draw(SubscriptionId who, long units, Instant now) {
        var used = new Units[]{Units.ZERO};
        batch(now, ledger -> {
            var purpose = new Hold.Purpose(UUID.randomUUID(), 10);
            used[0] = ledger.reserve(purpose, draw(who, now), Units.of(units)).units();
            ledger.release(purpose);
            ledger.debit(draw(who, now), used[0]);
        });
        return used[0];
    }

    private Draw draw(SubscriptionId who, Instant at) {
        return new Draw(who, owner, 10, UnitType.OCTET, at);
    }

    void batch(Instant now, Consumer<Ledger> work) {
        var limits = new Limits(moving.policy().mode().moves() ? Map.of(account.id(), moving) : Map.of(),
                _ -> consumers(), now);
        var ledger = new Ledger(List.of(account), consumers(), List.copyOf(holds.values()), Map.of(), true, limits);
        work.accept(ledger);
        ledger.settleLimits();
        keep(ledger);
    }

    private void change(Instant now) {
        batch(now, ledger -> ledger.adjust(account.id(), Set.of(LimitTrigger.CHANGE)));
    }

    private void keep(Ledger ledger) {
        ledger.changedAccounts().forEach(changed -> account = changed);
        ledger.changedConsumers().forEach(changed -> consumers.put(changed.key(), changed));
        ledger.changedHolds().forEach(changed -> {
            if (changed.units().isZero()) holds.remove(changed.key());
            else
                holds.put(changed.key(), changed);
        });
        made.addAll(ledger.limits().made().values());
        moving = ledger.limits().moving().getOrDefault(account.id(), moving);
    }

    ConsumerAccount consumer(SubscriptionId id) {
        return Objects.requireNonNull(consumers.get(new ConsumerAccount.Key(account.id(), id)));
    }
}
