package io.planshare.model;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Names a subscription in the network's registers (TS 23.003 clause 2.2): country, network, subscriber. It has no check
 * digit. Where the network code ends (2 or 3 digits) depends on the country.
 *
 * @param value 6 to 15 digits
 */
public record Imsi(String value) implements PersonalIdentifier {

    private static final String SUPI = "imsi-";

    public Imsi {
        Digits.only(Kind.IMSI, value, 0, 6, 15);
    }

    /** @throws InvalidIdentifier for anything but 6 to 15 digits */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Imsi parse(@Nullable String text) {
        return new Imsi(Digits.present(Kind.IMSI, text));
    }

    /**
     * Reads a subscriber as the 5G core names him (TS 29.571 Supi): {@code imsi-} and the digits.
     *
     * @throws InvalidIdentifier for any other form, also a SUPI that holds no IMSI
     */
    public static Imsi ofSupi(@Nullable String supi) {
        return new Imsi(Digits.only(Kind.IMSI, Digits.after(Kind.IMSI, SUPI, supi), SUPI.length(), 6, 15));
    }

    /** {@code imsi-} and the digits: clear, for the 3GPP faces only. */
    public String supi() {
        return SUPI + value;
    }

    @Override
    public Kind kind() {
        return Kind.IMSI;
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
