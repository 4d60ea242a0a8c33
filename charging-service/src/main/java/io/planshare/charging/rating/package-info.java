/**
 * Rating: what use costs in money, by plan, tariff version, rating group, time of day, place and volume. Owns the catalogue
 * of plans and tariffs. Charges nobody: an amount is charged by whoever holds the payer's consent.
 */
@NullMarked
package io.planshare.charging.rating;

import org.jspecify.annotations.NullMarked;
