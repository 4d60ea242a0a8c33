package io.planshare.charging.sharing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.SqlArray;
import io.planshare.charging.ledger.Limits.Moving;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.charging.limit.LimitAdjustment.Limit;
import io.planshare.charging.limit.LimitEpoch;
import io.planshare.charging.limit.Pool;
import io.planshare.charging.limit.Share;
import io.planshare.charging.sharing.EpochStore.Begun;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static java.util.stream.Collectors.toMap;

/**
 * Moves the limits of accounts that have too many consumers to do so in the pass: computes all of them beside the traffic on a
 * snapshot, and puts them in force with one row (design section 4). Who was touched meanwhile gets a row of its own; what that
 * adds to the promises has to fit into what was kept in common, else it is computed again with more kept.
 */
@Service
public class LimitEpochs {

    private static final Logger log = LoggerFactory.getLogger(LimitEpochs.class);
    /** They keep 1, 2, 4, 8 and 16 % in common. */
    private static final int ATTEMPTS = 5;
    /** Epochs of one account take no more than a fifth of a processor. */
    private static final int REST = 4;
    private static final Duration REST_MIN = Duration.ofMillis(200);
    private static final int BATCH = 20;
    private static final Set<LimitTrigger> AMONG_CONSUMERS = Set.of(LimitTrigger.IMBALANCE, LimitTrigger.NEAR_LIMIT);

    private final EpochStore store;
    private final LimitStore limits;
    private final AdjustmentStore history;
    private final BlockedConsumers blocked;
    private final Outbox outbox;
    private final TransactionTemplate transaction;
    private final TransactionTemplate snapshot;
    private final Clock clock;

    LimitEpochs(EpochStore store, LimitStore limits, AdjustmentStore history, BlockedConsumers blocked, Outbox outbox,
            PlatformTransactionManager transactions, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.history = history;
        this.blocked = blocked;
        this.outbox = outbox;
        this.transaction = new TransactionTemplate(transactions);
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.snapshot.setReadOnly(true);
        this.clock = clock;
    }

    /** Limits that wait to be put in force. */
    record Computed(LimitEpoch epoch, LimitAdjustment adjustment) {

        Map<SubscriptionId, Units> limits() {
            return adjustment.limits().stream().collect(toMap(Limit::id, Limit::after));
        }

        Units promised() {
            return sum(adjustment.limits().stream().map(Limit::after).toList());
        }
    }

    @Scheduled(fixedDelayString = "${planshare.charging.epochs-every:PT0.2S}")
    void answer() {
        for (var id : store.due(BATCH)) {
            try {
                move(id, Set.of());
            } catch (RuntimeException failure) {
                log.warn("The limits of provider account {} could not be moved; it is tried again", id, failure);
            }
        }
    }

    /** How its limits would move now. */
    public LimitAdjustment propose(ProviderAccountId id) {
        return Objects.requireNonNull(snapshot.execute(_ -> compute(store.find(id).orElseThrow(),
                new Begun(1, Set.of(LimitTrigger.MANUAL)), 0).adjustment()));
    }

