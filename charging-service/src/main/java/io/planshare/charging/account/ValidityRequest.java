package io.planshare.charging.account;

import java.time.Instant;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.BusinessTime;
import io.planshare.kit.problem.Problem;

/** The wire form of {@link Validity}; the end is required, so that nobody makes an account endless by forgetting it. */
@Schema(name = "Validity")
record ValidityRequest(
        @JsonProperty(required = true) @Schema(example = "2026-12-15T00:00:00Z", description = "after validFrom; null: for ever") @Nullable Instant validTo,
        @Min(1) @Max(3660) @Schema(example = "30", description = "at its end it is once longer by so many days; without it what is left expires") @Nullable Integer rollOverDays) {

    Validity toValidity() {
        var end = validTo == null ? null : Problem.reading("/validTo", () -> BusinessTime.sensible(validTo));
        return new Validity(end, rollOverDays);
    }
}
