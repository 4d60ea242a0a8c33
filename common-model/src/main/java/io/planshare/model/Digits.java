package io.planshare.model;

import org.jspecify.annotations.Nullable;

import io.planshare.model.PersonalIdentifier.Kind;

/** What the identifiers have in common: being digits, check digits, the mask. */
final class Digits {

    private static final int LAST_SHOWN = 2;
    private static final int SHORTEST_THAT_SHOWS_ANY = 10;

    private Digits() {}

    static String present(Kind kind, @Nullable String text) {
        if (text == null || text.isBlank()) throw InvalidIdentifier.missing(kind);
        return text;
    }

    /** {@code offset} characters were already taken off the front: places are counted in what the caller wrote. */
    static String only(Kind kind, @Nullable String text, int offset) {
        var digits = present(kind, text);
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') throw InvalidIdentifier.notDigits(kind, offset + i + 1);
        }
        return digits;
    }

    static String only(Kind kind, @Nullable String text, int offset, int min, int max) {
        var digits = only(kind, text, offset);
        if (digits.length() < min || digits.length() > max) {
            throw InvalidIdentifier.wrongLength(kind, kind.form(), digits.length());
        }
        return digits;
    }

    static String exactly(Kind kind, @Nullable String text, int offset, int length, String expected) {
        var digits = only(kind, text, offset);
        if (digits.length() != length) throw InvalidIdentifier.wrongLength(kind, expected, digits.length());
        return digits;
    }

    /** What follows a 3GPP prefix such as {@code imsi-}. */
    static String after(Kind kind, String prefix, @Nullable String text) {
        var whole = present(kind, text);
        if (!whole.startsWith(prefix)) throw InvalidIdentifier.wrongPrefix(kind, prefix);
        return whole.substring(prefix.length());
    }

    /** ISO/IEC 7812-1 annex B: the digit to append so that the Luhn sum ends in 0. */
    static char luhnOf(CharSequence body) {
        int sum = 0;
        for (int i = body.length() - 1, weight = 2; i >= 0; i--, weight = 3 - weight) {
            int product = (body.charAt(i) - '0') * weight;
            sum += product > 9 ? product - 9 : product;
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }

    static boolean endsInLuhn(String digits) {
        int last = digits.length() - 1;
        return digits.charAt(last) == luhnOf(digits.substring(0, last));
    }

    static int mod97(CharSequence digits) {
        int rest = 0;
        for (int i = 0; i < digits.length(); i++) {
            rest = (rest * 10 + digits.charAt(i) - '0') % 97;
        }
        return rest;
    }

    static String maskedToLast(String digits) {
        int shown = digits.length() < SHORTEST_THAT_SHOWS_ANY ? 0 : LAST_SHOWN;
        int hidden = digits.length() - shown;
        return "*".repeat(hidden) + digits.substring(hidden);
    }
}
