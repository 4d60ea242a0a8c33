package io.planshare.charging.account;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.Units;

/** A consumer's new limit; the member is required, so that nobody lifts a limit by forgetting it. */
@Schema(name = "Limit")
record LimitRequest(
        @JsonProperty(required = true) @Schema(example = "8000000000", description = "at most so many units, used and reserved together; null: as many as there are") @Nullable Units limit) {}
