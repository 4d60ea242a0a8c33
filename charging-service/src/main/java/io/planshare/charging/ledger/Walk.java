package io.planshare.charging.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.planshare.event.QuotaEvent.PlanChanged;
import io.planshare.event.QuotaEvent.PlannedOrder;
import io.planshare.event.QuotaEvent.PlannedPackage;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

/**
 * In which order accounts pay: as the payer's plan says; what it does not name yet, and everything without a plan, smallest
 * audience first, so that what only few may use is used before what many may, and expiring first among equals
 * (design section 3).
 */
final class Walk {

    private static final int FOR_ALL = Integer.MAX_VALUE;

    private Walk() {}

    /** The default order for one payer. Where audiences are nested it never uses up what somebody else needs. */
    static Comparator<ProviderAccount> smallestAudienceFirst(Draw draw) {
        return comparingInt(ProviderAccount::audience).thenComparingInt(Walk::breadth)
                .thenComparing(account -> Optional.ofNullable(account.validity().to()).orElse(Instant.MAX))
                .thenComparingInt(account -> account.ownerId().equals(draw.accountId()) ? 0 : 1)
                .thenComparingInt(account -> account.packageId() == null ? 1 : 0)
                .thenComparing(account -> account.id().value());
    }

    static List<ProviderAccount> order(List<ProviderAccount> accounts, Draw draw, Optional<PlanChanged> plan) {
        var byDefault = accounts.stream().sorted(smallestAudienceFirst(draw)).toList();
        var planned = plan.stream().flatMap(p -> plannedFor(p, draw)).map(PlannedPackage::packageId).distinct()
                .toList();
        if (planned.isEmpty()) return byDefault;
        var named = planned.stream().flatMap(id -> byDefault.stream().filter(a -> id.equals(a.packageId())));
        var unnamed = byDefault.stream().filter(a -> a.packageId() == null || !planned.contains(a.packageId()));
        return merge(named.toList(), unnamed.toList(), draw);
    }

    /** Puts what the plan does not name where its default contract has it: before the first wider one. */
    private static List<ProviderAccount> merge(List<ProviderAccount> named, List<ProviderAccount> unnamed, Draw draw) {
        var merged = new ArrayList<>(named);
        var order = smallestAudienceFirst(draw);
        for (var account : unnamed) {
            int place = 0;
            while (place < merged.size() && order.compare(merged.get(place), account) <= 0)
                place++;
            merged.add(place, account);
        }
        return List.copyOf(merged);
    }

    private static Stream<PlannedPackage> plannedFor(PlanChanged plan, Draw draw) {
        return plan.intervals().stream().filter(interval -> interval.during().contains(draw.at()))
                .flatMap(interval -> interval.orders().stream())
                .filter(order -> order.ratingGroup() == null || order.ratingGroup() == draw.ratingGroup())
                .min(comparing((PlannedOrder order) -> order.ratingGroup() == null)).stream()
                .flatMap(order -> order.packages().stream());
    }

    private static int breadth(ProviderAccount account) {
        return account.ratingGroups().isEmpty() ? FOR_ALL : account.ratingGroups().size();
    }
}
