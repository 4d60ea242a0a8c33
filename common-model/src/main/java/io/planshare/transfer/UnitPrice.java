package io.planshare.transfer;

import java.math.BigDecimal;

/**
 * @param price minor units of the plan's currency for {@code priceSize} octets
 * @param priceSize 1 or more
 */
public record UnitPrice(BigDecimal price, long priceSize) {

    public UnitPrice {
        if (price.signum() < 0) throw new IllegalArgumentException("a price is not negative");
        if (priceSize < 1) throw new IllegalArgumentException("priceSize is 1 or more");
    }

    /** For ordering connections; no money is counted with it. */
    double perOctet() {
        return price.doubleValue() / priceSize;
    }
}
