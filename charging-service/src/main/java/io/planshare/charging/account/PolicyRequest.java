package io.planshare.charging.account;

import java.time.Duration;
import java.util.Set;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.kit.problem.Problem;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** How an account's limits shall move; what is missing is as if nobody had set it. */
@Schema(name = "NewAdjustmentPolicy", example = """
                                                {"mode": "STRICT", "triggers": ["TIME", "AMOUNT", "RATE", "IMBALANCE", "NEAR_LIMIT"],
                                                 "minIntervalSeconds": 60, "hysteresisPercent": 2, "hysteresisUnits": 1048576}""")
record PolicyRequest(
        @NotNull @Schema(description = "OPEN: limits stand where people set them; STRICT: they move and never promise more than there is; OVERSUBSCRIBED: they may promise more") LimitMode mode,
        @Min(100) @Max(150) @Schema(example = "120", description = "so much of the units may be promised: with OVERSUBSCRIBED only; 100 if missing") @Nullable Integer oversubscriptionPercent,
        @Schema(description = "which of TIME, AMOUNT, RATE, IMBALANCE and NEAR_LIMIT move limits; all if missing. The others always do") @Nullable Set<@NotNull LimitTrigger> triggers,
        @Min(0) @Max(86_400) @Schema(example = "60", description = "TIME, AMOUNT, RATE and IMBALANCE move limits no more often; 60 if missing") @Nullable Integer minIntervalSeconds,
        @Min(0) @Max(100) @Schema(example = "2", description = "an adjustment is skipped if no limit would change by so much of itself; 2 if missing") @Nullable Integer hysteresisPercent,
        @Schema(example = "1048576", description = "nor by so many units; 1048576 for OCTET, 0 for others if missing") @Nullable Units hysteresisUnits) {

    LimitPolicy toPolicy(UnitType unit) {
        var plain = LimitPolicy.of(mode, unit);
        if (triggers != null && !LimitPolicy.OPTIONAL.containsAll(triggers)) {
            throw Problem.of(400, "invalid-value", "CHANGE, MANUAL and DENIAL_IMMINENT always count.")
                    .at("/triggers", "must be of " + LimitPolicy.OPTIONAL).exception();
        }
        return Problem.reading("/oversubscriptionPercent", () -> new LimitPolicy(mode,
                oversubscriptionPercent == null ? 100 : oversubscriptionPercent,
                triggers == null ? plain.triggers() : triggers,
                minIntervalSeconds == null ? plain.minInterval() : Duration.ofSeconds(minIntervalSeconds),
                hysteresisPercent == null ? plain.hysteresisPercent() : hysteresisPercent,
                hysteresisUnits == null ? plain.hysteresisUnits() : hysteresisUnits));
    }
}
