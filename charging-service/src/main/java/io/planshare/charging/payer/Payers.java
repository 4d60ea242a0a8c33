package io.planshare.charging.payer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.PayerMap;
import io.planshare.model.PayerResolution;
import io.planshare.model.ProtectedTraffic;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.Traffic;

/**
 * Who pays for the traffic of one session, at any instant.
 *
 * @param map null where the subscription itself pays
 * @param restriction in force now
 * @param older what enrollment answered for instants that the map no longer reaches
 */
public record Payers(Subscription subscription, @Nullable PayerMap map, RestrictionLevel restriction,
        ProtectedTraffic emergency, Map<Question, Payer> older) {

    /** Traffic at an instant. */
    public record Question(Traffic traffic, Instant at) {}

    public Payer resolve(Traffic traffic, Instant at) {
        if (map == null) return ownOrNobody(traffic);
        if (needsHistory(at)) {
            return Optional.ofNullable(older.get(new Question(traffic, at)))
                    .orElseThrow(() -> new IllegalStateException("enrollment was not asked who paid at " + at));
        }
        return switch (map.resolve(traffic, at, restriction, emergency)) {
            case PayerResolution.Emergency() -> new Payer.Operator();
            case PayerResolution.Denied(var reason) -> new Payer.Nobody(
                    reason == PayerResolution.Denied.Reason.RESTRICTED);
            case PayerResolution.Paid(var payer, var capability, _) -> new Payer.Subscriber(payer.subscriptionId(),
                    payer.accountId(), payer, capability);
        };
    }

    /** Whether the map does not reach that far back, so that only enrollment knows. */
    public boolean needsHistory(Instant at) {
        return map != null && at.isBefore(map.completeFrom());
    }

    /** Where use over a span (from, to] is cut because somebody else may pay from then on. */
    public List<Instant> changesBetween(Instant from, Instant to) {
        return map == null ? List.of() : map.changesBetween(from, to);
    }

    private Payer ownOrNobody(Traffic traffic) {
        if (emergency.covers(traffic)) return new Payer.Operator();
        if (restriction.deniesTraffic()) return new Payer.Nobody(true);
        if (subscription.status() != SubscriptionStatus.ACTIVE) return new Payer.Nobody(false);
        return new Payer.Subscriber(subscription.id(), subscription.accountId(), null, null);
    }
}
