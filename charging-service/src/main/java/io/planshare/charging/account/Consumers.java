package io.planshare.charging.account;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.payer.Subscribers;
import io.planshare.charging.sharing.BlockedConsumers;
import io.planshare.charging.sharing.Sharing;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

/** Who may draw on an account, and on what terms: changed only under the provider account's lock. */
@Service
class Consumers {

    private final AccountStore accounts;
    private final ConsumerStore consumers;
    private final Subscribers subscribers;
    private final Sharing sharing;
    private final BlockedConsumers blocked;
    private final Clock clock;

    Consumers(AccountStore accounts, ConsumerStore consumers, Subscribers subscribers, Sharing sharing,
            BlockedConsumers blocked, Clock clock) {
        this.accounts = accounts;
        this.consumers = consumers;
        this.subscribers = subscribers;
        this.sharing = sharing;
        this.blocked = blocked;
        this.clock = clock;
    }

    /** By subscription; empty if there is no such account. */
    Optional<Page<StoredConsumer>> list(ProviderAccountId id, Cursor cursor) {
        if (accounts.find(id).isEmpty()) return Optional.empty();
        return Optional.of(Page.of(cursor, consumers.list(id, cursor), consumer -> consumer.account().subscriptionId()
                .toString()));
    }

    Optional<StoredConsumer> find(ProviderAccountId id, SubscriptionId subscription) {
        return consumers.find(id, subscription);
    }

    @Transactional
    ConsumerOutcome add(ProviderAccountId id, NewConsumer wanted) {
        var unusable = Unusable.first(List.of(wanted.subscriptionId()),
                subscribers.byId(List.of(wanted.subscriptionId())));
        if (unusable.isPresent()) return new ConsumerOutcome.NoSuchConsumer(unusable.get());
        var account = accounts.lock(id);
        if (account.isEmpty()) return new ConsumerOutcome.UnknownAccount();
        if (consumers.find(id, wanted.subscriptionId()).isPresent()) return new ConsumerOutcome.Exists();
        consumers.insert(id, List.of(wanted), SqlArray.micros(clock.instant()));
        accounts.addToAudience(id, 1);
        return changed(id, wanted.subscriptionId());
    }

    /** @param seen throws, under the lock, if the terms are no more those that the caller saw */
    @Transactional
    ConsumerOutcome setTerms(ProviderAccountId id, SubscriptionId subscription, Terms terms,
            Consumer<StoredConsumer> seen) {
        return change(id, subscription, found -> {
            seen.accept(found);
            var consumer = found.account();
            if (terms.limit() != null
                    && terms.limit().compareTo(consumer.consumed().plus(consumer.reserved())) < 0) {
                return new ConsumerOutcome.BelowUse(consumer.consumed(), consumer.reserved());
            }
            var moves = accounts.find(id).orElseThrow().account().limitMode().moves();
            consumers.setTerms(id, subscription, terms, moves);
            return changed(id, subscription);
        });
    }

    /** What it holds is asked back when it is paused, and it is made to ask again when it is not any more. */
    @Transactional
    ConsumerOutcome setPaused(ProviderAccountId id, SubscriptionId subscription, boolean paused) {
        return change(id, subscription, found -> {
            if (found.account().membership().paused() == paused) return new ConsumerOutcome.Done(found);
            consumers.setPaused(id, subscription, paused);
            if (paused) blocked.askBack(id, List.of(subscription));
            return changed(id, subscription);
        });
    }

    /** What it holds is asked back; use of before is settled to it whenever it is reported (spec G8). */
    @Transactional
    ConsumerOutcome remove(ProviderAccountId id, SubscriptionId subscription) {
        return change(id, subscription, found -> {
            consumers.leave(id, subscription, SqlArray.micros(clock.instant()));
            accounts.addToAudience(id, -1);
            blocked.askBack(id, List.of(subscription));
            sharing.adjust(accounts.find(id).orElseThrow().account(), LimitTrigger.CHANGE);
            blocked.unblock(id);
            return new ConsumerOutcome.Done(found);
        });
    }

    private ConsumerOutcome change(ProviderAccountId id, SubscriptionId subscription,
            Function<StoredConsumer, ConsumerOutcome> change) {
        if (accounts.lock(id).isEmpty()) return new ConsumerOutcome.UnknownAccount();
        return consumers.find(id, subscription).map(found -> {
            consumers.settle(found.account());
            return change.apply(found);
        }).orElseGet(ConsumerOutcome.UnknownConsumer::new);
    }

    private ConsumerOutcome changed(ProviderAccountId id, SubscriptionId subscription) {
        sharing.adjust(accounts.find(id).orElseThrow().account(), LimitTrigger.CHANGE);
        blocked.unblock(id);
        return new ConsumerOutcome.Done(consumers.find(id, subscription).orElseThrow());
    }
}
