package io.planshare.charging.sharing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.ledger.Ledger;
import io.planshare.charging.ledger.Limits;
import io.planshare.charging.ledger.Limits.Epochs;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.charging.limit.LimitAdjustment.Limit;
import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.charging.limit.Pool.Progress;
import io.planshare.charging.limit.Threshold;
import io.planshare.event.CreditEvent;
import io.planshare.event.CreditEvent.Exhausted;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.event.CreditEvent.ThresholdCrossed;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.page.Cursor;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

import static java.util.stream.Collectors.toMap;

/**
 * Moves limits in the transaction that gave reason to it, writes down each move, and tells whom it concerns. The caller holds
 * the lock of every account that is named here.
 */
@Service
public class Sharing {

    /** Limits move in the pass among so many consumers, among more of them by epochs (design section 4). */
    public static final int IN_PASS_MAX = 256;
    private static final Epochs UNCOUNTED = new Epochs(Units.MAX, Set.of());

    private final LimitStore limits;
    private final EpochStore epochs;
    private final AdjustmentStore history;
    private final BlockedConsumers blocked;
    private final Outbox outbox;
    private final Clock clock;

    Sharing(LimitStore limits, EpochStore epochs, AdjustmentStore history, BlockedConsumers blocked, Outbox outbox,
            Clock clock) {
        this.limits = limits;
        this.epochs = epochs;
        this.history = history;
        this.blocked = blocked;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Whether it has too many consumers to move their limits in the pass. */
    public static boolean moveByEpochs(ProviderAccount account) {
        return account.limitMode().moves() && account.audience() > IN_PASS_MAX;
    }

    /** What a ledger of these accounts has to know about limits that move. */
    public Limits limits(Collection<ProviderAccount> accounts, Instant now) {
        var ids = accounts.stream().filter(account -> account.limitMode().moves()).map(ProviderAccount::id).toList();
        if (ids.isEmpty()) return new Limits(Map.of(), limits::members, now);
        var large = accounts.stream().filter(Sharing::moveByEpochs).map(ProviderAccount::id).toList();
        var byEpochs = new HashMap<>(epochs.of(large));
        large.forEach(id -> byEpochs.putIfAbsent(id, UNCOUNTED));
        var moving = limits.policies(ids).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, stored -> stored.getValue().moving(byEpochs.get(stored.getKey()))));
        return new Limits(moving, limits::members, now);
    }

    /** Writes the consumers of a ledger whose limits move, and how far their accounts have come. */
    public void save(Ledger ledger) {
        if (ledger.limits().moving().isEmpty()) return;
        limits.saveLimits(ledger.changedConsumers().stream()
                .filter(consumer -> ledger.limits().move(consumer.providerAccountId())).toList());
        var nextLooks = new HashMap<ProviderAccountId, Instant>();
        ledger.moving().forEach(account -> nextLooks.put(account.id(),
                ledger.limits().pool(account).nextLook(now())));
        limits.saveProgress(ledger.limits().moving(), nextLooks);
        var byEpochs = new HashMap<ProviderAccountId, Epochs>();
        ledger.limits().moving().forEach((id, moving) -> {
            if (moving.epochs() != null) byEpochs.put(id, moving.epochs());
        });
        epochs.save(byEpochs);
    }

    /** Tells, once all is written, what became of accounts and limits, and who is blocked and who is not any more. */
    public void tell(Ledger ledger, Collection<Refusal> refused, Collection<Refusal> granted) {
        var now = now();
        var events = new ArrayList<CreditEvent>();
        ledger.changedAccounts().forEach(account -> events.addAll(consumption(ledger, account, now)));
        ledger.limits().made().forEach((id, adjustment) -> events.add(record(id, adjustment, now).event()));
        events.addAll(blocked.refused(refused, granted, now));
        outbox.publishAll(events);
        ledger.limits().made().keySet().forEach(blocked::unblock);
    }

    /**
     * Moves the limits of one account that was changed, or because somebody wants it; empty if all stay, or will move with the
     * next epoch.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<RecordedAdjustment> adjust(ProviderAccount account, LimitTrigger trigger) {
        if (!account.limitMode().moves()) return Optional.empty();
        if (account.audience() == IN_PASS_MAX + 1) {
            // What the pass promised until now was not counted.
            epochs.save(Map.of(account.id(), new Epochs(Units.MAX, Set.of(trigger))));
        }
        var ledger = ledger(account);
        var made = ledger.adjust(account.id(), Set.of(trigger));
        save(ledger);
        return made.map(adjustment -> {
            var recorded = record(account.id(), adjustment, now());
            outbox.publish(recorded.event());
            return recorded;
        });
    }

    public StoredPolicy policy(ProviderAccount account) {
        var stored = limits.policies(List.of(account.id())).get(account.id());
        var now = now();
        return stored != null
                ? stored
                : new StoredPolicy(LimitPolicy.of(LimitMode.OPEN, account.unit()),
                        Progress.none(now), 0);
    }

    /** From now on limits move like that, and do so at once; with mode OPEN they go back to where people set them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public StoredPolicy set(ProviderAccount account, LimitPolicy policy) {
        var now = now();
        var before = policy(account);
        var begins = policy.mode().moves() && !before.policy().mode().moves();
        var stored = new StoredPolicy(policy, begins ? Progress.none(now) : before.progress(), before.version() + 1);
        limits.put(account.id(), stored, now);
        if (begins) limits.beginRates(account.id(), now);
        if (policy.mode().moves()) adjust(account.with(policy.mode()), LimitTrigger.CHANGE);
        else {
            limits.restoreCaps(account.id());
            epochs.end(account.id());
        }
        return stored;
    }

    /** Accounts that have to be looked at though nobody may draw. */
    public List<ProviderAccountId> due(int limit) {
        return limits.due(now(), limit);
    }

    /** Newest first, one more than the page has. */
    public List<RecordedAdjustment> adjustments(ProviderAccountId id, Cursor cursor) {
        return history.list(id, cursor);
    }

    /** Moves its limits if something makes them move. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void look(ProviderAccount account) {
        var ledger = ledger(account);
        ledger.look(account.id());
        save(ledger);
        tell(ledger, List.of(), List.of());
    }

    /** How its limits would move now. */
    public LimitAdjustment propose(ProviderAccount account) {
        return ledger(account).propose(account.id(), Set.of(LimitTrigger.MANUAL));
    }

    private Ledger ledger(ProviderAccount account) {
        return new Ledger(List.of(account), List.of(), List.of(), Map.of(), true, limits(List.of(account), now()));
    }

    private RecordedAdjustment record(ProviderAccountId id, LimitAdjustment made, Instant now) {
        var recorded = RecordedAdjustment.of(id, made, now);
        history.add(recorded);
        blocked.askBack(id,
                made.limits().stream().filter(l -> l.overdrawn() && l.isLowered()).map(Limit::id).toList());
        return recorded;
    }

    private static List<CreditEvent> consumption(Ledger ledger, ProviderAccount account, Instant now) {
        var balance = account.balance();
        var before = ledger.balanceBefore(account.id()).consumed();
        if (before.equals(balance.consumed())) return List.of();
        var events = new ArrayList<CreditEvent>();
        Threshold.crossed(balance.total(), before, balance.consumed()).forEach(percent -> {
            events.add(new ThresholdCrossed(account.id(), percent, balance.total(),
                    balance.total().minus(balance.consumed()), account.validity().to(), now));
            if (percent == 100) {
                events.add(new Exhausted(account.id(), balance.total(), account.validity().to(), now));
            }
        });
        return events;
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
