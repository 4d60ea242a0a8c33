package io.planshare.charging.rating;

import java.time.Instant;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.Cycle;
import io.planshare.model.Money;
import io.planshare.model.PlanId;
import io.planshare.model.TariffId;

/** A plan as it is to be. */
@Schema(name = "NewPlan")
record PlanRequest(@NotBlank @Size(max = 100) @Schema(example = "Family L") String name,
        @Schema(example = "01930000-0000-7000-8000-0000000000a1", description = "missing: nothing on it can be paid for in money") @Nullable TariffId tariffId,
        @NotNull @Size(max = 64) @Schema(example = "Europe/Berlin", description = "of its cycles and of its tariff's times of day") String timeZone,
        @NotNull @Min(1) @Max(31) @Schema(example = "1", description = "on which its cycles begin, at midnight; a month without that day: on its last") Integer cycleDay,
        @Valid @Schema(description = "missing: none") @Nullable FeeBody fee) {

    /** What each cycle costs. */
    @Schema(name = "PlanFee")
    record FeeBody(@NotNull @Min(1) @Schema(example = "1999") Long amountMinor,
            @NotNull @Schema(example = "EUR") String currency,
            @NotNull @Schema(example = "2026-12-01T00:00:00Z", description = "cycles that begin then or later are charged") Instant from) {}

    RatePlan toPlan(PlanId id) {
        var zone = Problem.reading("/timeZone", () -> QuoteRequest.zone(timeZone));
        return new RatePlan(id, name, tariffId, new Cycle(cycleDay, zone), fee == null ? null : fee(fee), 1);
    }

    private static RatePlan.Fee fee(FeeBody fee) {
        return new RatePlan.Fee(
                Problem.reading("/fee/currency", () -> new Money(fee.amountMinor(), Currencies.known(fee.currency()))),
                Problem.reading("/fee/from", () -> BusinessTime.sensible(fee.from())));
    }
}
