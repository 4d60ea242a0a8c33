package io.planshare.charging.charge;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.rating.Currencies;
import io.planshare.kit.problem.Problem;
import io.planshare.model.ChargeId;
import io.planshare.model.Money;

/** An amount to be put on an account by hand. */
@Schema(name = "NewAdjustment")
record AdjustmentRequest(
        @NotNull @Schema(example = "-250", description = "minor units: positive to charge, negative to credit; not 0") Long amountMinor,
        @NotNull @Schema(example = "EUR") String currency,
        @Schema(description = "the charge it is about, if any") @Nullable ChargeId chargeId,
        @NotBlank @Size(max = 200) @Schema(example = "goodwill") String reason) {

    Money amount() {
        Problem.reading("/amountMinor", () -> {
            if (amountMinor == 0 || amountMinor == Long.MIN_VALUE) {
                throw new IllegalArgumentException("must be an amount, not 0");
            }
            return amountMinor;
        });
        return Problem.reading("/currency", () -> new Money(amountMinor, Currencies.known(currency)));
    }
}
