package io.planshare.charging.account;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.Units;

/** A consumer's new terms, whole; the limit is required, so that nobody lifts one by forgetting it. */
@Schema(name = "ConsumerTerms")
record TermsRequest(
        @JsonProperty(required = true) @Schema(example = "8000000000", description = "at most so many units, used and reserved together; null: as many as there are. Where limits move, they never move beyond") @Nullable Units limit,
        @Schema(example = "1000000000", description = "so many units are guaranteed, used ones counted: up to 10^13; 0 if missing") @Nullable Units floor,
        @Schema(example = "1", description = "where limits move, what it may use in proportion to others: 0 to 1000; 1 if missing") @Nullable Integer weight) {

    Terms toTerms() {
        return Terms.checked("", limit, floor, weight);
    }
}
