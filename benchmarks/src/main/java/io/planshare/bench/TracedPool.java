package io.planshare.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.ledger.Balance;
import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.ledger.Draw;
import io.planshare.charging.ledger.Hold;
import io.planshare.charging.ledger.Ledger;
import io.planshare.charging.ledger.Limits;
import io.planshare.charging.ledger.Limits.Moving;
import io.planshare.charging.ledger.Membership;
import io.planshare.charging.ledger.ProviderAccount;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.charging.limit.Pool.Progress;
import io.planshare.charging.limit.Rate;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * One account on which devices draw as a network lets them: each holds a quota, uses it up, asks for the next, and gives
 * back what is left when the grant's validity ends. What the product's rules decide is decided by them.
 */
final class TracedPool {

    /** What a session asks for at a time. */
    private static final long QUOTA = 10L << 20;
    private static final Duration GRANT_MAX = Duration.ofSeconds(600);

    /** One device's standing session. */
    private static final class Session {
        private final Hold.Purpose purpose = new Hold.Purpose(UUID.randomUUID(), 10);
        private long held;
        private long used;
        private long wanted;
        private Instant validUntil = Instant.MAX;
    }

    /**
     * How the devices fared.
     *
     * @param refused units that were wanted and not granted
     * @param left units that nobody used
     * @param jain of min(1, consumed / min(wanted, fair share)) over the devices that wanted anything
     */
    record Fared(long total, long refused, long left, double jain) {

        /** The part of the pool that was left although somebody was refused it. */
        double stranded() {
            return (double) Math.min(refused, left) / total;
        }
    }

    private final AccountId owner = AccountId.next();
    private final long total;
    private final Map<Integer, SubscriptionId> members = new LinkedHashMap<>();
    private final Map<SubscriptionId, Session> sessions = new LinkedHashMap<>();
    private final Map<ConsumerAccount.Key, ConsumerAccount> consumers = new LinkedHashMap<>();
    private final Map<Hold.Key, Hold> holds = new HashMap<>();
    private ProviderAccount account;
    private Moving moving;
    private long refused;
    private @Nullable Fared atExhaustion;

    /** @param limit that stands still for each; null where limits move, or none binds */
    TracedPool(LimitPolicy policy, long total, Interval validity, List<Integer> devices, @Nullable Long limit) {
        this.total = total;
        account = new ProviderAccount(ProviderAccountId.next(), owner, null, UnitType.OCTET, Set.of(), validity,
                ProviderAccount.Status.ACTIVE, Units.ZERO, devices.size(), policy.mode(), Units.ZERO,
                Balance.of(Units.of(total)), 1);
        moving = new Moving(policy, Progress.none(validity.from()), null);
        for (int device : devices) {
            var id = SubscriptionId.next();
            members.put(device, id);
            sessions.put(id, new Session());
            var membership = new Membership(Units.ZERO, limit == null ? null : Units.of(limit), 1, false, null,
                    Rate.none(validity.from()), Units.ZERO);
            var consumer = new ConsumerAccount(account.id(), id, limit == null ? null : Units.of(limit), Units.ZERO,
                    Units.ZERO, membership);
            consumers.put(consumer.key(), consumer);
        }
        if (policy.mode().moves()) {
            batch(validity.from(), ledger -> ledger.adjust(account.id(), Set.of(LimitTrigger.CHANGE)));
        }
    }

    void flow(int device, long octets, Instant at) {
        endGrants(at);
        var id = Objects.requireNonNull(members.get(device));
        var session = Objects.requireNonNull(sessions.get(id));
        session.wanted += octets;
        long rest = use(session, octets);
        while (rest > 0) {
            report(id, session, at, true);
            if (session.held == 0) {
                refused += rest;
                noteExhaustion();
                return;
            }
            rest = use(session, rest);
        }
    }

    /** All grants have ended. */
    void end(Instant at) {
        sessions.forEach((id, session) -> report(id, session, at, false));
    }

    Fared fared() {
        var fair = (double) total / members.size();
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (var entry : sessions.entrySet()) {
            var session = entry.getValue();
            if (session.wanted == 0) continue;
            var consumed = consumer(entry.getKey()).consumed().count() + session.used;
            var ratio = Math.min(1, consumed / Math.min(session.wanted, fair));
            sum += ratio;
            squares += ratio * ratio;
            count++;
        }
        var left = total - account.balance().consumed().count();
        return new Fared(total, refused, left, squares == 0 ? 1 : sum * sum / (count * squares));
    }

    /** As it was when first somebody was refused because the account held nothing any more; else as it is. */
    Fared faredAtExhaustion() {
        return atExhaustion == null ? fared() : atExhaustion;
    }

    boolean isExhausted() {
        return atExhaustion != null;
    }

    private void noteExhaustion() {
        if (atExhaustion == null && account.balance().available().isZero()) atExhaustion = fared();
    }

    private static long use(Session session, long octets) {
        long part = Math.min(session.held - session.used, octets);
        session.used += part;
        return octets - part;
    }

    private void endGrants(Instant now) {
        sessions.forEach((id, session) -> {
            if (!session.validUntil.isAfter(now)) report(id, session, session.validUntil, false);
        });
    }

    /** Reports what was used of the quota, and asks for the next one or gives back the rest. */
    private void report(SubscriptionId id, Session session, Instant now, boolean more) {
        var draw = new Draw(id, owner, 10, UnitType.OCTET, now);
        batch(now, ledger -> {
            ledger.release(session.purpose);
            ledger.debit(draw, Units.of(session.used));
            session.used = 0;
            session.held = more ? ledger.reserve(session.purpose, draw, Units.of(QUOTA)).units().count() : 0;
            session.validUntil = session.held == 0
                    ? Instant.MAX
                    : now.plus(ledger.validity(session.purpose, now, GRANT_MAX));
        });
    }

    private void batch(Instant now, Consumer<Ledger> work) {
        var limits = new Limits(moving.policy().mode().moves() ? Map.of(account.id(), moving) : Map.of(),
                _ -> List.copyOf(consumers.values()), now);
        var ledger = new Ledger(List.of(account), List.copyOf(consumers.values()), List.copyOf(holds.values()),
                Map.of(), true, limits);
        work.accept(ledger);
        ledger.settleLimits();
        ledger.changedAccounts().forEach(changed -> account = changed);
        ledger.changedConsumers().forEach(changed -> consumers.put(changed.key(), changed));
        ledger.changedHolds().forEach(changed -> {
            if (changed.units().isZero()) holds.remove(changed.key());
            else
                holds.put(changed.key(), changed);
        });
        moving = limits.moving().getOrDefault(account.id(), moving);
    }

    private ConsumerAccount consumer(SubscriptionId id) {
        return Objects.requireNonNull(consumers.get(new ConsumerAccount.Key(account.id(), id)));
    }
}
