package io.planshare.charging.usage;

import java.math.BigInteger;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.AccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

/** Who paid what. */
@Schema(name = "UsageTotals")
record UsageTotalsView(
        @Schema(description = "by payer, unit and, if grouped by it, rating group; nobody's last") List<Total> items,
        @Schema(description = "there are more than 10,000; ask for less at once") boolean truncated) {

    /** metered = covered + overage + uncovered. Sums may be larger than one record can be. */
    @Schema(name = "UsageTotal")
    record Total(
            @Schema(example = "01930000-0000-7000-8000-000000000031", description = "the subscription that paid; null: nobody did") @Nullable SubscriptionId payer,
            @Schema(example = "01930000-0000-7000-8000-000000000020") @Nullable AccountId payerAccountId,
            @Schema(example = "OCTET") UnitType unit,
            @Schema(description = "null unless grouped by it") @Nullable Long ratingGroup,
            @Schema(example = "1860") long records, @Schema(example = "1369173792") BigInteger metered,
            @Schema(example = "1369173792", description = "from accounts") BigInteger covered,
            @Schema(example = "0", description = "paid in money by consent") BigInteger overage,
            @Schema(description = "the price of the overage, by currency") List<Amount> overageAmounts,
            @Schema(example = "0", description = "written off") BigInteger uncovered) {}

    /** Minor units of a currency (ISO 4217). */
    @Schema(name = "OverageAmount")
    record Amount(@Schema(example = "1999") BigInteger amountMinor, @Schema(example = "EUR") String currency) {}
}
