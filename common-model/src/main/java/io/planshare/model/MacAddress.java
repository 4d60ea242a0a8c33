package io.planshare.model;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * Names a network interface (IEEE EUI-48): a Wi-Fi or Ethernet side of a device.
 *
 * @param value the 12 hex digits in capitals, without separators
 */
public record MacAddress(String value) implements PersonalIdentifier {

    private static final int LENGTH = 12;

    public MacAddress {
        Hex.exactly(Kind.MAC, value, LENGTH);
    }

    /**
     * Reads an address in either case, plain or with {@code :} or {@code -} between the octets.
     *
     * @throws InvalidIdentifier for anything but 12 hex digits
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static MacAddress parse(@Nullable String text) {
        return new MacAddress(Hex.withoutSeparators(Kind.MAC, text).toUpperCase(Locale.ROOT));
    }

    @Override
    public Kind kind() {
        return Kind.MAC;
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
