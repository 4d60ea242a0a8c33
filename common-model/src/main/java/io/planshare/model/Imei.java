package io.planshare.model;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Names a device (TS 23.003 clause 6.2): 8 digits for its model, 6 for its serial number, 1 Luhn check digit.
 *
 * @param value the 15 digits
 */
public record Imei(String value) implements PersonalIdentifier {

    private static final String PEI = "imei-";
    private static final String PEI_SV = "imeisv-";
    private static final int TAC = 8;
    private static final int WITHOUT_CHECK = 14;
    private static final int LENGTH = 15;
    private static final int LENGTH_SV = 16;

    public Imei {
        Digits.exactly(Kind.IMEI, value, 0, LENGTH, "15 digits");
        if (!Digits.endsInLuhn(value)) {
            throw InvalidIdentifier.wrongCheckDigit(Kind.IMEI, "the last digit to be the Luhn digit of the 14 before");
        }
    }

    /**
     * Reads an IMEI, or an IMEISV, which has no check digit: its two digits of software version are dropped.
     *
     * @throws InvalidIdentifier for anything but 15 digits with a right check digit, or 16 digits
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Imei parse(@Nullable String text) {
        var digits = Digits.only(Kind.IMEI, text, 0, LENGTH, LENGTH_SV);
        return digits.length() == LENGTH_SV ? checked(digits) : new Imei(digits);
    }

    /**
     * Reads a device as the 5G core names it (TS 29.571 Pei): {@code imei-} and 15 digits, or {@code imeisv-} and 16.
     * A device sends a spare 0 in place of the check digit (TS 23.003 clause 6.2.1), so here that is an IMEI too.
     *
     * @throws InvalidIdentifier for any other form, also the forms of a PEI that hold no IMEI
     */
    public static Imei ofPei(@Nullable String pei) {
        var text = Digits.present(Kind.IMEI, pei);
        if (text.startsWith(PEI_SV)) return checked(after(PEI_SV, LENGTH_SV, text));
        if (!text.startsWith(PEI)) throw InvalidIdentifier.wrongPrefix(Kind.IMEI, PEI + " or " + PEI_SV);
        var digits = after(PEI, LENGTH, text);
        return digits.charAt(WITHOUT_CHECK) == '0' ? checked(digits) : new Imei(digits);
    }

    private static Imei checked(String digits) {
        var body = digits.substring(0, WITHOUT_CHECK);
        return new Imei(body + Digits.luhnOf(body));
    }

    private static String after(String prefix, int length, String pei) {
        var digits = Digits.after(Kind.IMEI, prefix, pei);
        return Digits.exactly(Kind.IMEI, digits, prefix.length(), length, length + " digits after " + prefix);
    }

    /** {@code imei-} and the 15 digits, check digit included: clear, for the 3GPP faces only. */
    public String pei() {
        return PEI + value;
    }

    /** The type allocation code: which model of which maker. */
    public String tac() {
        return value.substring(0, TAC);
    }

    @Override
    public Kind kind() {
        return Kind.IMEI;
    }

    @Override
    public String masked() {
        return tac() + "*".repeat(LENGTH - TAC);
    }

    @Override
    public String toString() {
        return masked();
    }
}
