package io.planshare.quota.usage;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a deduction stands in a list.
 *
 * @param part among those of its record; stays where it is if a close moves others between two pages
 */
record DeductionPlace(UseRecordPlace record, String part) {

    private static final Pattern PART = Pattern.compile("[A-Z]+:[0-9a-f-]*:[0-9a-f-]*");
    private static final char SEPARATOR = '|';

    String text() {
        return record.text() + SEPARATOR + part;
    }

    /** Empty for anything but {@link #text}. */
    static Optional<DeductionPlace> parse(String text) {
        int cut = text.lastIndexOf(SEPARATOR);
        if (cut < 0) return Optional.empty();
        var part = text.substring(cut + 1);
        return UseRecordPlace.parse(text.substring(0, cut)).filter(_ -> PART.matcher(part).matches())
                .map(record -> new DeductionPlace(record, part));
    }
}
