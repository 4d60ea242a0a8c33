package io.planshare.model;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Names a chip that holds SIM profiles (GSMA SGP.02 and SGP.29): begins with 89, and as one number leaves 1 when divided
 * by 97.
 *
 * @param value the 32 digits
 */
public record Eid(String value) implements PersonalIdentifier {

    private static final String TELECOM = "89";
    private static final int LENGTH = 32;

    public Eid {
        Digits.only(Kind.EID, value, 0, LENGTH, LENGTH);
        if (!value.startsWith(TELECOM)) throw InvalidIdentifier.wrongPrefix(Kind.EID, TELECOM);
        if (Digits.mod97(value) != 1) {
            throw InvalidIdentifier.wrongCheckDigit(Kind.EID, "the 32 digits to leave 1 when divided by 97");
        }
    }

    /** @throws InvalidIdentifier for anything but 32 digits that begin with 89 and pass the check */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Eid parse(@Nullable String text) {
        return new Eid(Digits.present(Kind.EID, text));
    }

    @Override
    public Kind kind() {
        return Kind.EID;
    }

    @Override
    public String masked() {
        return Digits.maskedToLast(value);
    }

    @Override
    public String toString() {
        return masked();
    }
}
