package io.planshare.model;

/** How far a device is cut off (spec S5; design section 10). Each level includes those before it. */
public enum RestrictionLevel {
    NONE,
    /** Spend guard: no premium, international or roaming data, no overage. */
    R1,
    /** Identity guard: no SIM change, number move, new pairing, SIM lending, plan purchase, transfer. */
    R2,
    /** Data and voice barred but for emergency calls, owner callback and care. */
    R3,
    /** Circuit service off too, and the equipment is blacklisted. */
    R4;

    public boolean deniesTraffic() {
        return compareTo(R3) >= 0;
    }

    public boolean freezesIdentity() {
        return compareTo(R2) >= 0;
    }

    public boolean forbidsOverage() {
        return compareTo(R1) >= 0;
    }
}
