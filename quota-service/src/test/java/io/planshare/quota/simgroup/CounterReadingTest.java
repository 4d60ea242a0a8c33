package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.kit.testing.Seeds;
import io.planshare.model.SimCardId;

import static io.planshare.quota.simgroup.Groups.NOON;
import static org.assertj.core.api.Assertions.assertThat;

class CounterReadingTest {

    private static final long WRAP = 1L << 32;
    private final SimCardId card = SimCardId.next();

    @Test
    void a_first_reading_counts_whole_and_the_next_what_came_on_top() {
        assertThat(since(null, reading(NOON, 60, 100, 20), 64)).isEqualTo(120);
        assertThat(since(reading(NOON, 60, 100, 20), reading(NOON, 90, 150, 25), 64)).isEqualTo(55);
        assertThat(since(reading(NOON, 60, 100, 20), reading(NOON, 90, 100, 20), 64)).isZero();
    }

    @Test
    void a_modem_that_restarted_counts_from_nothing_even_where_it_is_past_its_old_count() {
        var before = reading(NOON, 60, 100, 20);
        assertThat(since(before, reading(NOON.plusSeconds(70), 20, 30, 5), 64)).isEqualTo(35);
        assertThat(since(before, reading(NOON.plusSeconds(70), 20, 300, 50), 32)).isEqualTo(350);
    }

    @Test
    void a_32_bit_counter_wraps_and_a_64_bit_one_that_goes_back_was_restarted_untold() {
        var before = reading(NOON, 60, WRAP - 10, 20);
        assertThat(since(before, reading(NOON, 90, 5, 20), 32)).isEqualTo(15);
        assertThat(since(before, reading(NOON, 90, 5, 20), 64)).isEqualTo(5);
    }

    @Test
    void whatever_a_modem_does_all_that_was_used_is_counted_once() {
        var random = Seeds.random();
        for (int trial = 0; trial < 500; trial++) {
            long used = 0;
            long counted = 0;
            var begun = NOON;
            long rx = 0;
            long tx = 0;
            int bits = random.nextBoolean() ? 32 : 64;
            CounterReading before = null;
            var at = NOON;
            for (int report = 0; report < 20; report++) {
                at = at.plusSeconds(1 + random.nextInt(600));
                if (random.nextInt(5) == 0) {
                    begun = at;
                    rx = 0;
                    tx = 0;
                }
                long more = more(random);
                used += more + 7;
                rx += more;
                tx += 7;
                at = at.plusSeconds(1 + random.nextInt(600));
                var now = new CounterReading(begun, at, bits == 32 ? rx % WRAP : rx, bits == 32 ? tx % WRAP : tx);
                counted += now.since(before, card, bits).octets();
                before = now;
            }
            assertThat(counted).isEqualTo(used);
        }
    }

    /** Up to one wrap. */
    private static long more(Random random) {
        return random.nextLong(random.nextBoolean() ? 1000 : WRAP - 1);
    }

    private long since(@Nullable CounterReading before, CounterReading now, int bits) {
        return now.since(before, card, bits).octets();
    }

    private static CounterReading reading(Instant from, int after, long rx, long tx) {
        return new CounterReading(from, from.plusSeconds(after), rx, tx);
    }
}
