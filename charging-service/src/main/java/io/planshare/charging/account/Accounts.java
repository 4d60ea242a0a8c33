package io.planshare.charging.account;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.charging.payer.Subscribers;
import io.planshare.charging.sharing.BlockedConsumers;
import io.planshare.charging.sharing.Sharing;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.event.CreditEvent.Replenished;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.AccountId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** Opens provider accounts, fills, suspends and shows them. */
@Service
class Accounts {

    /** So many consumers are shown with their account. */
    private static final int CONSUMERS_SHOWN = 1000;

    private final AccountStore accounts;
    private final ConsumerStore consumers;
    private final EntryStore entries;
    private final Subscribers subscribers;
    private final Sharing sharing;
    private final BlockedConsumers blocked;
    private final Outbox outbox;
    private final Clock clock;

    Accounts(AccountStore accounts, ConsumerStore consumers, EntryStore entries, Subscribers subscribers,
            Sharing sharing, BlockedConsumers blocked, Outbox outbox, Clock clock) {
        this.accounts = accounts;
        this.consumers = consumers;
        this.entries = entries;
        this.subscribers = subscribers;
        this.sharing = sharing;
        this.blocked = blocked;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Account, consumers and the first entry of its ledger come into being together, or nothing does. */
    @Transactional
    AccountOutcome open(OpenAccount wanted) {
        var holders = wanted.consumers().stream().map(NewConsumer::subscriptionId).toList();
        var unusable = Unusable.first(holders, subscribers.byId(holders));
        if (unusable.isPresent()) return new AccountOutcome.NoSuchConsumer(unusable.get());
        var now = now();
        if (!accounts.insert(wanted, now)) return new AccountOutcome.IdTaken();
        consumers.insert(wanted.id(), wanted.consumers(), now);
        entries.add(wanted.id(), LedgerEntry.Kind.GRANT, wanted.units(), null, now);
        return new AccountOutcome.Opened(shown(wanted.id()).orElseThrow());
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Optional<ShownAccount> find(ProviderAccountId id) {
        return shown(id);
    }

    /** In the order of their ids; each with the consumer account of the subscription that was asked for. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Page<ShownAccount> list(@Nullable AccountId owner, @Nullable SubscriptionId subscription, Cursor cursor) {
        var page = Page.of(cursor, accounts.list(owner, subscription, cursor),
                found -> found.account().id().toString());
        if (subscription == null) return page.map(found -> new ShownAccount(found, List.of()));
        var drawing = consumers.of(subscription, page.items().stream().map(found -> found.account().id()).toList());
        return page.map(found -> new ShownAccount(found,
                Optional.ofNullable(drawing.get(found.account().id())).stream().toList()));
    }

    /** A suspended account can be filled too: it only pays for nothing meanwhile. Whom it serves again is made to ask. */
    @Transactional
    TopUpOutcome topUp(ProviderAccountId id, Units units, @Nullable String reference) {
        var found = accounts.lock(id);
        if (found.isEmpty()) return new TopUpOutcome.UnknownAccount();
        var balance = found.get().account().balance();
        if (units.compareTo(Units.MAX.minus(balance.granted())) > 0) return new TopUpOutcome.Overflow();
        var filled = balance.topUp(units);
        accounts.setGranted(id, filled.granted());
        var account = found.get().account().with(filled);
        sharing.adjust(account, LimitTrigger.CHANGE);
        outbox.publish(new Replenished(id, units, filled.available(), account.validity().to(), now()));
        blocked.unblock(id);
        return new TopUpOutcome.ToppedUp(entries.add(id, LedgerEntry.Kind.TOP_UP, units, reference, now()), filled);
    }

    /** Takes up to so many units out again, never what is used or reserved. */
    @Transactional
    WithdrawalOutcome withdraw(ProviderAccountId id, Units units, @Nullable String reference) {
        var found = accounts.lock(id);
        if (found.isEmpty()) return new WithdrawalOutcome.UnknownAccount();
        var balance = found.get().account().balance();
        var taken = units.atMost(balance.available());
        var left = balance.withdraw(taken);
        accounts.setBalance(id, left);
        sharing.adjust(found.get().account().with(left), LimitTrigger.CHANGE);
        return new WithdrawalOutcome.Withdrawn(
                entries.take(id, LedgerEntry.Kind.WITHDRAWAL, taken, reference, now()), left);
    }

    /** What was lost with the old end stays lost. */
    @Transactional
    Optional<ShownAccount> setValidity(ProviderAccountId id, Validity wanted) {
        return accounts.lock(id).flatMap(found -> {
            var validity = wanted.of(found.account().validity().from());
            accounts.setValidity(id, validity.to(), wanted.rollOverDays());
            sharing.adjust(found.account().with(validity), LimitTrigger.CHANGE);
            blocked.unblock(id);
            return shown(id);
        });
    }

    /** Said twice, it is so and nothing changes. */
    @Transactional
    Optional<ShownAccount> set(ProviderAccountId id, Status status) {
        accounts.setStatus(id, status);
        blocked.unblock(id);
        return shown(id);
    }

    /** Newest first; empty if there is no such account. */
    Optional<Page<LedgerEntry>> entries(ProviderAccountId id, Cursor cursor) {
        if (accounts.find(id).isEmpty()) return Optional.empty();
        return Optional.of(Page.of(cursor, entries.list(id, cursor), entry -> Long.toString(entry.id())));
    }

    private Optional<ShownAccount> shown(ProviderAccountId id) {
        return accounts.find(id).map(found -> new ShownAccount(found, consumers.first(id, CONSUMERS_SHOWN)));
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
