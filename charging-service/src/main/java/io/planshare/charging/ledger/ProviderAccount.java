package io.planshare.charging.ledger;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Where units lie: every usable unit is in exactly one of these and counted nowhere else (design section 3).
 *
 * @param ownerId the billing account whose units these are
 * @param packageId the package whose cycle this account is; null for a top-up
 * @param ratingGroups the only ones it pays for; empty means all
 * @param ownerReserve so many units stay for the owner's own subscriptions
 * @param audience how many consumer accounts it has
 */
public record ProviderAccount(ProviderAccountId id, AccountId ownerId, @Nullable PackageId packageId, UnitType unit,
        Set<Long> ratingGroups, Interval validity, Status status, Units ownerReserve, int audience, Balance balance) {

    public enum Status {
        ACTIVE, SUSPENDED
    }

    public ProviderAccount {
        ratingGroups = Set.copyOf(ratingGroups);
    }

    /** Whether it may pay for this draw; use counts at the instant it occurred, also after the account's end. */
    boolean serves(Draw draw) {
        return status == Status.ACTIVE && unit == draw.unit() && servesAt(draw.ratingGroup(), draw.at());
    }

    private boolean servesAt(long ratingGroup, Instant at) {
        return validity.contains(at) && (ratingGroups.isEmpty() || ratingGroups.contains(ratingGroup));
    }

    /** What lies here for somebody of that billing account: others leave the owner's reserve alone. */
    Units freeFor(AccountId payer) {
        return payer.equals(ownerId) ? balance.available() : balance.available().excessOver(ownerReserve);
    }

    ProviderAccount with(Balance changed) {
        return new ProviderAccount(id, ownerId, packageId, unit, ratingGroups, validity, status, ownerReserve, audience,
                changed);
    }
}
