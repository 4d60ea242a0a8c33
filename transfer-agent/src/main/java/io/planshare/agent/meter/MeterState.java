package io.planshare.agent.meter;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * All that the meter must still know after it was killed.
 *
 * @param sequence of the last report that was made
 * @param answered the sequence of the report that {@code leave} answers; 0 for none, null where it was not kept
 * @param used octets of the counted cards since the report that {@code leave} answers
 */
record MeterState(long sequence, @Nullable Long answered, Leave leave, long used, Map<String, Counter> counters) {

    static final MeterState NEW = new MeterState(0, 0L, Leave.NONE, 0, Map.of());

    /**
     * What a card used since it was first seen here.
     *
     * @param from when that was
     */
    record Counter(Instant from, long rxOctets, long txOctets) {

        Counter plus(long rx, long tx) {
            return new Counter(from, rxOctets + rx, txOctets + tx);
        }
    }

    MeterState {
        counters = Map.copyOf(counters);
    }

    MeterState counted(String card, long rx, long tx) {
        var next = new HashMap<>(counters);
        next.computeIfPresent(card, (_, counter) -> counter.plus(rx, tx));
        return new MeterState(sequence, answered, leave, leave.uncounted().contains(card) ? used : used + rx + tx,
                next);
    }

    /** With these cards in the slots; a card that came counts from nothing. */
    MeterState holding(Set<String> cards, Instant now) {
        var next = new HashMap<>(counters);
        cards.forEach(card -> next.putIfAbsent(card, new Counter(now, 0, 0)));
        return new MeterState(sequence, answered, leave, used, next);
    }

    /** Without cards that are in no slot any more and of which the server knows all. */
    MeterState without(Set<String> gone, Map<String, Counter> reported) {
        var next = new HashMap<>(counters);
        next.entrySet().removeIf(it -> gone.contains(it.getKey()) && it.getValue().equals(reported.get(it.getKey())));
        return new MeterState(sequence, answered, leave, used, next);
    }

    MeterState numbered(long next) {
        return new MeterState(next, answered, leave, used, counters);
    }

    MeterState answered(long report) {
        return new MeterState(sequence, report, leave, used, counters);
    }

    MeterState told(Leave next, long usedSince) {
        return new MeterState(sequence, answered, next, usedSince, counters);
    }
}
