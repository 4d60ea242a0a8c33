package io.planshare.charging.rating;

import java.util.List;

/**
 * What units would cost.
 *
 * @param before so many units of the entry were used in the cycle
 */
record Quote(int version, TariffVersion.Match match, long before, long units) {

    /** Whether it is an amount that can be charged: money has 63 bits. */
    boolean isPayable() {
        return match.entry().fits(before, units);
    }

    List<TariffEntry.Part> parts() {
        return match.entry().parts(before, units);
    }
}
