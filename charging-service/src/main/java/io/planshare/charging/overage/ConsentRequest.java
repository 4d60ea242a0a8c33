package io.planshare.charging.overage;

import java.math.BigDecimal;
import java.util.Currency;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.planshare.kit.problem.Problem;
import io.planshare.model.Money;
import io.planshare.model.UnitType;

/** The wire form of {@link ConsentTerms}. */
@Schema(name = "NewOverageConsent")
record ConsentRequest(@NotNull @Schema(example = "OCTET", description = "not MONEY") UnitType unit,
        @NotNull @Schema(example = "EUR", description = "ISO 4217") String currency,
        @NotNull @JsonDeserialize(using = DecimalReader.class) @Schema(type = "string", example = "0.2", description = "minor units of the currency for priceSize units; a decimal, as string or number, of up to 9 digits before and 9 after the point") BigDecimal price,
        @NotNull @Min(1) @Schema(example = "1000000") Long priceSize,
        @NotNull @Min(0) @Schema(example = "2000", description = "at most so many minor units, for everything ever used on this consent; 0: no more") Long limitMinor) {

    ConsentTerms toTerms() {
        return new ConsentTerms(Problem.reading("/unit", this::unitOfUse), price, priceSize,
                Problem.reading("/currency", () -> new Money(limitMinor, known(currency))));
    }

    private UnitType unitOfUse() {
        if (unit == UnitType.MONEY) throw new IllegalArgumentException("money is paid for in money already");
        return unit;
    }

    private static String known(String currency) {
        if (Currency.getAvailableCurrencies().stream().noneMatch(one -> one.getCurrencyCode().equals(currency))) {
            throw new IllegalArgumentException("must be a currency of ISO 4217");
        }
        return currency;
    }
}
