package io.planshare.model;

/** At most so many units in each window, whoever's units they are. A cap pays nothing (design section 3). */
public record CapLimit(UnitType unit, Units limit, Window window) {

    /** When the count starts anew: at UTC midnight, on the first of a month (UTC), or never. */
    public enum Window {
        DAY, MONTH, LIFETIME
    }
}
