package io.planshare.charging.spending;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.planshare.kit.testing.Seeds;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

class CounterStatusTest {

    private static final PolicyCounter OCTETS = PolicyCounter.of(UnitType.OCTET);

    @ParameterizedTest
    @CsvSource({"0,BELOW_50", "499,BELOW_50", "500,ABOVE_50", "749,ABOVE_50", "750,ABOVE_75", "899,ABOVE_75",
            "900,ABOVE_90", "999,ABOVE_90", "1000,EXHAUSTED", "1200,EXHAUSTED"})
    void each_threshold_belongs_to_the_step_above(long used, CounterStatus status) {
        assertThat(octets(share(null, used, 1000, used))).isEqualTo(status);
        assertThat(octets(share(1000L, used, 5000, used))).isEqualTo(status);
    }

    @Test
    void the_limit_binds_or_what_the_others_left() {
        assertThat(octets(share(300L, 0, 1000, 900))).as("100 of his 300").isEqualTo(CounterStatus.ABOVE_50);
        assertThat(octets(share(300L, 290, 1000, 290))).isEqualTo(CounterStatus.ABOVE_90);
        assertThat(octets(share(300L, 0, 1000, 1000))).isEqualTo(CounterStatus.EXHAUSTED);
        assertThat(octets(share(0L, 0, 1000, 0))).isEqualTo(CounterStatus.EXHAUSTED);
    }

    @Test
    void accounts_count_together_even_where_their_sum_is_past_a_long() {
        var huge = share(null, 0, Long.MAX_VALUE, 0);
        assertThat(octets(huge, huge, huge)).isEqualTo(CounterStatus.BELOW_50);
        assertThat(octets(share(null, 0, 100, 100), share(null, 0, 100, 0))).isEqualTo(CounterStatus.ABOVE_50);
    }

    @Test
    void a_rating_groups_counter_sees_the_accounts_that_pay_for_it() {
        var video = new Share(UnitType.OCTET, Set.of(20L), null, Units.ZERO, Units.of(10), Units.of(10));
        var all = share(null, 0, 10, 0);
        assertThat(statuses(List.of("octets", "octets.rg20", "octets.rg10", "seconds"), video, all).toString())
                .isEqualTo("{octets=ABOVE_50, octets.rg10=BELOW_50, octets.rg20=ABOVE_50, seconds=NO_ACCOUNT}");
        assertThat(statuses(List.of(), video, all).toString()).isEqualTo("{octets=ABOVE_50}");
        assertThat(statuses(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "octet", "OCTETS", "octets.rg", "octets.rg01", "octets.rg4294967296", "octets.10",
            "money ", "octets.rg1.rg2"})
    void nothing_else_is_a_counter(String id) {
        assertThat(PolicyCounter.of(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"octets", "seconds", "events", "money", "octets.rg0", "events.rg4294967295"})
    void an_id_reads_as_it_is_written(String id) {
        assertThat(PolicyCounter.of(id)).hasValueSatisfying(counter -> assertThat(counter.id()).isEqualTo(id));
    }

    @Test
    void whoever_uses_more_never_stands_better_and_stands_exhausted_exactly_when_nothing_is_left() {
        var random = Seeds.random();
        for (int i = 0; i < 20_000; i++) {
            var before = new ArrayList<Share>();
            var after = new ArrayList<Share>();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                var pool = random.nextLong(0, 1000);
                var limit = random.nextBoolean() ? null : random.nextLong(0, 1000);
                var used = random.nextLong(0, 1000);
                var others = random.nextLong(0, 1000);
                var more = random.nextLong(0, 100);
                before.add(share(limit, used, pool, used + others));
                after.add(share(limit, used + more, pool, used + others + more));
            }
            var worse = octets(after.toArray(Share[]::new));
            assertThat(worse).isGreaterThanOrEqualTo(octets(before.toArray(Share[]::new)));
            assertThat(worse == CounterStatus.EXHAUSTED)
                    .isEqualTo(after.stream().allMatch(share -> share.left().isZero()));
        }
    }

    private static CounterStatus octets(Share... shares) {
        return Objects.requireNonNull(CounterStatus.of(List.of(OCTETS), List.of(shares)).get("octets"));
    }

    private static SortedMap<String, CounterStatus> statuses(List<String> counters, Share... shares) {
        return CounterStatus.of(counters.stream().map(id -> PolicyCounter.of(id).orElseThrow()).toList(),
                List.of(shares));
    }

    private static Share share(@Nullable Long limit, long used, long pool, long poolUsed) {
        return new Share(UnitType.OCTET, Set.of(), limit == null ? null : Units.of(limit), Units.of(used),
                Units.of(pool), Units.of(poolUsed));
    }
}
