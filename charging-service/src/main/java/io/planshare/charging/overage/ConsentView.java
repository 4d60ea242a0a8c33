package io.planshare.charging.overage;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** A consent, and what was used on it. */
@Schema(name = "OverageConsent")
record ConsentView(@Schema(example = "01930000-0000-7000-8000-000000000031") SubscriptionId subscriptionId,
        @Schema(example = "OCTET") UnitType unit, @Schema(example = "EUR") String currency,
        @Schema(example = "0.2", description = "minor units of the currency for priceSize units") String price,
        @Schema(example = "1000000") long priceSize,
        @Schema(example = "2000", description = "minor units, for everything ever used on it") long limitMinor,
        @Schema(example = "5000000000") Units used,
        @Schema(example = "10485760", description = "held for the network, not used yet") Units reserved,
        @Schema(example = "4989514240", description = "units that the rest of the money buys") Units left,
        @Schema(example = "1000", description = "minor units that all use on it cost so far") long chargedMinor) {

    static ConsentView of(OverageConsent consent) {
        return new ConsentView(consent.subscriptionId(), consent.unit(), consent.limit().currency(),
                price(consent), consent.priceSize(), consent.limit().amountMinor(), consent.used(),
                consent.reserved(), consent.left(), consent.charged().amountMinor());
    }

    private static String price(OverageConsent consent) {
        return consent.price().signum() == 0 ? "0" : consent.price().stripTrailingZeros().toPlainString();
    }
}
