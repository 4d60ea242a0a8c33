package io.planshare.charging.overage;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.planshare.model.Money;
import io.planshare.model.UnitType;

/**
 * What a subscription agrees to.
 *
 * @param price minor units of the limit's currency for {@code priceSize} units; exact
 * @param limit at most so much money
 */
record ConsentTerms(UnitType unit, BigDecimal price, long priceSize, Money limit) {

    static ConsentTerms of(OverageConsent consent) {
        return new ConsentTerms(consent.unit(), consent.price(), consent.priceSize(), consent.limit());
    }

    /** Whether units cost the same; then only the limit differs, if anything. */
    boolean hasPriceOf(ConsentTerms other) {
        return unit == other.unit && priceSize == other.priceSize && price.compareTo(other.price) == 0
                && limit.currency().equals(other.limit.currency());
    }

    /** Of what people edit; equal terms have the same. */
    long version() {
        var text = unit + " " + price.stripTrailingZeros().toPlainString() + " " + priceSize + " " + limit;
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .getMostSignificantBits();
    }
}
