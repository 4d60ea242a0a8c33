package io.planshare.quota.pack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * A contract on units (spec S6): so many in each cycle.
 *
 * @param accountId whose package it is
 * @param units what each cycle starts with
 * @param ratingGroups the only ones it pays for; empty means all
 * @param rollOver what becomes of the rest at a cycle's end; null if it is lost
 * @param purchasedAt use of before is not taken from it
 */
public record UsagePackage(PackageId id, AccountId accountId, String name, UnitType unit, Units units,
        Set<Long> ratingGroups, Interval validity, Renewal renewal, @Nullable RollOver rollOver, Instant purchasedAt,
        long version) {

    /**
     * The rest of a cycle may be used longer.
     *
     * @param days 1 to 366
     * @param cap at most so many units of it; null for all
     */
    public record RollOver(int days, @Nullable Units cap) {}

    public UsagePackage {
        ratingGroups = Set.copyOf(ratingGroups);
    }

    /** The cycle of now, or the first one, and the one after it: each is announced a whole cycle ahead. */
    public List<Interval> cyclesFrom(Instant now) {
        var cycles = new ArrayList<Interval>();
        renewal.from(now, validity).ifPresent(cycles::add);
        if (!cycles.isEmpty()) {
            var end = cycles.getFirst().to();
            if (end != null) renewal.at(end, validity).ifPresent(cycles::add);
        }
        return List.copyOf(cycles);
    }

    public boolean paysFor(long ratingGroup) {
        return ratingGroups.isEmpty() || ratingGroups.contains(ratingGroup);
    }
}
