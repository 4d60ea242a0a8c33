package io.planshare.charging.ledger;

import java.time.Instant;
import java.util.UUID;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;

/** Units of one account that a grant holds until they are used, released or expired (a reservation). */
public record Hold(Purpose purpose, ProviderAccountId providerAccountId, Draw draw, Units units) {

    /** What a hold is for: one rating group of one charging session. */
    public record Purpose(UUID sessionId, long ratingGroup) {}

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
