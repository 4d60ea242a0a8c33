package io.planshare.enrollment.enrollment;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.CapLimit;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

@Schema(name = "Cap", description = "At most so many units in each window, whoever's units they are. A cap pays nothing")
record CapBody(
        @Schema(description = "MONEY counts minor units of the account's currency", example = "OCTET") @NotNull UnitType unit,
        @Schema(example = "1073741824") @NotNull @Min(0) Long limit,
        @Schema(description = "Counts anew at UTC midnight, on the first of a month (UTC), or never", example = "MONTH") @NotNull CapLimit.Window window) {

    CapLimit cap() {
        return new CapLimit(unit, Units.of(limit), window);
    }

    static CapBody from(CapLimit cap) {
        return new CapBody(cap.unit(), cap.limit().count(), cap.window());
    }
}
