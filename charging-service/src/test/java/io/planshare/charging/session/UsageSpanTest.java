package io.planshare.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.planshare.kit.testing.Seeds;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

class UsageSpanTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void a_span_without_change_is_one_and_no_estimate() {
        assertThat(UsageSpan.cut(NOON, NOON.plusSeconds(60), Units.of(100), List.of()))
                .containsExactly(new UsageSpan(NOON, NOON.plusSeconds(60), Units.of(100), false));
    }

    @Test
    void A2_a_report_at_the_change_belongs_before_it() {
        var change = NOON.plusSeconds(60);
        assertThat(UsageSpan.cut(NOON, change, Units.of(100), List.of(change))).singleElement().satisfies(span -> {
            assertThat(span.occurredAt()).isBefore(change);
            assertThat(span.units()).isEqualTo(Units.of(100));
            assertThat(span.estimated()).isFalse();
        });
    }

    @Test
    void a_span_across_a_change_is_cut_pro_rata_and_marked() {
        var change = NOON.plusSeconds(15);
        var spans = UsageSpan.cut(NOON, NOON.plusSeconds(60), Units.of(100), List.of(change));
        assertThat(spans).extracting(UsageSpan::units).containsExactly(Units.of(25), Units.of(75));
        assertThat(spans).allMatch(UsageSpan::estimated);
        assertThat(spans.getFirst().occurredAt()).isBefore(change);
        assertThat(spans.getLast().startedAt()).isEqualTo(change);
    }

    @Test
    void usage_that_was_reported_late_is_not_spread_over_time() {
        assertThat(UsageSpan.cut(NOON, NOON.minusSeconds(3600), Units.of(7), List.of()))
                .containsExactly(new UsageSpan(NOON.minusSeconds(3600), NOON.minusSeconds(3600), Units.of(7), false));
    }

    @Test
    void no_octet_is_lost_wherever_it_is_cut() {
        var random = Seeds.random();
        for (int i = 0; i < 10_000; i++) {
            var length = Duration.ofMillis(1 + random.nextInt(100_000));
            var changes = IntStream.range(0, random.nextInt(5))
                    .mapToObj(_ -> NOON.plusMillis(1 + random.nextLong(length.toMillis()))).distinct().sorted()
                    .toList();
            var units = Units.of(random.nextInt(4) == 0 ? random.nextInt(4) : random.nextLong(Long.MAX_VALUE));
            var spans = UsageSpan.cut(NOON, NOON.plus(length), units, changes);
            assertThat(spans.stream().map(UsageSpan::units).reduce(Units.ZERO, Units::plus)).isEqualTo(units);
            assertThat(spans).allSatisfy(span -> assertThat(span.occurredAt()).isAfterOrEqualTo(span.startedAt()));
        }
    }
}
