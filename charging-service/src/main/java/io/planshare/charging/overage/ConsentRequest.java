package io.planshare.charging.overage;

import java.math.BigDecimal;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.planshare.charging.rating.Currencies;
import io.planshare.charging.rating.DecimalReader;
import io.planshare.kit.problem.Problem;
import io.planshare.model.Money;
import io.planshare.model.UnitType;

/** The wire form of {@link ConsentTerms}. */
@Schema(name = "NewOverageConsent", description = "unit, price and priceSize go together: all three, or none to pay by the plan's tariff")
record ConsentRequest(@Schema(example = "OCTET", description = "not MONEY") @Nullable UnitType unit,
        @NotNull @Schema(example = "EUR", description = "ISO 4217") String currency,
        @JsonDeserialize(using = DecimalReader.class) @Schema(type = "string", example = "0.2", description = "minor units of the currency for priceSize units; a decimal, as string or number, of up to 9 digits before and 9 after the point") @Nullable BigDecimal price,
        @Min(1) @Schema(example = "1000000") @Nullable Long priceSize,
        @NotNull @Min(0) @Schema(example = "2000", description = "at most so many minor units: at a price of its own for everything ever used on this consent, by tariff in each cycle; 0: no more") Long limitMinor,
        @Min(0) @Schema(description = "by tariff: of that at most so many abroad; missing: the operator's default") @Nullable Long roamingLimitMinor,
        @Schema(description = "by tariff: true when the customer wants no limit abroad but limitMinor") @Nullable Boolean roamingUnlimited) {

    ConsentTerms toTerms() {
        var limit = Problem.reading("/currency", () -> new Money(limitMinor, Currencies.known(currency)));
        var named = unit != null || price != null || priceSize != null;
        if (named) {
            refuse("/roamingLimitMinor", roamingLimitMinor);
            refuse("/roamingUnlimited", roamingUnlimited);
            return new ConsentTerms(unitPrice(), limit, null, false);
        }
        if (roamingLimitMinor != null) refuse("/roamingUnlimited", Boolean.TRUE.equals(roamingUnlimited) ? true : null);
        return new ConsentTerms(null, limit, roamingLimitMinor, Boolean.TRUE.equals(roamingUnlimited));
    }

    private ConsentTerms.UnitPrice unitPrice() {
        return new ConsentTerms.UnitPrice(Problem.reading("/unit", this::unitOfUse), needed("/price", price),
                needed("/priceSize", priceSize));
    }

    private UnitType unitOfUse() {
        if (unit == UnitType.MONEY) throw new IllegalArgumentException("money is paid for in money already");
        return needed("/unit", unit);
    }

    private static <T> T needed(String pointer, @Nullable T value) {
        return Problem.reading(pointer, () -> {
            if (value == null) throw new IllegalArgumentException("is needed: unit, price and priceSize go together");
            return value;
        });
    }

    private static void refuse(String pointer, @Nullable Object value) {
        if (value == null) return;
        throw Problem.of(400, "invalid-value", "What was sent does not go together.")
                .at(pointer, "does not go with the other members").exception();
    }
}
