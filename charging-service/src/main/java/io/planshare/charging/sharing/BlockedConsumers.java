package io.planshare.charging.sharing;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.notify.Notifications;
import io.planshare.event.CreditEvent;
import io.planshare.event.CreditEvent.ConsumerBlocked;
import io.planshare.event.CreditEvent.ConsumerUnblocked;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

/** Whoever was refused for lack of credit is made to ask again as soon as there is some: nobody has to poll. */
@Service
public class BlockedConsumers {

    private final BlockedStore store;
    private final Notifications notifications;
    private final Outbox outbox;
    private final Clock clock;

    BlockedConsumers(BlockedStore store, Notifications notifications, Outbox outbox, Clock clock) {
        this.store = store;
        this.notifications = notifications;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Remembers refusals and forgets those that were granted since; what is to be told of it. */
    List<CreditEvent> refused(Collection<Refusal> refused, Collection<Refusal> granted, Instant now) {
        store.remove(granted);
        return store.add(refused, now).stream().<CreditEvent>mapMulti((refusal, events) -> {
            var account = refusal.providerAccountId();
            if (account != null) {
                events.accept(new ConsumerBlocked(account, refusal.payer(), refusal.ratingGroup(), now));
            }
        }).toList();
    }

    /** After an account, its units or a limit in it changed: whom it serves now is made to ask. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void unblock(ProviderAccountId id) {
        var now = SqlArray.micros(clock.instant());
        var served = store.removeServed(id, now);
        if (served.isEmpty()) return;
        reauthorize(served);
        outbox.publishAll(served.stream().map(Refusal::payer).distinct()
                .map(payer -> new ConsumerUnblocked(id, payer, now)).toList());
    }

    /** What these consumers hold of the account should come back: their sessions report, and ask again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askBack(ProviderAccountId id, Collection<SubscriptionId> consumers) {
        reauthorize(store.holding(id, consumers));
    }

    @Scheduled(fixedDelayString = "${planshare.charging.forget-blocked-every:PT1M}")
    void forgetEnded() {
        store.removeEnded();
    }

    private void reauthorize(Collection<Refusal> sessions) {
        if (sessions.isEmpty()) return;
        notifications.reauthorize(sessions.stream()
                .collect(groupingBy(Refusal::session, mapping(Refusal::ratingGroup, toSet()))));
    }
}
