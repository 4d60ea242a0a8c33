package io.planshare.kit.outbox;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GapsTest {

    private final Gaps none = Gaps.from(0);

    @Test
    void ids_without_a_gap_are_sent() {
        assertThat(none.sendable(0, List.of(1L, 2L, 3L))).isEqualTo(3);
        assertThat(none.sendable(7, List.of(8L, 9L))).isEqualTo(2);
        assertThat(none.sendable(7, List.of())).isZero();
    }

    @Test
    void ids_after_a_gap_are_held_back() {
        assertThat(none.sendable(0, List.of(2L))).isZero();
        assertThat(none.sendable(0, List.of(1L, 2L, 4L, 5L))).isEqualTo(2);
        assertThat(none.sendable(5, List.of(7L))).isZero();
    }

    @Test
    void a_gap_is_passed_once_all_who_could_fill_it_have_ended() {
        var waiting = none.waitFor(4, Set.of("3/17", "5/2"));

        assertThat(waiting.sendable(0, List.of(1L, 4L))).isEqualTo(1);
        assertThat(waiting.given(Set.of("5/2", "9/9")).sendable(0, List.of(1L, 4L))).isEqualTo(1);
        assertThat(waiting.given(Set.of("9/9")).sendable(0, List.of(1L, 4L))).isEqualTo(2);
    }

    @Test
    void nobody_who_began_later_holds_a_gap_open() {
        var waiting = none.waitFor(4, Set.of());

        assertThat(waiting.given(Set.of("9/9")).isWaiting()).isFalse();
        assertThat(waiting.given(Set.of("9/9")).sendable(0, List.of(4L))).isEqualTo(1);
    }

    @Test
    void a_gap_seen_later_waits_for_itself() {
        var passed = none.waitFor(4, Set.of()).given(Set.of());

        assertThat(passed.sendable(0, List.of(4L, 6L))).isEqualTo(1);
        assertThat(passed.sendable(4, List.of(6L))).isZero();
    }

    @Test
    void what_an_earlier_relay_passed_is_passed() {
        assertThat(none.knowing(9).sendable(2, List.of(5L, 10L, 12L))).isEqualTo(2);
        assertThat(none.knowing(9).knowing(3).sendable(2, List.of(5L))).isEqualTo(1);
    }
}
