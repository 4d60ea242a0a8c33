package io.planshare.model;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Names a SIM card or a profile (ITU-T E.118): begins with 89 for telecommunication and, from 19 digits on, ends in a
 * Luhn check digit. One of 18 digits is written without its check digit and stays a different value: nothing is added.
 *
 * @param value 18 to 20 digits without padding
 */
public record Iccid(String value) implements PersonalIdentifier {

    private static final String TELECOM = "89";
    private static final int LENGTH_UNCHECKED = 18;
    private static final int LENGTH_MAX = 20;

    public Iccid {
        Digits.only(Kind.ICCID, value, 0, LENGTH_UNCHECKED, LENGTH_MAX);
        if (!value.startsWith(TELECOM)) throw InvalidIdentifier.wrongPrefix(Kind.ICCID, TELECOM);
        if (value.length() > LENGTH_UNCHECKED && !Digits.endsInLuhn(value)) {
            throw InvalidIdentifier.wrongCheckDigit(Kind.ICCID, "the last digit to be the Luhn digit of those before");
        }
    }

    /**
     * Reads an ICCID; an {@code F} or two at the end, with which cards and ES2+ fill up to 20 places, are taken off.
     *
     * @throws InvalidIdentifier for anything but 18 to 20 digits that begin with 89, and a right check digit
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Iccid parse(@Nullable String text) {
        var padded = Digits.present(Kind.ICCID, text);
        int end = padded.length();
        while (end > LENGTH_UNCHECKED && (padded.charAt(end - 1) == 'F' || padded.charAt(end - 1) == 'f')) {
            end--;
        }
        if (end < padded.length() && padded.length() > LENGTH_MAX) {
            throw InvalidIdentifier.wrongLength(Kind.ICCID, "no more than 20 places with the padding", padded.length());
        }
        return new Iccid(padded.substring(0, end));
    }

    @Override
    public Kind kind() {
        return Kind.ICCID;
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
