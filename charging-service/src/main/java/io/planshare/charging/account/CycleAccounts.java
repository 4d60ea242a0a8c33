package io.planshare.charging.account;

import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.event.CreditEvent.AccountOpened;
import io.planshare.event.CreditEvent.Expired;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** Provider accounts that no person opens or edits but a package's cycle; each step in the caller's transaction. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class CycleAccounts {

    private final Accounts accounts;
    private final AccountStore store;
    private final Consumers consumers;
    private final ConsumerStore consumerStore;
    private final EntryStore entries;
    private final Outbox outbox;
    private final Clock clock;

    CycleAccounts(Accounts accounts, AccountStore store, Consumers consumers, ConsumerStore consumerStore,
            EntryStore entries, Outbox outbox, Clock clock) {
        this.accounts = accounts;
        this.store = store;
        this.consumers = consumers;
        this.consumerStore = consumerStore;
        this.entries = entries;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * An account of a cycle.
     *
     * @param packageId null for one that lives on after its cycle
     */
    public record Opening(ProviderAccountId id, AccountId ownerId, String name, UnitType unit, Set<Long> ratingGroups,
            Units units, Interval validity, @Nullable PackageId packageId, Units ownerReserve) {}

    /** @param limit null for as many units as there are */
    public record Member(SubscriptionId subscriptionId, @Nullable Units limit) {}

    /**
     * Opens it unless it is open already.
     *
     * @param members subscriptions that are known here and have not ended
     */
    public void open(Opening wanted, List<Member> members) {
        if (store.find(wanted.id()).isPresent()) return;
        var outcome = accounts.open(new OpenAccount(wanted.id(), wanted.ownerId(), wanted.name(), wanted.unit(), null,
                wanted.ratingGroups(), wanted.units(), wanted.validity(), wanted.packageId(), wanted.ownerReserve(),
                members.stream().map(CycleAccounts::consumer).toList()));
        if (!(outcome instanceof AccountOutcome.Opened)) {
            throw new IllegalStateException("account " + wanted.id() + " can not be opened: " + outcome);
        }
        outbox.publish(new AccountOpened(wanted.id(), wanted.ownerId(), wanted.packageId(), wanted.unit(),
                wanted.units(), wanted.validity(), SqlArray.micros(clock.instant())));
    }

    /**
     * From now on these draw, on these terms, and no others. A limit below what a consumer has used and holds already
     * becomes just that: the network was promised it.
     */
    public void setMembers(ProviderAccountId id, List<Member> members) {
        store.lock(id);
        var others = new LinkedHashMap<SubscriptionId, StoredConsumer>();
        consumerStore.first(id, Integer.MAX_VALUE).forEach(it -> others.put(it.account().subscriptionId(), it));
        for (var member : members) {
            var here = others.remove(member.subscriptionId());
            if (here == null) consumers.add(id, consumer(member));
            else
                setLimit(id, here, member.limit());
        }
        others.keySet().forEach(gone -> consumers.remove(id, gone));
    }

    /** What each consumer's limit leaves of it; none without a limit. */
    public Map<SubscriptionId, Units> limitsLeft(ProviderAccountId id) {
        var left = new HashMap<SubscriptionId, Units>();
        consumerStore.first(id, Integer.MAX_VALUE).stream().map(StoredConsumer::account)
                .filter(it -> it.limit() != null).forEach(it -> left.put(it.subscriptionId(), it.left()));
        return left;
    }

    public void setOwnerReserve(ProviderAccountId id, Units reserve) {
        store.setOwnerReserve(id, reserve);
    }

    /** Adds units. */
    public void add(ProviderAccountId id, Units units, String why) {
        var outcome = accounts.topUp(id, units, why);
        if (!(outcome instanceof TopUpOutcome.ToppedUp)) {
            throw new IllegalStateException("account " + id + " can not be filled: " + outcome);
        }
    }

    /** Takes up to so many units out that nobody used or holds; answers how many. */
    public Units take(ProviderAccountId id, Units atMost, String why) {
        if (atMost.isZero()) return Units.ZERO;
        return accounts.withdraw(id, atMost, why) instanceof WithdrawalOutcome.Withdrawn withdrawn
                ? Units.of(-withdrawn.entry().units())
                : Units.ZERO;
    }

    /** What lies in it that nobody used or holds. */
    public Units available(ProviderAccountId id) {
        return store.find(id).orElseThrow().account().balance().available();
    }

    /** Loses all that nobody used or holds; whether nothing is held any more. */
    public boolean expire(ProviderAccountId id) {
        var account = store.lock(id).orElseThrow().account();
        var lost = account.balance().available();
        if (lost.isPositive()) {
            store.setBalance(id, account.balance().expire(lost));
            var now = SqlArray.micros(clock.instant());
            entries.take(id, LedgerEntry.Kind.EXPIRY, lost, null, now);
            outbox.publish(new Expired(id, lost, Objects.requireNonNullElse(account.validity().to(), now), now));
        }
        return account.balance().reserved().isZero();
    }

    private void setLimit(ProviderAccountId id, StoredConsumer found, @Nullable Units limit) {
        var consumer = found.account();
        var promised = consumer.consumed().plus(consumer.reserved());
        var possible = limit == null || limit.compareTo(promised) >= 0 ? limit : promised;
        if (Objects.equals(possible, consumer.membership().cap())) return;
        var terms = new Terms(possible, consumer.membership().floor(), consumer.membership().weight());
        consumers.setTerms(id, consumer.subscriptionId(), terms, _ -> {});
    }

    private static NewConsumer consumer(Member member) {
        return new NewConsumer(member.subscriptionId(), member.limit(), null, null);
    }
}
