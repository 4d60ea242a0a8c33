package io.planshare.quota.usage;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PeriodTest {

    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    void a_missing_end_is_open() {
        var always = new Period(null, null);

        assertThat(always.start()).isBefore(NOVEMBER);
        assertThat(always.end()).isAfter(DECEMBER);
        assertThat(always.isBackward()).isFalse();
    }

    @Test
    void a_period_that_ends_before_it_begins_is_backward() {
        assertThat(new Period(DECEMBER, NOVEMBER).isBackward()).isTrue();
        assertThat(new Period(NOVEMBER, NOVEMBER).isBackward()).isFalse();
    }

    @Test
    void what_no_calendar_of_ours_holds_is_refused() {
        assertThatThrownBy(() -> new Period(Instant.MIN, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Period(null, Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
    }
}
