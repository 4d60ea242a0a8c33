package io.planshare.charging.account;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.ledger.ProviderAccount.Status;
import io.planshare.charging.limit.LimitMode;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** A provider account as people see it. */
@Schema(name = "ProviderAccount")
record AccountView(@Schema(example = "01930000-0000-7000-8000-000000000052") ProviderAccountId id,
        @Schema(example = "01930000-0000-7000-8000-000000000020", description = "the billing account whose units these are") AccountId accountId,
        @Schema(example = "Family 20 GB, November") String name, @Schema(example = "OCTET") UnitType unit,
        @Schema(description = "of the units, if they are MONEY") @Nullable String currency,
        @Schema(example = "[10, 20]", description = "empty: it pays for all") List<Long> ratingGroups,
        Instant validFrom, @Nullable Instant validTo, @Nullable PackageId packageId,
        @Schema(description = "a suspended account pays for nothing") Status status,
        @Schema(example = "1000000000", description = "stays for the owner's own subscriptions") Units ownerReserve,
        @Schema(example = "OPEN", description = "what its consumers' limits do: see its adjustment policy") LimitMode limitMode,
        @Schema(example = "30", description = "at its end it is once longer by so many days; null: what is left then expires") @Nullable Integer rollOverDays,
        @Schema(example = "3", description = "how many consumers it has") int audience, BalanceView balance,
        Instant createdAt,
        @Schema(example = "7", description = "rises with every change, of a counter too") long version,
        @Schema(description = "the first 1000 by subscription; in a list only the one that was asked for by subscriptionId") List<ConsumerView> consumers) {

    static AccountView of(ShownAccount shown) {
        var stored = shown.stored();
        var account = stored.account();
        return new AccountView(account.id(), account.ownerId(), stored.name(), account.unit(), stored.currency(),
                account.ratingGroups().stream().sorted().toList(), account.validity().from(), account.validity().to(),
                account.packageId(), account.status(), account.ownerReserve(), account.limitMode(),
                stored.rollOverDays(), account.audience(),
                BalanceView.of(account.balance()), stored.createdAt(), stored.version(),
                shown.consumers().stream().map(ConsumerView::of).toList());
    }
}
