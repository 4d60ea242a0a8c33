package io.planshare.charging.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

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

    /**
     * How one account's limits move, and how far it had come when they last did.
     *
     * @param epochs null where limits move in the pass
     */
    public record Moving(LimitPolicy policy, Progress progress, @Nullable Epochs epochs) {

        public Pool pool(ProviderAccount account) {
            return new Pool(policy, progress, account.validity(), account.balance().total(),
                    account.balance().consumed(), account.balance().reserved());
        }
    }

    /**
     * Of an account with too many consumers to look at all of them in the pass.
     *
     * @param promised what all limits come to; {@link Units#MAX} before they were counted
     * @param wanted what makes limits move, as soon as an epoch was computed
     */
    public record Epochs(Units promised, Set<LimitTrigger> wanted) {
        public Epochs {
            wanted = Set.copyOf(wanted);
        }

        Epochs wanting(Set<LimitTrigger> triggers) {
            if (wanted.containsAll(triggers)) return this;
            var both = EnumSet.copyOf(triggers);
            both.addAll(wanted);
            return new Epochs(promised, both);
        }
    }

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
        return Objects.requireNonNull(moving.get(account.id())).pool(account);
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

    /** What makes this account's limits move now in the pass; reads the members only if it must. */
    Set<LimitTrigger> due(ProviderAccount account, Map<ConsumerAccount.Key, ConsumerAccount> consumers) {
        var pool = pool(account);
        var due = pool.due(now);
        var nearing = takenBefore.entrySet().stream().filter(e -> e.getKey().providerAccountId().equals(account.id()))
                .anyMatch(e -> Pool.comesNear(share(Objects.requireNonNull(consumers.get(e.getKey())), account),
                        e.getValue()));
        if (moveByEpochs(account.id())) {
            if (nearing) due.add(LimitTrigger.NEAR_LIMIT);
            if (pool.wantsLook(now)) {
                due.add(LimitTrigger.IMBALANCE);
                set(account.id(), pool.looked(now));
            }
            due.retainAll(pool.policy().triggers());
            want(account.id(), due);
            return Set.of();
        }
        if (!nearing && !pool.wantsLook(now)) return due;
        due.addAll(pool.dueAmong(shares(gather(account.id(), consumers), account), nearing, now));
        set(account.id(), pool.looked(now));
        return due;
    }

    /** Whether they move beside the pass. */
    boolean moveByEpochs(ProviderAccountId id) {
        return Objects.requireNonNull(moving.get(id)).epochs() != null;
    }

    /** Makes limits move with the next epoch. */
    void want(ProviderAccountId id, Set<LimitTrigger> triggers) {
        if (!triggers.isEmpty()) change(id, epochs -> epochs.wanting(triggers));
    }

    /** Raises a limit by what it lacks, as far as no other limit promises that. What is missing then is left to an epoch. */
    ConsumerAccount drawOnCommon(ProviderAccount account, ConsumerAccount requester, Units lacking) {
        var pool = pool(account);
        var epochs = Objects.requireNonNull(Objects.requireNonNull(moving.get(account.id())).epochs());
        var limit = Objects.requireNonNull(requester.limit());
        var cap = requester.membership().cap();
        var more = lacking.excessOver(requester.left()).atMost(pool.promisable().excessOver(epochs.promised()))
                .atMost(cap == null ? Units.MAX : cap.excessOver(limit));
        if (more.isPositive()) change(account.id(), it -> new Epochs(it.promised().plus(more), it.wanted()));
        var raised = requester.with(limit.plus(more));
        if (raised.left().compareTo(lacking) >= 0) return raised;
        want(account.id(), Set.of(LimitTrigger.DENIAL_IMMINENT));
        return raised.lacking(lacking);
    }

    private void change(ProviderAccountId id, UnaryOperator<Epochs> change) {
        moving.computeIfPresent(id, (_, how) -> new Moving(how.policy(), how.progress(),
                change.apply(Objects.requireNonNull(how.epochs()))));
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
        moving.computeIfPresent(id, (_, how) -> new Moving(how.policy(), progress, how.epochs()));
    }

    private List<Share> shares(Collection<ConsumerAccount> consumers, ProviderAccount account) {
        return consumers.stream().map(consumer -> share(consumer, account)).toList();
    }

    private Share share(ConsumerAccount consumer, ProviderAccount account) {
        return consumer.share(now, account.validity());
    }
}