    /** Moves limits if these triggers or others that wait make them move; empty if all stay, or somebody is at it already. */
    public Optional<RecordedAdjustment> move(ProviderAccountId id, Set<LimitTrigger> triggers) {
        var began = System.nanoTime();
        Optional<Begun> begun = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            begun = begin(id, triggers, begun.map(Begun::number).orElse(0L));
            if (begun.isEmpty()) return Optional.empty();
            var computed = compute(id, begun.get(), 1 << attempt);
            if (computed.isEmpty()) {
                end(id, begun.get(), began);
                return Optional.empty();
            }
            var made = commit(id, computed.get());
            if (made.isPresent()) {
                store.rest(id, restSince(began));
                return made;
            }
        }
        log.info("Provider account {} is drawn on too fast for an epoch of limits; it is tried again", id);
        store.rest(id, restSince(began));
        return Optional.empty();
    }

    Optional<Begun> begin(ProviderAccountId id, Set<LimitTrigger> triggers, long previous) {
        return Objects.requireNonNull(transaction
                .execute(_ -> store.lock(id).filter(Sharing::moveByEpochs)
                        .flatMap(_ -> store.begin(id, triggers, previous))));
    }

    /** Empty if limits need not move. */
    Optional<Computed> compute(ProviderAccountId id, Begun begun, int percentKept) {
        return Objects.requireNonNull(snapshot.execute(_ -> store.find(id).filter(Sharing::moveByEpochs)
                .flatMap(account -> {
                    var computed = compute(account, begun, percentKept);
                    var worthwhile = !computed.adjustment().triggers().isEmpty()
                            && computed.adjustment().isWorthwhile(moving(account).pool(account));
                    return worthwhile ? Optional.of(computed) : Optional.empty();
                })));
    }

    private Computed compute(ProviderAccount account, Begun begun, int percentKept) {
        var now = now();
        var pool = moving(account).pool(account);
        var shares = limits.members(account.id()).stream().map(it -> it.share(now, account.validity())).toList();
        var triggers = triggers(pool, begun.triggers(), shares, now);
        var kept = Units.of(pool.total().count() / 100 * percentKept);
        var epoch = LimitEpoch.of(pool, shares, triggers, kept, begun.number(), now);
        var moved = shares.stream().map(it -> new Limit(it.id(), it.limit(), epoch.limit(it), false)).toList();
        var common = pool.promisable().excessOver(sum(moved.stream().map(Limit::after).toList()));
        var reason = "%s: %d consumers, needs met to %d and the rest shared to %d for each unit of weight, %d left in common"
                .formatted(epoch.pace(), shares.size(), epoch.needLevel(), epoch.restLevel(), common.count());
        return new Computed(epoch, new LimitAdjustment(triggers, moved, common, reason));
    }

    /** Triggers (d) and (e) hold only if all consumers say so. */
    private static Set<LimitTrigger> triggers(Pool pool, Set<LimitTrigger> wanted, List<Share> shares, Instant now) {
        var sure = new HashSet<>(wanted);
        if (sure.removeAll(AMONG_CONSUMERS)) {
            sure.addAll(pool.dueAmong(shares, wanted.contains(LimitTrigger.NEAR_LIMIT), now));
        }
        return sure;
    }

    /** Empty if too much was promised since the limits were computed, or they are not wanted any more. */
    Optional<RecordedAdjustment> commit(ProviderAccountId id, Computed computed) {
        var computedLimits = computed.limits();
        return Objects.requireNonNull(transaction.execute(_ -> {
            var account = store.lock(id).filter(Sharing::moveByEpochs).orElse(null);
            if (account == null || !store.isComputing(id, computed.epoch().number())) return Optional.empty();
            var moving = moving(account);
            var pool = moving.pool(account);
            var touched = store.touched(id, computed.epoch().number()).stream()
                    .map(it -> it.with(it.limitAfter(computedLimits.get(it.subscriptionId())))).toList();
            var drift = sum(touched.stream().map(it -> Objects.requireNonNull(it.limit())
                    .excessOver(computedLimits.getOrDefault(it.subscriptionId(), Units.ZERO))).toList());
            var promised = LimitEpoch.sum(computed.promised(), drift);
            if (promised.compareTo(pool.promisable()) > 0 && pool.hasRoom()) return Optional.empty();
            store.enter(id, computed.epoch(), promised);
            limits.saveLimits(touched);
            limits.saveLimits(store.blocked(id));
            return Optional.of(record(account, moving, computed, pool.promisable().excessOver(promised)));
        }));
    }

    private RecordedAdjustment record(ProviderAccount account, Moving moving, Computed computed, Units inCommon) {
        var now = now();
        var adjusted = new Moving(moving.policy(), moving.pool(account).adjusted(now), null);
        limits.saveProgress(Map.of(account.id(), adjusted),
                Map.of(account.id(), adjusted.pool(account).nextLook(now)));
        var recorded = RecordedAdjustment.of(account.id(), computed.adjustment().triggers(),
                computed.adjustment().reason(), inCommon, now);
        history.add(recorded);
        outbox.publish(recorded.event());
        blocked.unblock(account.id());
        return recorded;
    }

    private void end(ProviderAccountId id, Begun begun, long began) {
        transaction.executeWithoutResult(_ -> store.lock(id).ifPresent(_ -> {
            store.leave(id, begun.number());
            store.rest(id, restSince(began));
        }));
    }

    private Moving moving(ProviderAccount account) {
        return Objects.requireNonNull(limits.policies(List.of(account.id())).get(account.id())).moving(null);
    }

    private static Duration restSince(long began) {
        var rest = Duration.ofNanos(System.nanoTime() - began).multipliedBy(REST);
        return rest.compareTo(REST_MIN) < 0 ? REST_MIN : rest;
    }

    private static Units sum(List<Units> limits) {
        return limits.stream().reduce(Units.ZERO, LimitEpoch::sum);
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
