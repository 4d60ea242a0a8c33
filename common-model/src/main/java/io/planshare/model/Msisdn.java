package io.planshare.model;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A telephone number in international form (ITU-T E.164; TS 23.003 clause 3.3), country code first. It has no check
 * digit.
 *
 * @param value 5 to 15 digits, the first not 0, without {@code +}
 */
public record Msisdn(String value) implements PersonalIdentifier {

    private static final String GPSI = "msisdn-";

    public Msisdn {
        Digits.only(Kind.MSISDN, value, 0, 5, 15);
        if (value.startsWith("0")) {
            throw InvalidIdentifier.wrongPrefix(Kind.MSISDN, "a country code, which never begins with 0");
        }
    }

    /**
     * Reads a number with or without its {@code +}; blanks and hyphens are not taken.
     *
     * @throws InvalidIdentifier for anything but 5 to 15 digits with a country code first
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Msisdn parse(@Nullable String text) {
        var number = Digits.present(Kind.MSISDN, text);
        return number.startsWith("+") ? afterPrefix("+", number) : new Msisdn(number);
    }

    /**
     * Reads a number as the 5G core names it (TS 29.571 Gpsi): {@code msisdn-} and the digits, no {@code +}.
     *
     * @throws InvalidIdentifier for any other form, also a GPSI that holds no number
     */
    public static Msisdn ofGpsi(@Nullable String gpsi) {
        return afterPrefix(GPSI, Digits.present(Kind.MSISDN, gpsi));
    }

    private static Msisdn afterPrefix(String prefix, String text) {
        return new Msisdn(Digits.only(Kind.MSISDN, Digits.after(Kind.MSISDN, prefix, text), prefix.length(), 5, 15));
    }

    /** {@code msisdn-} and the digits: clear, for the 3GPP faces only. */
    public String gpsi() {
        return GPSI + value;
    }

    @Override
    public Kind kind() {
        return Kind.MSISDN;
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
