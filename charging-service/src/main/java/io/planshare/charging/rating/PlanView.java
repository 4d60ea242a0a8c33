package io.planshare.charging.rating;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.PlanId;
import io.planshare.model.TariffId;

/** A plan of the catalogue, with the cycle that runs now. */
@Schema(name = "Plan")
record PlanView(@Schema(example = "01930000-0000-7000-8000-0000000000b1") PlanId id,
        @Schema(example = "Family L") String name, @Nullable TariffId tariffId,
        @Schema(example = "Europe/Berlin") String timeZone, @Schema(example = "1") int cycleDay,
        PlanRequest.@Nullable FeeBody fee, Instant cycleStart, @Nullable Instant cycleEnd) {

    static PlanView of(RatePlan plan, Instant now) {
        var cycle = plan.cycle().at(now);
        var fee = plan.fee();
        return new PlanView(plan.id(), plan.name(), plan.tariffId(), plan.cycle().timeZone().getId(),
                plan.cycle().day(),
                fee == null
                        ? null
                        : new PlanRequest.FeeBody(fee.amount().amountMinor(), fee.amount().currency(), fee.from()),
                cycle.from(), cycle.to());
    }
}
