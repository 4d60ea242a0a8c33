package io.planshare.charging.account;

import java.time.Instant;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.BusinessTime;
import io.planshare.kit.problem.Problem;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** The wire form of {@link OpenAccount}. */
@Schema(name = "NewProviderAccount", example = """
                                               {"accountId": "01930000-0000-7000-8000-000000000020", "name": "Holiday 5 GB", "unit": "OCTET",
                                                "ratingGroups": [], "units": 5000000000, "validFrom": "2026-11-01T00:00:00Z",
                                                "validTo": "2026-12-01T00:00:00Z", "ownerReserve": 1000000000,
                                                "consumers": [{"subscriptionId": "01930000-0000-7000-8000-000000000031", "limit": 2000000000}]}""")
record OpenAccountRequest(
        @Schema(description = "the account's id, if the client wants to choose it") @Nullable ProviderAccountId id,
        @NotNull @Schema(example = "01930000-0000-7000-8000-000000000020", description = "the billing account whose units these are") AccountId accountId,
        @NotBlank @Size(max = 100) @Schema(example = "Family 20 GB, November") String name,
        @NotNull @Schema(example = "OCTET") UnitType unit,
        @Schema(description = "ISO 4217; goes with MONEY and with nothing else: units are then its minor units") @Nullable String currency,
        @Size(max = 1000) @Schema(example = "[10, 20]", description = "the only rating groups it pays for (TS 29.571: 0 to 2^32-1); empty or missing: all") @Nullable List<@NotNull @Min(0) @Max(RATING_GROUP_MAX) Long> ratingGroups,
        @NotNull @Schema(example = "20000000000", description = "what it starts with: 0 to 2^63-1") Units units,
        @NotNull @Schema(example = "2026-11-01T00:00:00Z") Instant validFrom,
        @Schema(example = "2026-12-01T00:00:00Z", description = "after validFrom; missing: for ever") @Nullable Instant validTo,
        @Schema(description = "the package whose cycle this is; missing for a top-up") @Nullable PackageId packageId,
        @Schema(example = "1000000000", description = "so many units stay for the owner's own subscriptions; 0 if missing") @Nullable Units ownerReserve,
        @Size(max = 1000) @Schema(description = "who may draw on it from the beginning") @Nullable List<@NotNull @Valid NewConsumer> consumers) {

    private static final long RATING_GROUP_MAX = 4_294_967_295L;

    OpenAccount toCommand() {
        var from = Problem.reading("/validFrom", () -> BusinessTime.sensible(validFrom));
        var to = validTo == null ? null : Problem.reading("/validTo", () -> endAfter(from, validTo));
        return new OpenAccount(id == null ? ProviderAccountId.next() : id, accountId, name, unit,
                Problem.reading("/currency", this::currencyOfUnit),
                ratingGroups == null ? Set.of() : new HashSet<>(ratingGroups), units, new Interval(from, to), packageId,
                ownerReserve == null ? Units.ZERO : ownerReserve, distinct(consumers == null ? List.of() : consumers));
    }

    private static Instant endAfter(Instant from, Instant to) {
        var end = BusinessTime.sensible(to);
        if (!end.isAfter(from)) throw new IllegalArgumentException("must be after validFrom");
        return end;
    }

    private @Nullable String currencyOfUnit() {
        if (unit != UnitType.MONEY) {
            if (currency != null) throw new IllegalArgumentException("goes with unit MONEY only");
            return null;
        }
        if (currency == null) throw new IllegalArgumentException("is needed for unit MONEY");
        if (Currency.getAvailableCurrencies().stream().noneMatch(known -> known.getCurrencyCode().equals(currency))) {
            throw new IllegalArgumentException("must be a currency of ISO 4217");
        }
        return currency;
    }

    private static List<NewConsumer> distinct(List<NewConsumer> consumers) {
        var seen = new HashSet<SubscriptionId>();
        for (int place = 0; place < consumers.size(); place++) {
            consumers.get(place).terms("/consumers/" + place);
            if (!seen.add(consumers.get(place).subscriptionId())) {
                throw Problem.of(400, "invalid-value", "A subscription is named twice.")
                        .at("/consumers/" + place + "/subscriptionId", "was named before").exception();
            }
        }
        return consumers;
    }
}
