package io.planshare.charging.ledger;

import io.planshare.model.Units;

/**
 * Where the units of a provider account are. granted = available + reserved + consumed + expired + withdrawn, and none of
 * them is ever negative (design section 3).
 */
public record Balance(Units granted, Units reserved, Units consumed, Units expired, Units withdrawn) {

    public Balance {
        gone(reserved, consumed, expired, withdrawn).minus(Units.ZERO);
        if (gone(reserved, consumed, expired, withdrawn).compareTo(granted) > 0) {
            throw new IllegalArgumentException("more units are gone than were granted");
        }
    }

    public static Balance of(Units granted) {
        return new Balance(granted, Units.ZERO, Units.ZERO, Units.ZERO, Units.ZERO);
    }

    public Units available() {
        return granted.minus(gone(reserved, consumed, expired, withdrawn));
    }

    /** All that came in and did not expire or was withdrawn. */
    public Units total() {
        return granted.minus(expired).minus(withdrawn);
    }

    /** Loses units whose validity is over. */
    public Balance expire(Units units) {
        return new Balance(granted, reserved, consumed, expired.plus(units), withdrawn);
    }

    /** Gives units back to where they came from. */
    public Balance withdraw(Units units) {
        return new Balance(granted, reserved, consumed, expired, withdrawn.plus(units));
    }

    Balance reserve(Units units) {
        return new Balance(granted, reserved.plus(units), consumed, expired, withdrawn);
    }

    Balance release(Units units) {
        return new Balance(granted, reserved.minus(units), consumed, expired, withdrawn);
    }

    Balance debit(Units units) {
        return new Balance(granted, reserved, consumed.plus(units), expired, withdrawn);
    }

    public Balance topUp(Units units) {
        return new Balance(granted.plus(units), reserved, consumed, expired, withdrawn);
    }

    private static Units gone(Units reserved, Units consumed, Units expired, Units withdrawn) {
        return reserved.plus(consumed).plus(expired).plus(withdrawn);
    }
}
