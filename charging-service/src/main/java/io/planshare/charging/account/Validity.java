package io.planshare.charging.account;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Interval;

/**
 * Until when an account is valid.
 *
 * @param end null for ever
 * @param rollOverDays once longer by so many days then; null: what is left expires
 */
record Validity(@Nullable Instant end, @Nullable Integer rollOverDays) {

    /** @throws IllegalArgumentException if it would end before it begins; the message is made to be shown */
    Interval of(Instant begin) {
        if (end != null && !end.isAfter(begin)) throw new IllegalArgumentException("must be after validFrom");
        return new Interval(begin, end);
    }
}
