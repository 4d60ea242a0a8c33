package io.planshare.charging.account;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.payer.Subscribers;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** Who may draw on an account, and how much: changed only under the provider account's lock. */
@Service
class Consumers {

    private final AccountStore accounts;
    private final ConsumerStore consumers;
    private final Subscribers subscribers;

    Consumers(AccountStore accounts, ConsumerStore consumers, Subscribers subscribers) {
        this.accounts = accounts;
        this.consumers = consumers;
        this.subscribers = subscribers;
    }

    /** By subscription; empty if there is no such account. */
    Optional<Page<ConsumerAccount>> list(ProviderAccountId id, Cursor cursor) {
        if (accounts.find(id).isEmpty()) return Optional.empty();
        return Optional.of(Page.of(cursor, consumers.list(id, cursor), consumer -> consumer.subscriptionId()
                .toString()));
    }

    Optional<ConsumerAccount> find(ProviderAccountId id, SubscriptionId subscription) {
        return consumers.find(id, subscription);
    }

    @Transactional
    ConsumerOutcome add(ProviderAccountId id, NewConsumer wanted) {
        var unusable = Unusable.first(List.of(wanted.subscriptionId()),
                subscribers.byId(List.of(wanted.subscriptionId())));
        if (unusable.isPresent()) return new ConsumerOutcome.NoSuchConsumer(unusable.get());
        if (accounts.lock(id).isEmpty()) return new ConsumerOutcome.UnknownAccount();
        if (consumers.find(id, wanted.subscriptionId()).isPresent()) return new ConsumerOutcome.Exists();
        consumers.insert(id, List.of(wanted));
        accounts.addToAudience(id, 1);
        return new ConsumerOutcome.Done(
                new ConsumerAccount(id, wanted.subscriptionId(), wanted.limit(), Units.ZERO, Units.ZERO));
    }

    /** @param seen throws, under the lock, if the limit is no more the one that the caller saw */
    @Transactional
    ConsumerOutcome setLimit(ProviderAccountId id, SubscriptionId subscription, @Nullable Units limit,
            Consumer<ConsumerAccount> seen) {
        if (accounts.lock(id).isEmpty()) return new ConsumerOutcome.UnknownAccount();
        var found = consumers.find(id, subscription);
        if (found.isEmpty()) return new ConsumerOutcome.UnknownConsumer();
        var consumer = found.get();
        seen.accept(consumer);
        if (limit != null && limit.compareTo(consumer.consumed().plus(consumer.reserved())) < 0) {
            return new ConsumerOutcome.BelowUse(consumer.consumed(), consumer.reserved());
        }
        consumers.setLimit(id, subscription, limit);
        return new ConsumerOutcome.Done(new ConsumerAccount(id, subscription, limit, consumer.consumed(),
                consumer.reserved()));
    }
}
