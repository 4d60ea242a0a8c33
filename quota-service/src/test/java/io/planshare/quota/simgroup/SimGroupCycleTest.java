package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.planshare.kit.testing.Seeds;

import static org.assertj.core.api.Assertions.assertThat;

class SimGroupCycleTest {

    @ParameterizedTest
    @CsvSource({"31, UTC, 2026-02-10T00:00:00Z, 2026-01-31T00:00:00Z, 2026-02-28T00:00:00Z",
            "31, UTC, 2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z, 2028-03-31T00:00:00Z",
            "30, UTC, 2026-02-28T12:00:00Z, 2026-02-28T00:00:00Z, 2026-03-30T00:00:00Z",
            "29, UTC, 2027-03-01T00:00:00Z, 2027-02-28T00:00:00Z, 2027-03-29T00:00:00Z",
            "31, UTC, 2026-04-30T00:00:00Z, 2026-04-30T00:00:00Z, 2026-05-31T00:00:00Z",
            "1, UTC, 2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2027-02-01T00:00:00Z",
            // Berlin leaves summer time on 25 October: the cycle has one hour more.
            "1, Europe/Berlin, 2026-10-15T00:00:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
            // In Beirut midnight is skipped on 29 March 2026: the day begins at 01:00.
            "29, Asia/Beirut, 2026-03-30T00:00:00Z, 2026-03-28T22:00:00Z, 2026-04-28T21:00:00Z"})
    void H7_a_cycle_starts_on_its_day_or_the_months_last_at_local_midnight(int day, String zone, Instant at,
            Instant start, Instant end) {
        var cycle = new SimGroupCycle(day, ZoneId.of(zone));

        assertThat(cycle.startOf(at)).isEqualTo(start);
        assertThat(cycle.endOf(at)).isEqualTo(end);
    }

    @Test
    void H7_cycles_follow_each_other_without_gap_wherever_and_whenever() {
        var random = Seeds.random();
        var zones = new String[]{"UTC", "Europe/Berlin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu"};
        for (int i = 0; i < 2_000; i++) {
            var cycle = new SimGroupCycle(random.nextInt(1, 32), ZoneId.of(zones[random.nextInt(zones.length)]));
            var at = ZonedDateTime.of(2020, 1, 1, 0, 0, 0, 0, cycle.zone()).toInstant()
                    .plusSeconds(random.nextLong(Duration.ofDays(3650).toSeconds()));
            var start = cycle.startOf(at);
            var end = cycle.endOf(at);

            assertThat(at).isBetween(start, end).isNotEqualTo(end);
            assertThat(cycle.startOf(end)).isEqualTo(end);
            assertThat(cycle.startOf(end.minusNanos(1))).isEqualTo(start);
            assertThat(Duration.between(start, end)).isBetween(Duration.ofDays(27), Duration.ofDays(32));
        }
    }
}
