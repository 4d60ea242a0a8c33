package io.planshare.model;

import org.jspecify.annotations.Nullable;

import io.planshare.model.PersonalIdentifier.Kind;

/** What the identifiers made of hex digits have in common. */
final class Hex {

    private Hex() {}

    /** Takes the separators out of {@code 00-00-5E-00-53-01} and {@code 00:00:5e:00:53:01}; only one sort, only between octets. */
    static String withoutSeparators(Kind kind, @Nullable String text) {
        var whole = Digits.present(kind, text);
        if (whole.length() < 3 || isHex(whole.charAt(2))) return whole;
        char separator = whole.charAt(2);
        if (separator != ':' && separator != '-') throw InvalidIdentifier.notAllowed(kind, 3);
        var digits = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            boolean between = i % 3 == 2;
            if (between != (whole.charAt(i) == separator)) throw InvalidIdentifier.notAllowed(kind, i + 1);
            if (!between) digits.append(whole.charAt(i));
        }
        if (whole.length() % 3 == 0) throw InvalidIdentifier.notAllowed(kind, whole.length());
        return digits.toString();
    }

    static void exactly(Kind kind, @Nullable String text, int length) {
        var digits = Digits.present(kind, text);
        for (int i = 0; i < digits.length(); i++) {
            if (!isHex(digits.charAt(i))) throw InvalidIdentifier.notAllowed(kind, i + 1);
        }
        if (digits.length() != length) throw InvalidIdentifier.wrongLength(kind, kind.form(), digits.length());
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f';
    }
}
