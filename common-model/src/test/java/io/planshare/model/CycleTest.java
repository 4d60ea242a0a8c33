package io.planshare.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CycleTest {

    @ParameterizedTest
    @CsvSource({
            // day, zone, instant, from, to: months of 28, 29, 30 and 31 days, and both changes of summer time
            "31, UTC, 2026-02-15T00:00:00Z, 2026-01-31T00:00:00Z, 2026-02-28T00:00:00Z",
            "31, UTC, 2026-02-28T00:00:00Z, 2026-02-28T00:00:00Z, 2026-03-31T00:00:00Z",
            "31, UTC, 2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z, 2028-03-31T00:00:00Z",
            "31, UTC, 2028-02-28T23:59:59Z, 2028-01-31T00:00:00Z, 2028-02-29T00:00:00Z",
            "30, UTC, 2026-02-28T12:00:00Z, 2026-02-28T00:00:00Z, 2026-03-30T00:00:00Z",
            "29, UTC, 2026-03-01T00:00:00Z, 2026-02-28T00:00:00Z, 2026-03-29T00:00:00Z",
            "29, UTC, 2028-03-01T00:00:00Z, 2028-02-29T00:00:00Z, 2028-03-29T00:00:00Z",
            "31, UTC, 2026-04-30T00:00:00Z, 2026-04-30T00:00:00Z, 2026-05-31T00:00:00Z",
            "1, Europe/Berlin, 2026-03-29T12:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
            "1, Europe/Berlin, 2026-10-25T12:00:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
            "29, Europe/Berlin, 2026-03-29T00:30:00Z, 2026-03-28T23:00:00Z, 2026-04-28T22:00:00Z",
            "1, America/Sao_Paulo, 2026-11-01T02:59:59Z, 2026-10-01T03:00:00Z, 2026-11-01T03:00:00Z"})
    void B6_cycles_meet_at_the_month_s_edges_and_at_changes_of_summer_time(int day, ZoneId zone, Instant at,
            Instant from, Instant to) {
        assertThat(new Cycle(day, zone).at(at)).isEqualTo(new Interval(from, to));
    }

    @Test
    void B6_whatever_the_day_each_instant_lies_in_one_cycle_and_the_next_begins_where_it_ends() {
        for (var zone : new ZoneId[]{ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("Pacific/Apia")}) {
            for (int day = 1; day <= 31; day++) {
                var cycle = new Cycle(day, zone);
                var at = Instant.parse("2011-11-15T00:00:00Z");
                for (int i = 0; i < 1000; i++, at = at.plus(Duration.ofHours(37))) {
                    var found = cycle.at(at);
                    assertThat(found.contains(at)).isTrue();
                    var end = found.to();
                    assertThat(end).isNotNull();
                    if (end != null) assertThat(cycle.at(end).from()).isEqualTo(end);
                }
            }
        }
    }

    @Test
    void a_threshold_that_changes_inside_a_cycle_holds_for_its_part_of_the_time() {
        var cycle = new Interval(Instant.parse("2026-04-01T00:00:00Z"), Instant.parse("2026-05-01T00:00:00Z"));
        var third = Instant.parse("2026-04-11T00:00:00Z");

        assertThat(Cycle.proRata(Units.of(300), Units.of(600), cycle, third)).isEqualTo(Units.of(500));
        assertThat(Cycle.proRata(Units.of(300), Units.of(600), cycle, cycle.from())).isEqualTo(Units.of(600));
        assertThat(Cycle.proRata(Units.MAX, Units.MAX, cycle, third)).isEqualTo(Units.MAX);
    }
}
