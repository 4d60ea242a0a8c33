package io.planshare.charging.charge;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

/** A charge to be given back. */
@Schema(name = "NewRefund")
record RefundRequest(
        @Min(1) @Schema(example = "500", description = "minor units; missing: all that was not given back yet") @Nullable Long amountMinor,
        @NotBlank @Size(max = 200) @Schema(example = "no service on 12 November") String reason) {}
