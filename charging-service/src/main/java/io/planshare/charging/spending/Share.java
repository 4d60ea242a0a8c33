package io.planshare.charging.spending;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * What a subscriber may draw from one account that is valid now.
 *
 * @param ratingGroups what the account pays for; empty: for all
 * @param limit his own in the account; null: as much as there is
 * @param used by him
 * @param pool what the account holds for him and the others, used or not
 * @param poolUsed by all together
 */
record Share(UnitType unit, Set<Long> ratingGroups, @Nullable Units limit, Units used, Units pool, Units poolUsed) {

    Share {
        ratingGroups = Set.copyOf(ratingGroups);
    }

    boolean paysFor(long ratingGroup) {
        return ratingGroups.isEmpty() || ratingGroups.contains(ratingGroup);
    }

    /** The most he could ever have had of it. */
    Units size() {
        return limit == null ? pool : pool.atMost(limit);
    }

    /** What he can still use: his limit binds, or what the others have left. Reserved units are not used yet. */
    Units left() {
        var poolLeft = pool.excessOver(poolUsed);
        return limit == null ? poolLeft : poolLeft.atMost(limit.excessOver(used));
    }
}
