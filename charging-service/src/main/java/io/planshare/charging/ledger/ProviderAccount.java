package io.planshare.charging.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.limit.LimitMode;
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
 * @param limitMode what its consumers' limits do
 * @param floorsUnmet what all consumers together lack to the units that are guaranteed to them
 * @param version grows by one with every decision that changes it, in their order
 */
public record ProviderAccount(ProviderAccountId id, AccountId ownerId, @Nullable PackageId packageId, UnitType unit,
        Set<Long> ratingGroups, Interval validity, Status status, Units ownerReserve, int audience, LimitMode limitMode,
        Units floorsUnmet, Balance balance, long version) {

    private static final int SPREAD_SECONDS = 600;
    private static final Duration GRANT_MIN = Duration.ofSeconds(1);

    public enum Status {
        ACTIVE,
        SUSPENDED,
        /** Its figures contradict each other: it pays for nothing until somebody has looked into it. */
        FROZEN
    }

    public ProviderAccount {
        ratingGroups = Set.copyOf(ratingGroups);
    }

    /** Whose consumers' limits stand still, and that no decision has touched yet. */
    public ProviderAccount(ProviderAccountId id, AccountId ownerId, @Nullable PackageId packageId, UnitType unit,
            Set<Long> ratingGroups, Interval validity, Status status, Units ownerReserve, int audience,
            Balance balance) {
        this(id, ownerId, packageId, unit, ratingGroups, validity, status, ownerReserve, audience, LimitMode.OPEN,
                Units.ZERO, balance, 1);
    }

    /** Whether it may pay for this draw; use counts at the instant it occurred, also after the account's end. */
    boolean serves(Draw draw) {
        return status == Status.ACTIVE && isFor(draw);
    }

    /** Whether it would pay for this draw, were it not frozen. */
    boolean wouldServe(Draw draw) {
        return status == Status.FROZEN && isFor(draw);
    }

    private boolean isFor(Draw draw) {
        return unit == draw.unit() && servesAt(draw.ratingGroup(), draw.at());
    }

    private boolean servesAt(long ratingGroup, Instant at) {
        return validity.contains(at) && (ratingGroups.isEmpty() || ratingGroups.contains(ratingGroup));
    }

    /** What lies here for somebody of that billing account: others leave the owner's reserve alone. */
    Units freeFor(AccountId payer) {
        return payer.equals(ownerId) ? balance.available() : balance.available().excessOver(ownerReserve);
    }

    /** What lies here for a consumer: what others are guaranteed is theirs, but nobody waits for his own guarantee. */
    Units freeFor(AccountId payer, Units ownFloorUnmet) {
        var free = freeFor(payer);
        if (floorsUnmet.isZero()) return free;
        var beyondFloors = free.excessOver(floorsUnmet.excessOver(ownFloorUnmet));
        var guaranteed = ownFloorUnmet.atMost(free);
        return beyondFloors.compareTo(guaranteed) < 0 ? guaranteed : beyondFloors;
    }

    ProviderAccount withFloorsUnmet(Units before, Units after) {
        return new ProviderAccount(id, ownerId, packageId, unit, ratingGroups, validity, status, ownerReserve, audience,
                limitMode, floorsUnmet.plus(after).excessOver(before), balance, version);
    }

    public ProviderAccount with(LimitMode mode) {
        return new ProviderAccount(id, ownerId, packageId, unit, ratingGroups, validity, status, ownerReserve, audience,
                mode, floorsUnmet, balance, version);
    }

    public ProviderAccount with(Interval changed) {
        return new ProviderAccount(id, ownerId, packageId, unit, ratingGroups, changed, status, ownerReserve, audience,
                limitMode, floorsUnmet, balance, version);
    }

    /**
     * How long a grant out of it may last. Where another cycle follows, grants outlive the end by up to 10 minutes, each by
     * another time, so that not all come back at once.
     */
    Duration grantEnds(Instant now, Hold.Purpose purpose, Duration wanted) {
        if (validity.to() == null) return wanted;
        var spread = packageId == null ? 0 : Math.floorMod(purpose.hashCode(), SPREAD_SECONDS);
        var rest = Duration.between(now, validity.to()).plusSeconds(spread);
        var longest = rest.compareTo(wanted) < 0 ? rest : wanted;
        return longest.compareTo(GRANT_MIN) < 0 ? GRANT_MIN : longest;
    }

    public ProviderAccount with(Balance changed) {
        return new ProviderAccount(id, ownerId, packageId, unit, ratingGroups, validity, status, ownerReserve, audience,
                limitMode, floorsUnmet, changed, version);
    }

    ProviderAccount nextVersion() {
        return new ProviderAccount(id, ownerId, packageId, unit, ratingGroups, validity, status, ownerReserve, audience,
                limitMode, floorsUnmet, balance, version + 1);
    }
}
