package io.planshare.charging.rating;

import java.time.Instant;
import java.time.ZoneId;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** A use whose price is asked for. */
@Schema(name = "NewQuote")
record QuoteRequest(@NotNull @Schema(example = "OCTET", description = "not MONEY") UnitType unit,
        @NotNull @Schema(example = "250000000", description = "0 to 2^63-1") Units units,
        @NotNull @Min(0) @Max(4_294_967_295L) @Schema(example = "10") Long ratingGroup,
        @Schema(description = "when it is used; missing: now") @Nullable Instant at,
        @Pattern(regexp = "\\d{3}|\\d{5,6}", message = "must be an MCC of 3 digits, or MCC and MNC of 5 or 6") @Schema(example = "26201", description = "where; missing: at home") @Nullable String network,
        @Size(max = 64) @Schema(example = "Europe/Berlin", description = "whose clock tells the time of day; missing: UTC") @Nullable String timeZone,
        @Schema(example = "900000000", description = "units of the same entry that the cycle has seen; 0 if missing") @Nullable Units usedBefore) {

    Use toUse(Instant now) {
        return new Use(Problem.reading("/unit", this::unitOfUse), ratingGroup,
                at == null ? now : Problem.reading("/at", () -> BusinessTime.sensible(at)), network);
    }

    ZoneId zone() {
        return timeZone == null ? ZoneId.of("UTC") : Problem.reading("/timeZone", () -> zone(timeZone));
    }

    long before() {
        return usedBefore == null ? 0 : usedBefore.count();
    }

    /** @throws IllegalArgumentException if there is no such zone; the message is made to be shown */
    static ZoneId zone(String name) {
        if (ZoneId.getAvailableZoneIds().contains(name)) return ZoneId.of(name);
        throw new IllegalArgumentException("must be a time zone such as Europe/Berlin");
    }

    private UnitType unitOfUse() {
        if (unit == UnitType.MONEY) throw new IllegalArgumentException("money is paid for in money already");
        return unit;
    }
}
