package io.planshare.charging.rating;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What units cost up to a volume in the cycle.
 *
 * @param upTo this step's last unit, counted from the cycle's first; null for the last step, which has no end
 * @param price minor units of the tariff's currency for the entry's price size; exact
 */
record PriceStep(@Nullable Long upTo, BigDecimal price) {}
