package io.planshare.charging.overage;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/**
 * A consent as people edit and see it.
 *
 * @param used with {@code reserved}: at a price of its own
 * @param spending of the cycle that was spent in last, by tariff
 */
record StoredConsent(UUID consentId, SubscriptionId subscriptionId, ConsentTerms terms, Units used, Units reserved,
        @Nullable Spending spending) {

    /** As its rule sees it; null where the tariff has the price. */
    @Nullable
    OverageConsent ownPrice() {
        var price = terms.price();
        return price == null
                ? null
                : new OverageConsent(consentId, subscriptionId, price.unit(), price.price(), price.priceSize(),
                        terms.limit(), used, reserved);
    }
}
