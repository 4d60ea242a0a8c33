package io.planshare.charging.account;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * A provider account as somebody wants it.
 *
 * @param currency of the units if they are money; null otherwise
 * @param ratingGroups the only ones it pays for; empty means all
 * @param units what it starts with
 */
record OpenAccount(ProviderAccountId id, AccountId ownerId, String name, UnitType unit, @Nullable String currency,
        Set<Long> ratingGroups, Units units, Interval validity, @Nullable PackageId packageId, Units ownerReserve,
        List<NewConsumer> consumers) {

    OpenAccount {
        ratingGroups = Set.copyOf(ratingGroups);
        consumers = List.copyOf(consumers);
    }
}
