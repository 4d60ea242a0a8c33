package io.planshare.quota.simgroup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import io.planshare.model.SimCardId;

/**
 * What a modem has counted for a card since it began to count.
 *
 * @param from begin of the counting: a modem that restarts begins anew
 * @param at when it was read
 */
record CounterReading(Instant from, Instant at, long rxOctets, long txOctets) {

    private static final long WRAP_32 = 1L << 32;

    CounterReading {
        // As a database keeps them, so that a reading equals what was stored of it.
        from = from.truncatedTo(ChronoUnit.MICROS);
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * What was used since the reading before.
     *
     * @param before null for the first of this card in this device
     * @param bits of the counters: 32-bit ones wrap, at most once between two readings
     */
    UseSpan since(@Nullable CounterReading before, SimCardId card, int bits) {
        if (before == null || from.isAfter(before.from)) {
            var begin = before != null && from.isBefore(before.at) ? before.at : from;
            return new UseSpan(card, begin, at, Math.addExact(rxOctets, txOctets));
        }
        return new UseSpan(card, before.at, at,
                Math.addExact(more(before.rxOctets, rxOctets, bits), more(before.txOctets, txOctets, bits)));
    }

    /** A counter that went back without having been restarted has wrapped; one too wide to wrap was restarted untold. */
    private static long more(long before, long now, int bits) {
        if (now >= before) return now - before;
        return bits == Integer.SIZE ? now + WRAP_32 - before : now;
    }
}
