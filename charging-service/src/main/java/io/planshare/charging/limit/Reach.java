package io.planshare.charging.limit;

import io.planshare.charging.limit.Pool.Pace;
import io.planshare.model.Units;

/**
 * How far one consumer's limit may rise in the steps of spec S7 (3).
 *
 * @param total of the account
 */
record Reach(Pace pace, Units total) {

    /** Step 2: as far as the forecast goes, the floor being met already. */
    long needed(Share share, long reached, long floor) {
        var need = share.forecast().excessOver(Units.of(floor)).count();
        return reached + Math.min(need, ceiling(share, reached) - reached);
    }

    /** Step 4: to its cap; in {@link Pace#RELEASE} caps do not hold back. */
    long ceiling(Share share, long reached) {
        if (share.resting()) return reached;
        var cap = share.cap() == null || pace == Pace.RELEASE && share.cap().compareTo(total) < 0
                ? total
                : share.cap();
        return Math.max(reached, Math.min(cap.count(), total.count()));
    }
}
