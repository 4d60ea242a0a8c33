package io.planshare.transfer;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Units;

/**
 * How far a connection is used in this cycle.
 *
 * @param threshold of this cycle: pro rata where the plan changed inside it; null if unlimited
 * @param used by all devices of the plan, as the operator counts
 * @param room what may still be admitted here: what is left of the threshold less what is admitted already, or of the
 *            part of it that this device was given; means nothing if unlimited
 * @param forecast what will be used by the end of the cycle
 * @param urgentByApp octets that an application was admitted for as HIGH or REALTIME in this cycle
 */
public record Meter(@Nullable Units threshold, Units used, Units room, Units forecast,
        Map<String, Units> urgentByApp) {

    public static final Meter UNLIMITED = new Meter(null, Units.ZERO, Units.MAX, Units.ZERO, Map.of());

    public Meter {
        urgentByApp = Map.copyOf(urgentByApp);
    }

    boolean isOver() {
        return threshold != null && used.compareTo(threshold) >= 0;
    }

    boolean isNear(int warnPercent) {
        return threshold != null
                && (used.compareTo(percent(threshold, warnPercent)) >= 0 || forecast.compareTo(threshold) > 0);
    }

    /** Rounded up. */
    static Units percent(Units of, int percent) {
        return Units.of(of.count() / 100 * percent + (of.count() % 100 * percent + 99) / 100);
    }
}
