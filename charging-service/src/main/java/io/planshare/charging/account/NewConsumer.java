package io.planshare.charging.account;

import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** A subscription that may draw on an account. */
record NewConsumer(
        @NotNull @Schema(example = "01930000-0000-7000-8000-000000000031", description = "who may draw on the account") SubscriptionId subscriptionId,
        @Schema(example = "5000000000", description = "at most so many units, used and reserved together; without it, as many as there are") @Nullable Units limit) {}
