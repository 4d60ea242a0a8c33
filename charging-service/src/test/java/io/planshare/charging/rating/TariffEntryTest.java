package io.planshare.charging.rating;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.planshare.kit.testing.Seeds;

import static io.planshare.charging.rating.TariffFixtures.entry;
import static org.assertj.core.api.Assertions.assertThat;

class TariffEntryTest {

    @ParameterizedTest(name = "{1} units after {0} cost {2}")
    @CsvSource({"0,0,0", "0,999,999", "0,1000,1000", "0,1001,1003", "999,1,1", "999,2,4", "1000,1,3", "1500,10,30",
            "0,2001,4000", "2000,5,0", "1999,3,3"})
    void each_unit_costs_what_its_own_step_says(long before, long units, long cost) {
        assertThat(entry("data", 1, "1000:1", "2000:3", ":0").cost(before, units)).isEqualTo(cost);
    }

    @ParameterizedTest(name = "{0} at {1} for {2} is {3}")
    @CsvSource({"1,0.5,1,0", "3,0.5,1,2", "5,0.5,1,2", "7,0.5,1,4", "1,0.500000001,1,1", "1,0.499999999,1,0",
            "1048576,1,1048576,1", "524288,1,1048576,0", "1572864,1,1048576,2", "2,1,3,1", "1,1,3,0"})
    void half_a_minor_unit_goes_to_the_even_one(long units, String price, long size, long cost) {
        assertThat(entry("data", size, ":" + price).cost(0, units)).isEqualTo(cost);
    }

    @Test
    void the_largest_values_neither_overflow_nor_wrap_round() {
        var dear = entry("data", 1, ":999999999.999999999");
        assertThat(dear.cost(Long.MAX_VALUE, Long.MAX_VALUE)).isGreaterThan(BigInteger.valueOf(Long.MAX_VALUE));
        assertThat(dear.fits(0, Long.MAX_VALUE)).isFalse();
        assertThat(dear.affordable(0, Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(9_223_372_036L);
        assertThat(dear.holdable(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 0)).isZero();
        var fine = entry("data", Long.MAX_VALUE, ":0.000000001");
        assertThat(fine.cost(0, Long.MAX_VALUE)).isEqualTo(BigInteger.ZERO);
        assertThat(fine.affordable(0, Long.MAX_VALUE, 0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void the_parts_of_a_use_over_step_edges_sum_to_its_cost() {
        var parts = entry("data", 3, "10:1", "20:2", ":0.5").parts(8, 15);
        assertThat(parts).extracting(TariffEntry.Part::units).containsExactly(2L, 10L, 3L);
        assertThat(parts.stream().mapToLong(TariffEntry.Part::amountMinor).sum())
                .isEqualTo(entry("data", 3, "10:1", "20:2", ":0.5").cost(8, 15).longValueExact());
    }

    @Test
    void use_costs_the_same_however_it_is_split_into_reports() {
        var random = Seeds.random();
        for (int round = 0; round < 300; round++) {
            var entry = any(random);
            long whole = random.nextLong(1, 100_000);
            long start = random.nextLong(50_000);
            var sum = BigInteger.ZERO;
            for (long at = 0; at < whole;) {
                long part = Math.min(whole - at, random.nextLong(1, 5_000));
                sum = sum.add(entry.cost(start + at, part));
                at += part;
            }
            assertThat(sum).as("%s", entry).isEqualTo(entry.cost(start, whole));
        }
    }

    @Test
    void what_is_affordable_fits_and_one_unit_more_does_not() {
        var random = Seeds.random();
        for (int round = 0; round < 2_000; round++) {
            var entry = any(random);
            long before = random.nextLong(50_000);
            long budget = random.nextLong(10_000);
            long units = entry.affordable(before, Long.MAX_VALUE, budget);
            assertThat(entry.cost(before, units)).isLessThanOrEqualTo(BigInteger.valueOf(budget));
            if (units < Long.MAX_VALUE) {
                assertThat(entry.cost(before, units + 1)).isGreaterThan(BigInteger.valueOf(budget));
            }
        }
    }

    @Test
    void what_is_held_covers_the_cost_wherever_others_move_the_steps() {
        var random = Seeds.random();
        for (int round = 0; round < 5_000; round++) {
            var entry = any(random);
            long before = random.nextLong(50_000);
            long others = random.nextLong(5_000);
            long units = random.nextLong(5_000);
            long moved = others == 0 ? 0 : random.nextLong(others + 1);
            assertThat(entry.cost(before + moved, units)).as("%s", entry)
                    .isLessThanOrEqualTo(entry.costAtMost(before, others, units));
        }
    }

    private static TariffEntry any(Random random) {
        var steps = new ArrayList<String>();
        long end = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            end += random.nextLong(1, 30_000);
            steps.add(end + ":" + price(random));
        }
        steps.add(":" + price(random));
        return entry("data", random.nextLong(1, 3_000), steps.toArray(String[]::new));
    }

    private static String price(Random random) {
        return random.nextInt(1_000) + "." + String.format("%09d", random.nextInt(1_000_000_000));
    }
}
