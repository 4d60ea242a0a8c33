package io.planshare.charging.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.kit.problem.Problem;
import io.planshare.model.Units;

/** Units that go. */
@Schema(name = "NewWithdrawal")
record WithdrawalRequest(
        @NotNull @Schema(example = "1000000000", description = "at most so many: 1 to 2^63-1") Units units,
        @Size(min = 1, max = 100) @Schema(example = "complaint 4711", description = "the client's own words, kept in the ledger") @Nullable String reference) {

    Units checkedUnits() {
        return Problem.reading("/units", () -> {
            if (units.isZero()) throw new IllegalArgumentException("must be 1 or more");
            return units;
        });
    }
}
