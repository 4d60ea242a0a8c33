package io.planshare.model;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A maker's own number for a device. Makers do not agree among themselves: put the maker in front where two could use
 * the same number.
 *
 * @param value 3 to 64 letters, digits, {@code . _ / -}; capitals and small letters differ
 */
public record DeviceSerial(String value) implements PersonalIdentifier {

    private static final int LENGTH_MIN = 3;
    private static final int LENGTH_MAX = 64;

    public DeviceSerial {
        Digits.present(Kind.SERIAL, value);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letterOrDigit = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (!letterOrDigit && "._/-".indexOf(c) < 0) throw InvalidIdentifier.notAllowed(Kind.SERIAL, i + 1);
        }
        if (value.length() < LENGTH_MIN || value.length() > LENGTH_MAX) {
            throw InvalidIdentifier.wrongLength(Kind.SERIAL, Kind.SERIAL.form(), value.length());
        }
    }

    /** @throws InvalidIdentifier for anything but 3 to 64 letters, digits, {@code . _ / -} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DeviceSerial parse(@Nullable String text) {
        return new DeviceSerial(Digits.present(Kind.SERIAL, text));
    }

    @Override
    public Kind kind() {
        return Kind.SERIAL;
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
