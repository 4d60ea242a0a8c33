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
    private final Clock clock;

    Accounts(AccountStore accounts, ConsumerStore consumers, EntryStore entries, Subscribers subscribers, Clock clock) {
        this.accounts = accounts;
        this.consumers = consumers;
        this.entries = entries;
        this.subscribers = subscribers;
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
        consumers.insert(wanted.id(), wanted.consumers());
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

    /** A suspended account can be filled too: it only pays for nothing meanwhile. */
    @Transactional
    TopUpOutcome topUp(ProviderAccountId id, Units units, @Nullable String reference) {
        var found = accounts.lock(id);
        if (found.isEmpty()) return new TopUpOutcome.UnknownAccount();
        var balance = found.get().account().balance();
        if (units.compareTo(Units.MAX.minus(balance.granted())) > 0) return new TopUpOutcome.Overflow();
        var filled = balance.topUp(units);
        accounts.setGranted(id, filled.granted());
        return new TopUpOutcome.ToppedUp(entries.add(id, LedgerEntry.Kind.TOP_UP, units, reference, now()), filled);
    }

    /** Said twice, it is so and nothing changes. */
    @Transactional
    Optional<ShownAccount> set(ProviderAccountId id, Status status) {
        accounts.setStatus(id, status);
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
