package io.planshare.charging.rating;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Interval;
import io.planshare.model.PlanId;
import io.planshare.model.TariffId;

/** All plans and tariffs as one commit left them. A plan that it does not know has no price: nothing can be charged. */
public record Catalogue(long revision, Map<PlanId, RatePlan> plans, Map<TariffId, Tariff> tariffs) {

    public Catalogue {
        plans = Map.copyOf(plans);
        tariffs = Map.copyOf(tariffs);
    }

    public static final Catalogue EMPTY = new Catalogue(0, Map.of(), Map.of());

    public Optional<Priced> price(@Nullable PlanId plan, Use use) {
        return plan(plan).flatMap(known -> price(known, use));
    }

    /** Every price that may come to count for this use until then; the one of now first. Empty if that is none. */
    public List<Priced> prices(@Nullable PlanId plan, Use use, Instant until) {
        var now = price(plan, use);
        if (now.isEmpty()) return List.of();
        var known = plan(plan).orElseThrow();
        return Stream.concat(now.stream(), changes(known, use.at(), until).flatMap(at -> price(known,
                new Use(use.unit(), use.ratingGroup(), at, use.network())).stream())).distinct().toList();
    }

    public Optional<Interval> cycle(@Nullable PlanId plan, Instant at) {
        return plan(plan).map(known -> known.cycle().at(at));
    }

    private Stream<Instant> changes(RatePlan plan, Instant from, Instant to) {
        return tariff(plan).stream().flatMap(tariff -> changes(tariff, plan.cycle().timeZone(), from, to));
    }

    private static Stream<Instant> changes(Tariff tariff, ZoneId timeZone, Instant from, Instant to) {
        var begins = tariff.versions().stream().map(TariffVersion::validFrom)
                .filter(at -> at.isAfter(from) && !at.isAfter(to));
        var edges = tariff.versions().stream()
                .flatMap(version -> version.changes(from, to, timeZone));
        return Stream.concat(begins, edges).distinct();
    }

    private Optional<Priced> price(RatePlan plan, Use use) {
        return tariff(plan).flatMap(tariff -> price(tariff, plan.cycle().timeZone(), use));
    }

    static Optional<Priced> price(Tariff tariff, ZoneId timeZone, Use use) {
        return tariff.at(use.at()).flatMap(version -> version.find(use, timeZone)
                .map(match -> new Priced(tariff, version.number(), match, use.network())));
    }

    private Optional<Tariff> tariff(RatePlan plan) {
        return Optional.ofNullable(plan.tariffId()).map(tariffs::get);
    }

    private Optional<RatePlan> plan(@Nullable PlanId id) {
        return id == null ? Optional.empty() : Optional.ofNullable(plans.get(id));
    }
}
