package io.planshare.charging.overage;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Money;
import io.planshare.model.UnitType;

/**
 * What a subscription agrees to.
 *
 * @param price its own; null to pay what the plan's tariff says
 * @param limit at most so much money: for ever at a price of its own, in a cycle by tariff
 */
record ConsentTerms(@Nullable UnitPrice price, Money limit, @Nullable Long roamingLimitMinor,
        boolean roamingUnlimited) {

    /** @param price minor units of the limit's currency for {@code priceSize} units; exact */
    record UnitPrice(UnitType unit, BigDecimal price, long priceSize) {
        boolean costs(UnitPrice other) {
            return unit == other.unit && priceSize == other.priceSize && price.compareTo(other.price) == 0;
        }
    }

    /** Whether units cost the same; then only the limits differ, if anything. */
    boolean hasPriceOf(ConsentTerms other) {
        var same = price == null ? other.price == null : other.price != null && price.costs(other.price);
        return same && limit.currency().equals(other.limit.currency());
    }

    /** Of what people edit; equal terms have the same. */
    long version() {
        var text = (price == null
                ? "tariff"
                : price.unit() + " " + price.price().stripTrailingZeros().toPlainString() + " " + price.priceSize())
                + " " + limit + (price == null ? " " + roamingLimitMinor + " " + roamingUnlimited : "");
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }
}
