package io.planshare.charging.pack;

import java.util.List;
import java.util.Set;

import org.springframework.stereotype.Component;

import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Hears of packages' cycles, and of subscriptions that come to the accounts that use them. */
@Component
class PackageListener implements EventConsumer {

    private final PackageCycles cycles;

    PackageListener(PackageCycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public String name() {
        return "packages";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.PACKAGE, Topic.SUBSCRIPTION);
    }

    /** A version that was applied is not applied again. */
    @Override
    public boolean idempotentByNature() {
        return true;
    }

    @Override
    public void accept(List<Received> received) {
        received.stream().map(Received::event).filter(PackageActivated.class::isInstance)
                .map(PackageActivated.class::cast).forEach(cycles::announced);
        var changed = received.stream().map(Received::event).filter(SubscriptionChanged.class::isInstance)
                .map(SubscriptionChanged.class::cast)
                .collect(toMap(SubscriptionChanged::subscriptionId, identity(),
                        (a, b) -> a.version() > b.version() ? a : b))
                .values();
        if (!changed.isEmpty()) cycles.subscriptionsChanged(changed);
    }
}
