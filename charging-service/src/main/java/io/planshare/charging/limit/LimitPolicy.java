package io.planshare.charging.limit;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * How the limits of one account move.
 *
 * @param oversubscriptionPercent so much of the account's units may be promised: 100 to 150; 100 unless OVERSUBSCRIBED
 * @param triggers those of {@link #OPTIONAL} that count
 * @param minInterval triggers (a) to (d) move limits no more often
 * @param hysteresisPercent of a consumer's limit; together with the units the change that is too small to be made
 */
public record LimitPolicy(LimitMode mode, int oversubscriptionPercent, Set<LimitTrigger> triggers,
        Duration minInterval, int hysteresisPercent, Units hysteresisUnits) {

    /** The triggers that a policy may leave out. */
    public static final Set<LimitTrigger> OPTIONAL = Collections.unmodifiableSet(
            EnumSet.range(LimitTrigger.TIME, LimitTrigger.NEAR_LIMIT));

    private static final int OVERSUBSCRIPTION_MAX = 150;
    private static final long MEBIOCTET = 1 << 20;

    public LimitPolicy {
        triggers = Set.copyOf(triggers);
        if (oversubscriptionPercent < 100 || oversubscriptionPercent > OVERSUBSCRIPTION_MAX) {
            throw new IllegalArgumentException("must be 100 to " + OVERSUBSCRIPTION_MAX);
        }
        if (!OPTIONAL.containsAll(triggers)) throw new IllegalArgumentException("always counts");
        if (mode != LimitMode.OVERSUBSCRIBED && oversubscriptionPercent != 100) {
            throw new IllegalArgumentException("must be 100 unless the mode is OVERSUBSCRIBED");
        }
    }

    /** What holds until somebody says otherwise. */
    public static LimitPolicy of(LimitMode mode, UnitType unit) {
        return new LimitPolicy(mode, 100, OPTIONAL, Duration.ofSeconds(60), 2,
                Units.of(unit == UnitType.OCTET ? MEBIOCTET : 0));
    }

    /** How many units all limits together may promise. */
    Units promised(Units total) {
        var hundredth = total.count() / 100;
        var more = (long) (oversubscriptionPercent - 100) * hundredth
                + (oversubscriptionPercent - 100) * (total.count() % 100) / 100;
        return more > Long.MAX_VALUE - total.count() ? Units.MAX : Units.of(total.count() + more);
    }

    /** Whether a limit that goes from here to there need not move. */
    boolean isTrifle(Units before, Units after) {
        var change = Math.abs(before.count() - after.count());
        var percent = before.count() / 100 * hysteresisPercent;
        return change == 0 || change < Math.max(percent, hysteresisUnits.count());
    }
}
