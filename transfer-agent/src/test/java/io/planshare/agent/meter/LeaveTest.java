package io.planshare.agent.meter;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeaveTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant END = NOON.plus(Duration.ofMinutes(10));
    private static final String CARD = "8949000000000001230";
    private static final String OTHER = "8949000000000001248";

    @Test
    void H6_a_device_goes_to_its_threshold_and_asks_there() {
        var leave = leave(1000L, 0);
        assertThat(leave.room(CARD, 0, NOON)).isEqualTo(1000);
        assertThat(leave.room(CARD, 999, NOON)).isEqualTo(1);
        assertThat(leave.isDue(999, NOON)).isFalse();
        assertThat(leave.isDue(1000, NOON)).isTrue();
        assertThat(leave.room(CARD, 1000, NOON)).isZero();
    }

    @Test
    void H6_it_asks_when_its_validity_is_over_used_up_or_not_and_uses_nothing_before_it_has_asked() {
        for (var leave : new Leave[]{leave(1000L, 50), leave(null, 50)}) {
            assertThat(leave.isDue(10, END.minusNanos(1))).isFalse();
            assertThat(leave.isDue(10, END)).isTrue();
            assertThat(leave.room(CARD, 10, END)).isZero();
        }
        assertThat(Leave.NONE.isDue(0, NOON)).isTrue();
        assertThat(Leave.NONE.room(CARD, 0, NOON)).isZero();
    }

    @Test
    void H6_while_nobody_answers_it_uses_the_grace_once_and_stops_and_without_grace_it_stops_at_once() {
        var alone = leave(1000L, 70).unanswered(1000, NOON);
        assertThat(alone.room(CARD, 1000, NOON)).isEqualTo(70);
        assertThat(alone.unanswered(1060, NOON).room(CARD, 1060, NOON)).isEqualTo(10);
        assertThat(alone.unanswered(1070, END).room(CARD, 1070, END)).isZero();

        assertThat(leave(1000L, 0).unanswered(1000, NOON).room(CARD, 1000, NOON)).isZero();
        assertThat(Leave.NONE.unanswered(0, NOON).room(CARD, 0, NOON)).isZero();
    }

    @Test
    void H6_the_grace_after_the_validity_counts_from_what_was_used_by_then() {
        assertThat(leave(1000L, 70).unanswered(400, END).room(CARD, 400, END)).isEqualTo(70);
        assertThat(leave(null, 70).unanswered(400, END).room(CARD, 470, END)).isZero();
        assertThat(leave(1000L, 70).unanswered(400, NOON)).as("a report that was not due").isEqualTo(leave(1000L, 70));
    }

    @Test
    void H6_restricted_cards_stop_and_the_others_go_on() {
        var leave = new Leave(500L, END, 70, Set.of(CARD), null, Set.of(), null);
        assertThat(leave.room(CARD, 0, NOON)).isZero();
        assertThat(leave.room(OTHER, 0, NOON)).isEqualTo(500);
        assertThat(leave.unanswered(500, NOON).room(CARD, 500, NOON)).as("no grace for who was told to stop").isZero();
        assertThat(leave.unanswered(500, NOON).room(OTHER, 500, NOON)).isEqualTo(70);

        var all = new Leave(0L, END, 70, Set.of(CARD), null, Set.of(), null);
        assertThat(all.isDue(0, NOON)).as("is freed by a report, not by asking all the time").isFalse();
        assertThat(all.isDue(0, END)).isTrue();
        assertThat(all.room(OTHER, 3, NOON)).isZero();
    }

    @Test
    void a_slowed_card_goes_on_slowly_and_one_that_the_group_does_not_count_as_it_likes() {
        var leave = new Leave(0L, END, 70, Set.of(CARD), 128, Set.of(OTHER), null);
        assertThat(leave.isThrottled(CARD)).isTrue();
        assertThat(leave.room(CARD, 5000, NOON)).isEqualTo(Long.MAX_VALUE);
        assertThat(leave.unanswered(5000, END).room(CARD, 5000, END)).isEqualTo(70);
        assertThat(leave.room(OTHER, 5000, END)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void H6_whatever_it_asks_for_and_whenever_it_never_passes_threshold_and_grace() {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int trial = 0; trial < 1000; trial++) {
            long threshold = random.nextInt(1000);
            long grace = random.nextInt(3) * 100L;
            var leave = leave(threshold, grace);
            long used = 0;
            for (int step = 0; step < 100; step++) {
                var now = NOON.plusSeconds(random.nextInt(1200));
                if (random.nextInt(4) == 0) leave = leave.unanswered(used, now);
                used += Math.min(random.nextInt(200), leave.room(CARD, used, now));
            }
            assertThat(used).isLessThanOrEqualTo(threshold + grace);
            leave = leave.unanswered(used, END);
            used += leave.room(CARD, used, END);
            assertThat(leave.room(CARD, used, END)).isZero();
        }
    }

    private static Leave leave(@Nullable Long threshold, long grace) {
        return new Leave(threshold, END, grace, Set.of(), null, Set.of(), null);
    }
}
