package io.planshare.charging.overage;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.rating.Priced;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** A consent, and what was used on it. */
@Schema(name = "OverageConsent")
record ConsentView(@Schema(example = "01930000-0000-7000-8000-000000000031") SubscriptionId subscriptionId,
        @Schema(example = "019a0000-0000-7000-8000-0000000000c1", description = "these very terms, as usage records name them") UUID consentId,
        @Schema(example = "OCTET", description = "null: by tariff") @Nullable UnitType unit,
        @Schema(example = "EUR") String currency,
        @Schema(example = "0.2", description = "minor units of the currency for priceSize units; null: by tariff") @Nullable String price,
        @Schema(example = "1000000") @Nullable Long priceSize,
        @Schema(example = "2000", description = "minor units: at a price of its own for everything ever used on it, by tariff in each cycle") long limitMinor,
        @Schema(description = "minor units in each cycle; null: the operator's default, or none of its own") @Nullable Long roamingLimitMinor,
        boolean roamingUnlimited,
        @Schema(example = "5000000000", description = "units; null by tariff") @Nullable Units used,
        @Schema(example = "10485760", description = "units held for the network, not used yet") Units reserved,
        @Schema(example = "4989514240", description = "units that the rest of the money buys; null by tariff") @Nullable Units left,
        @Schema(example = "1000", description = "minor units that the use on it cost so far, by tariff in this cycle") long chargedMinor,
        @Schema(description = "minor units held for the network in this cycle; null at a price of its own") @Nullable Long heldMinor,
        @Schema(description = "minor units spent abroad in this cycle; null at a price of its own") @Nullable Long roamingChargedMinor,
        @Schema(description = "of the cycle; null at a price of its own, and before the first use in it") @Nullable Instant cycleStart) {

    static ConsentView of(StoredConsent stored) {
        var consent = stored.ownPrice();
        return consent == null ? byTariff(stored) : ownPrice(consent);
    }

    private static ConsentView ownPrice(OverageConsent consent) {
        return new ConsentView(consent.subscriptionId(), consent.consentId(), consent.unit(),
                consent.limit().currency(), Priced.plain(consent.price()), consent.priceSize(),
                consent.limit().amountMinor(), null, false, consent.used(), consent.reserved(), consent.left(),
                consent.charged().amountMinor(), null, null, null);
    }

    private static ConsentView byTariff(StoredConsent stored) {
        var terms = stored.terms();
        var spending = stored.spending();
        var all = spending == null ? Meter.NEW : spending.all();
        var roaming = spending == null ? Meter.NEW : spending.roaming();
        return new ConsentView(stored.subscriptionId(), stored.consentId(), null, terms.limit().currency(), null,
                null, terms.limit().amountMinor(), terms.roamingLimitMinor(), terms.roamingUnlimited(), null,
                Units.of(spending == null ? 0 : spending.heldUnits()), null, all.spent(), all.held(), roaming.spent(),
                spending == null ? null : spending.key().cycleStart());
    }
}
