package io.planshare.quota.usage;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/** Where a record stands in a list: by the network's time, then by id. */
record UseRecordPlace(Instant occurredAt, UUID recordId) {

    private static final String SEPARATOR = "|";

    String text() {
        return occurredAt + SEPARATOR + recordId;
    }

    /** Empty for anything but {@link #text}. */
    static Optional<UseRecordPlace> parse(String text) {
        int cut = text.indexOf(SEPARATOR);
        if (cut < 0) return Optional.empty();
        try {
            var at = Instant.parse(text.substring(0, cut));
            return Period.isPossible(at)
                    ? Optional.of(new UseRecordPlace(at, UUID.fromString(text.substring(cut + 1))))
                    : Optional.empty();
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
