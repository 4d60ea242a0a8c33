package io.planshare.charging.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.charging.limit.Pool;
import io.planshare.charging.limit.Pool.Progress;
import io.planshare.charging.limit.Rate;
import io.planshare.charging.limit.Share;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

/**
 * The accounts of a ledger whose limits move, and how they moved. All members of such an account are read only when its
 * limits are looked at.
 */
public final class Limits {

    /** How one account's limits move, and how far it had come when they last did. */
    public record Moving(LimitPolicy policy, Progress progress) {}

    private final Map<ProviderAccountId, Moving> moving;
    private final Function<ProviderAccountId, List<ConsumerAccount>> members;
    private final Instant now;
    private final Map<ProviderAccountId, List<ConsumerAccount.Key>> gathered = new HashMap<>();
    private final Map<ConsumerAccount.Key, Units> takenBefore = new HashMap<>();
    private final Map<ProviderAccountId, LimitAdjustment> made = new LinkedHashMap<>();

    /** @param members reads all consumers of one of these accounts, under its lock */
    public Limits(Map<ProviderAccountId, Moving> moving, Function<ProviderAccountId, List<ConsumerAccount>> members,
            Instant now) {
        this.moving = new LinkedHashMap<>(moving);
        this.members = members;
        this.now = now;
    }

    /** Where all limits stand still. */
    static Limits none() {
        return new Limits(Map.of(), _ -> List.of(), Instant.EPOCH);
    }

    public boolean move(ProviderAccountId id) {
        return moving.containsKey(id);
    }

    public Map<ProviderAccountId, Moving> moving() {
        return moving;
    }

    /** The adjustments that were made; several of one account are told as one. */
    public Map<ProviderAccountId, LimitAdjustment> made() {
        return made;
    }

    public Pool pool(ProviderAccount account) {
        var how = Objects.requireNonNull(moving.get(account.id()));
        return new Pool(how.policy(), how.progress(), account.validity(), account.balance().total(),
                account.balance().consumed(), account.balance().reserved());
    }

    Duration grantValidity(ProviderAccount account) {
        return pool(account).grantValidity(now);
    }

    void used(ProviderAccount account, Units units) {
        var progress = Objects.requireNonNull(moving.get(account.id())).progress();
        set(account.id(), progress.with(progress.rate().with(units, now, Rate.memory(account.validity()))));
    }

    ConsumerAccount used(ConsumerAccount consumer, ProviderAccount account, Units units) {
        return consumer.with(consumer.membership().rate().with(units, now, Rate.memory(account.validity())));
    }

    /** Remembers what a consumer had taken before it is touched. */
    void before(ConsumerAccount consumer) {
        takenBefore.putIfAbsent(consumer.key(), consumer.consumed().plus(consumer.reserved()));
    }

    /** All members, as far as they are not here yet. */
    List<ConsumerAccount> gather(ProviderAccountId id, Map<ConsumerAccount.Key, ConsumerAccount> consumers) {
        var keys = gathered.computeIfAbsent(id, _ -> members.apply(id).stream().map(member -> {
            consumers.putIfAbsent(member.key(), member);
            return member.key();
        }).toList());
        return keys.stream().map(key -> Objects.requireNonNull(consumers.get(key))).toList();
    }

    /** What makes this account's limits move now; reads the members only if it must. */
    Set<LimitTrigger> due(ProviderAccount account, Map<ConsumerAccount.Key, ConsumerAccount> consumers) {
        var pool = pool(account);
        var due = pool.due(now);
        var nearing = takenBefore.entrySet().stream().filter(e -> e.getKey().providerAccountId().equals(account.id()))
                .anyMatch(e -> Pool.comesNear(share(Objects.requireNonNull(consumers.get(e.getKey())), account),
                        e.getValue()));
        if (!nearing && !pool.wantsLook(now)) return due;
        due.addAll(pool.dueAmong(shares(gather(account.id(), consumers), account), nearing, now));
        set(account.id(), pool.looked(now));
        return due;
    }

    /** New limits, if they are worth it. */
    Optional<LimitAdjustment> adjust(ProviderAccount account, Collection<ConsumerAccount> all,
            Set<LimitTrigger> triggers) {
        var adjustment = propose(account, all, triggers);
        set(account.id(), pool(account).adjusted(now));
        if (!adjustment.isWorthwhile(pool(account))) return Optional.empty();
        made.merge(account.id(), adjustment, LimitAdjustment::followedBy);
        return Optional.of(adjustment);
    }

    LimitAdjustment propose(ProviderAccount account, Collection<ConsumerAccount> all, Set<LimitTrigger> triggers) {
        return pool(account).adjust(shares(all, account), triggers, now);
    }

    /** New limits if one consumer would else be denied; empty if they would not let it have more. */
    Optional<LimitAdjustment> avertDenial(ProviderAccount account, Collection<ConsumerAccount> all,
            ConsumerAccount requester, Units lacking) {
        var shares = all.stream().map(consumer -> consumer.key().equals(requester.key())
                ? share(consumer, account).needing(lacking)
                : share(consumer, account)).toList();
        var adjustment = pool(account).adjust(shares, Set.of(LimitTrigger.DENIAL_IMMINENT), now);
        var helps = adjustment.limits().stream().filter(l -> l.id().equals(requester.subscriptionId()))
                .anyMatch(limit -> limit.before() != null && limit.after().compareTo(limit.before()) > 0);
        if (!helps) return Optional.empty();
        made.merge(account.id(), adjustment, LimitAdjustment::followedBy);
        return Optional.of(adjustment);
    }

    private void set(ProviderAccountId id, Progress progress) {
        moving.computeIfPresent(id, (_, how) -> new Moving(how.policy(), progress));
    }

    private List<Share> shares(Collection<ConsumerAccount> consumers, ProviderAccount account) {
        return consumers.stream().map(consumer -> share(consumer, account)).toList();
    }

    private Share share(ConsumerAccount consumer, ProviderAccount account) {
        return consumer.share(now, account.validity());
    }
}
