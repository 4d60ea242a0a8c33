package io.planshare.charging.rating;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.PlanId;
import io.planshare.model.TariffId;

/** Plans of the catalogue: made, changed, shown. */
@Service
public class RatePlans {

    private final PlanStore plans;
    private final TariffStore tariffs;
    private final Clock clock;

    RatePlans(PlanStore plans, TariffStore tariffs, Clock clock) {
        this.plans = plans;
        this.tariffs = tariffs;
        this.clock = clock;
    }

    /** @return empty if there is one already, which can only be changed */
    @Transactional
    Optional<PlanOutcome> create(RatePlan plan) {
        plans.changed();
        var unknown = unknownTariff(plan.tariffId());
        if (unknown.isPresent()) return unknown;
        if (!plans.insert(plan, now())) return Optional.empty();
        return plans.find(plan.id()).map(PlanOutcome.Created::new);
    }

    /** @param seen throws, under the lock, if the plan is no more the one that the caller saw */
    @Transactional
    PlanOutcome change(RatePlan plan, Consumer<RatePlan> seen) {
        plans.changed();
        var found = plans.find(plan.id());
        if (found.isEmpty()) return new PlanOutcome.UnknownPlan(plan.id());
        seen.accept(found.get());
        var unknown = unknownTariff(plan.tariffId());
        if (unknown.isPresent()) return unknown.get();
        plans.update(plan);
        return new PlanOutcome.Changed(plans.find(plan.id()).orElseThrow());
    }

    /** Plans whose cycles cost something. */
    public List<RatePlan> withFee() {
        return plans.all().values().stream().filter(plan -> plan.fee() != null).toList();
    }

    Optional<RatePlan> find(PlanId id) {
        return plans.find(id);
    }

    Page<RatePlan> list(Cursor cursor) {
        return Page.of(cursor, plans.list(cursor), plan -> plan.id().toString());
    }

    Instant now() {
        return SqlArray.micros(clock.instant());
    }

    private Optional<PlanOutcome> unknownTariff(@Nullable TariffId id) {
        return id == null || tariffs.find(id).isPresent()
                ? Optional.empty()
                : Optional.of(new PlanOutcome.UnknownTariff(id));
    }
}
