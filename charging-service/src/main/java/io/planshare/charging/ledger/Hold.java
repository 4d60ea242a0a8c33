package io.planshare.charging.ledger;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

/** Units of one account that a grant holds until they are used, released or expired (a reservation). */
public record Hold(Purpose purpose, ProviderAccountId providerAccountId, Draw draw, Units units) {

    /**
     * What a hold is for: one rating group of one charging session.
     *
     * @param anchorId where the session lies; the session's id names it already
     */
    public record Purpose(UUID anchorId, UUID sessionId, long ratingGroup) {

        /** Of a session that is its own anchor. */
        public Purpose(UUID sessionId, long ratingGroup) {
            this(sessionId, sessionId, ratingGroup);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Purpose purpose && sessionId.equals(purpose.sessionId)
                    && ratingGroup == purpose.ratingGroup;
        }

        @Override
        public int hashCode() {
            return 31 * sessionId.hashCode() + Long.hashCode(ratingGroup);
        }
    }

    public record Key(Purpose purpose, ProviderAccountId providerAccountId) {}

    public Key key() {
        return new Key(purpose, providerAccountId);
    }

    Hold with(Units changed) {
        return new Hold(purpose, providerAccountId, draw, changed);
    }

    Instant at() {
        return draw.at();
    }
}
