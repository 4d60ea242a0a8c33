package io.planshare.quota.chargeback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.model.Units;
import io.planshare.quota.chargeback.Chargeback.Line;
import io.planshare.quota.chargeback.ChargebackStore.Used;
import io.planshare.quota.pack.SharedPackage;
import io.planshare.quota.pack.Sharings;

import static java.util.stream.Collectors.toMap;

/** Puts together what a cycle's book says and what its borrowers consented to. */
@Service
class Chargebacks {

    private final ChargebackStore store;
    private final Sharings sharings;

    Chargebacks(ChargebackStore store, Sharings sharings) {
        this.store = store;
        this.sharings = sharings;
    }

    /** Of the cycle that an instant lies in; empty if there is none. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Optional<Chargeback> find(PackageId id, Instant at) {
        return store.cycle(id, at).map(this::of);
    }

    Chargeback of(PackageActivated cycle) {
        var used = store.used(cycle.providerAccountId());
        var left = recallable(cycle, used);
        var lines = new ArrayList<Line>();
        for (var each : used) {
            var recallable = left.getOrDefault(each.accountId(), Units.ZERO).atMost(each.units());
            left.computeIfPresent(each.accountId(), (_, units) -> units.minus(recallable));
            lines.add(new Line(each.accountId(), each.subscriptionId(), !each.accountId().equals(cycle.accountId()),
                    each.records(), each.units(), recallable));
        }
        return new Chargeback(cycle.packageId(), cycle.accountId(), cycle.providerAccountId(), cycle.cycle(),
                cycle.unit(), cycle.units(), sum(lines, Line::used),
                sum(lines.stream().filter(Line::borrowed).toList(), Line::used), sum(lines, Line::recallable), lines);
    }

    /** What each borrower's consent still covers. */
    private Map<AccountId, Units> recallable(PackageActivated cycle, List<Used> used) {
        var end = cycle.cycle().to();
        var at = end == null ? cycle.cycle().from() : end.minusNanos(1000);
        return sharings.packagesInForce(List.of(cycle.packageId()), at).stream().findFirst()
                .map(shared -> consented(shared, used, store.recalled(cycle.providerAccountId())))
                .orElseGet(HashMap::new);
    }

    private static Map<AccountId, Units> consented(SharedPackage shared, List<Used> used,
            Map<AccountId, Units> recalled) {
        var price = shared.policy().recallPrice();
        if (price == null || !shared.policy().ownerFirst()) return new HashMap<>();
        return used.stream().map(Used::accountId).distinct()
                .flatMap(account -> shared.borrower(account).stream())
                .collect(toMap(it -> it.accountId(), it -> price.payableWith(it.recallCapMinor())
                        .excessOver(recalled.getOrDefault(it.accountId(), Units.ZERO)), (a, _) -> a, HashMap::new));
    }

    private static Units sum(List<Line> lines, Function<Line, Units> part) {
        return lines.stream().map(part).reduce(Units.ZERO, Units::plus);
    }
}
