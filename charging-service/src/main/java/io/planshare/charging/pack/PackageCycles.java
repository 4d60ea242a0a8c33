package io.planshare.charging.pack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.charging.SqlArray;
import io.planshare.charging.account.CycleAccounts;
import io.planshare.charging.account.CycleAccounts.Member;
import io.planshare.charging.account.CycleAccounts.Opening;
import io.planshare.charging.pack.CycleStore.StoredCycle;
import io.planshare.charging.payer.Subscribers;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

import static java.util.Objects.requireNonNull;

/**
 * One provider account for each cycle of a package. It is opened as soon as it is announced and pays from its first instant
 * on by its validity alone, so that a cycle's begin needs no step of anybody.
 */
@Service
class PackageCycles {

    private static final Logger log = LoggerFactory.getLogger(PackageCycles.class);
    private static final int BATCH = 100;
    private static final String ROLL_OVER = "roll-over";

    private final CycleStore cycles;
    private final CycleAccounts accounts;
    private final Subscribers subscribers;
    private final PackageSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    PackageCycles(CycleStore cycles, CycleAccounts accounts, Subscribers subscribers, PackageSettings settings,
            PlatformTransactionManager transactions, Clock clock) {
        this.cycles = cycles;
        this.accounts = accounts;
        this.subscribers = subscribers;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Opens its account, or brings it to what is announced now; an older version changes nothing. */
    @Transactional
    void announced(PackageActivated cycle) {
        var before = cycles.lock(cycle.providerAccountId());
        if (before.isPresent() && before.get().announced().version() >= cycle.version()) return;
        cycles.save(cycle);
        if (before.isEmpty()) {
            accounts.open(opening(cycle), members(cycle));
            return;
        }
        accounts.setOwnerReserve(cycle.providerAccountId(), cycle.ownerReserve());
        setUnits(cycle, before.get().announced().units());
        if (!isOver(cycle)) accounts.setMembers(cycle.providerAccountId(), members(cycle));
    }

    /** Their packages follow as soon as the subscriptions themselves are known here. */
    @Transactional
    void subscriptionsChanged(Collection<SubscriptionChanged> changed) {
        cycles.lookAt(changed);
    }

    @Scheduled(fixedDelayString = "${planshare.charging.packages.look-every:PT0.5S}")
    void followSubscriptions() {
        var looked = requireNonNull(transaction.execute(_ -> {
            var taken = cycles.takeLooks(BATCH);
            if (!taken.isEmpty()) cycles.concerned(taken, now()).forEach(this::follow);
            return taken.size();
        }));
        if (looked == BATCH) followSubscriptions();
    }

    @Scheduled(fixedDelayString = "${planshare.charging.packages.end-every:PT1S}")
    void endCycles() {
        var now = now();
        cycles.ended(now, now.minus(settings.rollFor()), now.minus(settings.bookableFor()), BATCH)
                .forEach(id -> alone(id, () -> end(id, now)));
    }

    private void follow(ProviderAccountId id) {
        cycles.lock(id).ifPresent(found -> accounts.setMembers(id, members(found.announced())));
    }

    private void end(ProviderAccountId id, Instant now) {
        cycles.lock(id).ifPresent(found -> {
            var end = requireNonNull(found.announced().cycle().to());
            if (!end.isAfter(now.minus(settings.bookableFor()))) {
                if (accounts.expire(id)) cycles.settled(id);
            } else if (found.announced().rollOverDays() != null) {
                rollOver(found, end);
            }
        });
    }

    /**
     * The rest moves to an account that lives on and reaches back to the cycle's begin: use of before that is reported late
     * finds all of it, use of after finds no more than the package lets roll over.
     */
    private void rollOver(StoredCycle found, Instant end) {
        var cycle = found.announced();
        var id = cycle.providerAccountId();
        var cap = Optional.ofNullable(cycle.rollOverCap()).orElse(Units.MAX);
        var rest = accounts.take(id, cap.excessOver(found.rolled()).atMost(accounts.available(id)), ROLL_OVER);
        if (rest.isZero()) return;
        var into = found.rolledInto() == null ? ProviderAccountId.next() : found.rolledInto();
        if (found.rolledInto() == null) {
            var until = end.plus(Duration.ofDays(requireNonNull(cycle.rollOverDays())));
            accounts.open(new Opening(into, cycle.accountId(), cycle.name() + ", " + ROLL_OVER, cycle.unit(),
                    new HashSet<>(cycle.ratingGroups()), rest, new Interval(cycle.cycle().from(), until), null,
                    cycle.ownerReserve()), left(found));
        } else {
            accounts.add(into, rest, ROLL_OVER);
        }
        cycles.rolled(id, into, found.rolled().plus(rest));
    }

    /** The members, with what their limits leave of the cycle. */
    private List<Member> left(StoredCycle found) {
        var left = accounts.limitsLeft(found.announced().providerAccountId());
        return members(found.announced()).stream()
                .map(it -> new Member(it.subscriptionId(),
                        it.limit() == null ? null : left.getOrDefault(it.subscriptionId(), it.limit())))
                .toList();
    }

    private void setUnits(PackageActivated cycle, Units before) {
        var id = cycle.providerAccountId();
        var more = cycle.units().excessOver(before);
        if (more.isPositive()) accounts.add(id, more, "package");
        accounts.take(id, before.excessOver(cycle.units()), "package");
    }

    /** The owner's subscriptions without limit, the members' with theirs. */
    private List<Member> members(PackageActivated cycle) {
        var limits = new HashMap<AccountId, Optional<Units>>();
        cycle.members().forEach(it -> limits.put(it.accountId(), Optional.ofNullable(it.capPerCycle())));
        limits.put(cycle.accountId(), Optional.empty());
        return subscribers.ofAccounts(limits.keySet()).stream().map(it -> new Member(it.id(),
                requireNonNull(limits.get(it.accountId())).orElse(null))).toList();
    }

    private boolean isOver(PackageActivated cycle) {
        var end = cycle.cycle().to();
        return end != null && !end.isAfter(now());
    }

    private static Opening opening(PackageActivated cycle) {
        return new Opening(cycle.providerAccountId(), cycle.accountId(), cycle.name(), cycle.unit(),
                new HashSet<>(cycle.ratingGroups()), cycle.units(), cycle.cycle(), cycle.packageId(),
                cycle.ownerReserve());
    }

    /** In a transaction of its own, so that one cycle that can not be ended holds up no other. */
    private void alone(ProviderAccountId id, Runnable work) {
        try {
            transaction.executeWithoutResult(_ -> work.run());
        } catch (RuntimeException failure) {
            log.warn("The cycle of provider account {} could not be ended; it is tried again at the next sweep", id,
                    failure);
        }
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
