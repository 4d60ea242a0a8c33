package io.planshare.charging.spending;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.charging.payer.Subscribers;
import io.planshare.charging.spending.SpendingOutcome.AnotherSubscriber;
import io.planshare.charging.spending.SpendingOutcome.NoCounters;
import io.planshare.charging.spending.SpendingOutcome.NotFound;
import io.planshare.charging.spending.SpendingOutcome.NotYetKnown;
import io.planshare.charging.spending.SpendingOutcome.UnknownCounters;
import io.planshare.charging.spending.SpendingOutcome.Unwatched;
import io.planshare.charging.spending.SpendingOutcome.UserUnknown;
import io.planshare.charging.spending.SpendingOutcome.Watched;
import io.planshare.kit.identifier.IdentifierVault;
import io.planshare.kit.inbox.CaughtUp;
import io.planshare.model.Id;
import io.planshare.model.SubscriptionId;

import static java.util.Objects.requireNonNull;

/** Lets policy functions watch the counters of subscribers. */
@Service
public class SpendingLimits {

    private final SpendingStore store;
    private final Subscribers subscribers;
    private final CaughtUp caughtUp;
    private final IdentifierVault vault;
    private final Clock clock;

    SpendingLimits(SpendingStore store, Subscribers subscribers, CaughtUp caughtUp, IdentifierVault vault,
            Clock clock) {
        this.store = store;
        this.subscribers = subscribers;
        this.caughtUp = caughtUp;
        this.vault = vault;
        this.clock = clock;
    }

    /** The request names a subscriber and where to notify. */
    @Transactional
    public SpendingOutcome subscribe(SpendingRequest request) {
        var supi = requireNonNull(request.supi());
        var subscriber = subscribers.bySupi(Set.of(supi)).get(supi);
        if (subscriber == null) return caughtUp.isCaughtUp("enrollment") ? new UserUnknown() : new NotYetKnown();
        var unknown = unknown(request);
        if (!unknown.isEmpty()) return new UnknownCounters(unknown);
        var statuses = statuses(subscriber.id(), request.counters());
        if (statuses.isEmpty()) return new NoCounters();
        var watch = new Watch(Id.next(), subscriber.id(), vault.seal(supi),
                requireNonNull(request.notifUri()).toString(),
                request.notifId(), request.counters(), statuses, request.expiry(), 0, false);
        store.insert(watch, SqlArray.micros(clock.instant()));
        return watched(watch);
    }

    /** Other counters, another expiry, another place to notify. */
    @Transactional
    public SpendingOutcome modify(UUID id, SpendingRequest request) {
        var known = store.lock(id, clock.instant()).orElse(null);
        if (known == null) return new NotFound();
        if (request.supi() != null && !vault.open(known.sealedSupi()).equals(request.supi().value())) {
            return new AnotherSubscriber();
        }
        var unknown = unknown(request);
        if (!unknown.isEmpty()) return new UnknownCounters(unknown);
        var statuses = statuses(known.subscriptionId(), request.counters());
        if (statuses.isEmpty()) return new NoCounters();
        var uri = request.notifUri() == null ? known.notifUri() : request.notifUri().toString();
        var changed = new Watch(id, known.subscriptionId(), known.sealedSupi(), uri,
                request.notifId() == null ? known.notifId() : request.notifId(), request.counters(), statuses,
                request.expiry(),
                known.version(), false);
        store.change(changed);
        return watched(changed);
    }

    @Transactional
    public SpendingOutcome unsubscribe(UUID id) {
        return store.delete(id) ? new Unwatched() : new NotFound();
    }

    private SortedMap<String, CounterStatus> statuses(SubscriptionId subscriber, List<String> counters) {
        var shares = store.shares(Set.of(subscriber), clock.instant()).getOrDefault(subscriber, List.of());
        return CounterStatus.of(counters.stream().flatMap(counter -> PolicyCounter.of(counter).stream()).toList(),
                shares);
    }

    private static List<String> unknown(SpendingRequest request) {
        return request.counters().stream().filter(counter -> PolicyCounter.of(counter).isEmpty()).toList();
    }

    private static Watched watched(Watch watch) {
        return new Watched(watch.id(), watch.statuses(), watch.notifId(), watch.expiry());
    }
}
