package io.planshare.model;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Names an interface of a sensor network (IEEE EUI-64), as meters and other small radios have one.
 *
 * @param value the 16 hex digits in capitals, without separators
 */
public record Eui64(String value) implements PersonalIdentifier {

    private static final int LENGTH = 16;

    public Eui64 {
        Hex.exactly(Kind.EUI64, value, LENGTH);
    }

    /**
     * Reads an identifier in either case, plain or with {@code :} or {@code -} between the octets.
     *
     * @throws InvalidIdentifier for anything but 16 hex digits
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Eui64 parse(@Nullable String text) {
        return new Eui64(Hex.withoutSeparators(Kind.EUI64, text).toUpperCase(Locale.ROOT));
    }

    @Override
    public Kind kind() {
        return Kind.EUI64;
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
