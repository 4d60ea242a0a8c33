package io.planshare.charging.rating;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.UnitType;

/**
 * What is to be rated, whatever its unit.
 *
 * @param at the end of the span it was used in, which decides about its payer too
 * @param network that served: MCC and MNC, or MCC alone; null when nobody told, which counts as home
 */
public record Use(UnitType unit, long ratingGroup, Instant at, @Nullable String network) {}
