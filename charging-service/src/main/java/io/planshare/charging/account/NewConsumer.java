package io.planshare.charging.account;

import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** A subscription that may draw on an account. */
record NewConsumer(
        @NotNull @Schema(example = "01930000-0000-7000-8000-000000000031", description = "who may draw on the account") SubscriptionId subscriptionId,
        @Schema(example = "5000000000", description = "at most so many units, used and reserved together; without it, as many as there are. Where limits move, they never move beyond") @Nullable Units limit,
        @Schema(example = "1000000000", description = "so many units are guaranteed, used ones counted: up to 10^13; 0 if missing") @Nullable Units floor,
        @Schema(example = "1", description = "where limits move, what it may use in proportion to others: 0 to 1000; 1 if missing") @Nullable Integer weight) {

    /** @param pointer where in the body it stands */
    Terms terms(String pointer) {
        return Terms.checked(pointer, limit, floor, weight);
    }

    Terms terms() {
        return terms("");
    }
}
