package io.planshare.charging.overage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;

import io.planshare.charging.rating.Priced;
import io.planshare.event.ChargingEvent.Rating;
import io.planshare.model.Money;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * A consent to pay a price of its own, up to an amount of money.
 *
 * @param price minor units of the currency for {@code priceSize} units; exact
 * @param limit at most so much, for everything ever used on this consent
 */
public record OverageConsent(UUID consentId, SubscriptionId subscriptionId, UnitType unit, BigDecimal price,
        long priceSize, Money limit, Units used, Units reserved) implements Consent {

    /** How many units the rest of the money buys. Free units are without limit. */
    public Units left() {
        if (price.signum() == 0) return Units.MAX;
        var affordable = BigDecimal.valueOf(limit.amountMinor()).multiply(BigDecimal.valueOf(priceSize))
                .divide(price, 0, RoundingMode.FLOOR).min(BigDecimal.valueOf(Long.MAX_VALUE));
        return Units.of(affordable.longValueExact()).excessOver(used.plus(reserved));
    }

    OverageConsent reserve(Units units) {
        return new OverageConsent(consentId, subscriptionId, unit, price, priceSize, limit, used, reserved.plus(units));
    }

    OverageConsent release(Units units) {
        return new OverageConsent(consentId, subscriptionId, unit, price, priceSize, limit, used,
                reserved.minus(units));
    }

    OverageConsent use(Units units) {
        return new OverageConsent(consentId, subscriptionId, unit, price, priceSize, limit, used.plus(units), reserved);
    }

    /**
     * What further units cost: the rounded price of all so far less what was charged before, so that the parts always sum
     * to the rounded whole, however small they are.
     */
    Money costOf(Units further) {
        return new Money(amount(used.plus(further)) - amount(used), limit.currency());
    }

    /** How an amount on it comes about. */
    Rating rating() {
        return new Rating(consentId, null, null, null, Priced.plain(price), priceSize, null, null, null, null);
    }

    /** What all use on this consent cost so far. */
    Money charged() {
        return new Money(amount(used), limit.currency());
    }

    private long amount(Units units) {
        return price.multiply(BigDecimal.valueOf(units.count()))
                .divide(BigDecimal.valueOf(priceSize), 0, RoundingMode.HALF_EVEN).longValueExact();
    }
}
