package io.planshare.charging.rating;

import io.planshare.model.PlanId;
import io.planshare.model.TariffId;

/** What came of making or changing a plan. */
sealed interface PlanOutcome {

    record Created(RatePlan plan) implements PlanOutcome {}

    record Changed(RatePlan plan) implements PlanOutcome {}

    record UnknownPlan(PlanId id) implements PlanOutcome {}

    record UnknownTariff(TariffId id) implements PlanOutcome {}
}
