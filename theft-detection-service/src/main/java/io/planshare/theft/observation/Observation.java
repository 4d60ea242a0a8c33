package io.planshare.theft.observation;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Something a device did.
 *
 * @param subscriptionId whose card it did it with
 * @param usage what was used, if it used something
 */
record Observation(Place place, Kind kind, SubscriptionId subscriptionId, @Nullable Usage usage) {

    enum Kind {
        USAGE, PEI_MISMATCH
    }

    /** @param payerSubscriptionId null when nobody paid */
    record Usage(UnitType unit, Units metered, @Nullable Long ratingGroup,
            @Nullable SubscriptionId payerSubscriptionId, @Nullable AccountId payerAccountId) {}

    /** Where it stands among the observations of its device: by the network's time, then by id. */
    record Place(Instant occurredAt, UUID id) {

        private static final String SEPARATOR = "|";
        private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

        String text() {
            return occurredAt + SEPARATOR + id;
        }

        /** Empty for anything but {@link #text}. */
        static Optional<Place> parse(String text) {
            int cut = text.indexOf(SEPARATOR);
            if (cut < 0) return Optional.empty();
            try {
                var at = Instant.parse(text.substring(0, cut));
                return at.isBefore(Instant.EPOCH) || at.isAfter(LAST)
                        ? Optional.empty()
                        : Optional.of(new Place(at, UUID.fromString(text.substring(cut + 1))));
            } catch (DateTimeParseException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }
}
