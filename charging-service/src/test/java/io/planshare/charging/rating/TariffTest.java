package io.planshare.charging.rating;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.planshare.model.Cycle;
import io.planshare.model.PlanId;
import io.planshare.model.UnitType;

import static io.planshare.charging.rating.TariffFixtures.BERLIN;
import static io.planshare.charging.rating.TariffFixtures.entry;
import static io.planshare.charging.rating.TariffFixtures.tariff;
import static io.planshare.charging.rating.TariffFixtures.version;
import static org.assertj.core.api.Assertions.assertThat;

class TariffTest {

    /** 2026: the clock goes from 02:00 to 03:00 on 29 March, from 03:00 back to 02:00 on 25 October. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"2026-01-10T20:59:59Z,day", "2026-01-10T21:00:00Z,night", "2026-01-11T04:59:59Z,night",
            "2026-01-11T05:00:00Z,day", "2026-07-10T19:59:59Z,day", "2026-07-10T20:00:00Z,night",
            "2026-07-11T03:59:59Z,night", "2026-07-11T04:00:00Z,day", "2026-03-29T03:59:59Z,night",
            "2026-03-29T04:00:00Z,day", "2026-10-25T04:59:59Z,night", "2026-10-25T05:00:00Z,day"})
    void night_is_by_the_clock_on_the_wall_also_when_it_changes(Instant at, String band) {
        var version = version(1, "2020-01-01T00:00:00Z",
                entry("night", UnitType.OCTET, Set.of(), Set.of(), Set.of("night"), 1, ":1"), entry("day", 1, ":2"));
        assertThat(version.find(use(at, 10, null), BERLIN).orElseThrow().entry().name()).isEqualTo(band);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"2026-03-29T00:59:59Z,false", "2026-03-29T01:00:00Z,false", "2026-10-25T00:15:00Z,false",
            "2026-10-25T00:30:00Z,true", "2026-10-25T00:59:59Z,true", "2026-10-25T01:15:00Z,false",
            "2026-10-25T01:30:00Z,true", "2026-10-25T02:00:00Z,false", "2026-03-28T01:30:00Z,true"})
    void a_band_inside_the_hour_that_changes_is_left_out_in_spring_and_comes_twice_in_autumn(Instant at, boolean in) {
        assertThat(new TimeBand("x", Set.of(), LocalTime.of(2, 30), LocalTime.of(3, 0)).contains(at, BERLIN))
                .isEqualTo(in);
    }

    @Test
    void a_night_belongs_to_the_day_on_which_it_begins() {
        var friday = new TimeBand("x", Set.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0));
        assertThat(friday.contains(Instant.parse("2026-11-27T21:00:00Z"), BERLIN)).isTrue();
        assertThat(friday.contains(Instant.parse("2026-11-28T04:59:00Z"), BERLIN)).isTrue();
        assertThat(friday.contains(Instant.parse("2026-11-27T04:59:00Z"), BERLIN)).isFalse();
        assertThat(friday.contains(Instant.parse("2026-11-28T21:00:00Z"), BERLIN)).isFalse();
        var always = new TimeBand("x", Set.of(), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
        assertThat(always.contains(Instant.parse("2026-11-28T21:00:00Z"), BERLIN)).isTrue();
    }

    @ParameterizedTest(name = "{0} is in {1}")
    @CsvSource(value = {"null,HOME", "00101,HOME", "26201,EU", "262,EU", "20801,EU", "20802,ELSEWHERE",
            "310260,ELSEWHERE", "00102,ELSEWHERE"}, nullValues = "null")
    void a_network_lies_where_the_version_says_or_elsewhere(@Nullable String network, String zone) {
        var version = version(1, "2020-01-01T00:00:00Z", entry("data", 1, ":1"));
        assertThat(version.zoneOf(network).name()).isEqualTo(zone);
    }

    @Test
    void a_network_beats_its_country_and_a_tariff_without_zones_is_home_everywhere() {
        var version = new TariffVersion(1, Instant.EPOCH, List.of(new NetworkZone("country", true, Set.of("262")),
                new NetworkZone("partner", true, Set.of("26202"))), List.of(), List.of(entry("data", 1, ":1")));
        assertThat(version.zoneOf("26202").name()).isEqualTo("partner");
        assertThat(version.zoneOf("26201").name()).isEqualTo("country");
        var flat = new TariffVersion(1, Instant.EPOCH, List.of(), List.of(), List.of(entry("data", 1, ":1")));
        assertThat(flat.zoneOf("310260")).isEqualTo(NetworkZone.HOME);
    }

    @Test
    void the_first_entry_that_fits_counts_whatever_the_unit() {
        var version = version(1, "2020-01-01T00:00:00Z",
                entry("video", UnitType.OCTET, Set.of(20L), Set.of(), Set.of(), 1, ":1"),
                entry("data", UnitType.OCTET, Set.of(), Set.of("HOME"), Set.of(), 1, ":2"),
                entry("voice", UnitType.SECOND, Set.of(), Set.of(), Set.of(), 60, ":9"),
                entry("message", UnitType.EVENT, Set.of(), Set.of(), Set.of(), 1, ":7"));
        var at = Instant.parse("2026-01-10T12:00:00Z");
        assertThat(version.find(use(at, 20, "26201"), BERLIN).orElseThrow().entry().name()).isEqualTo("video");
        assertThat(version.find(use(at, 10, null), BERLIN).orElseThrow().entry().name()).isEqualTo("data");
        assertThat(version.find(use(at, 10, "26201"), BERLIN)).isEmpty();
        assertThat(version.find(new Use(UnitType.SECOND, 1, at, null), BERLIN).orElseThrow().entry().cost(0, 150))
                .isEqualTo(22);
        assertThat(version.find(new Use(UnitType.EVENT, 1, at, null), BERLIN).orElseThrow().entry().cost(4, 3))
                .isEqualTo(21);
    }

    @Test
    void the_highest_version_that_has_begun_counts() {
        var tariff = tariff(version(1, "2026-01-01T00:00:00Z", entry("a", 1, ":1")),
                version(2, "2026-06-01T00:00:00Z", entry("a", 1, ":2")),
                version(3, "2026-05-01T00:00:00Z", entry("a", 1, ":3")));
        assertThat(tariff.at(Instant.parse("2025-12-31T23:59:59Z"))).isEmpty();
        assertThat(tariff.at(Instant.parse("2026-04-30T23:59:59Z")).orElseThrow().number()).isEqualTo(1);
        assertThat(tariff.at(Instant.parse("2026-05-01T00:00:00Z")).orElseThrow().number()).isEqualTo(3);
        assertThat(tariff.at(Instant.parse("2026-07-01T00:00:00Z")).orElseThrow().number()).isEqualTo(3);
    }

    @Test
    void every_price_that_may_come_to_count_until_a_grant_ends_is_found() {
        var plan = PlanId.next();
        var catalogue = TariffFixtures.nightly(plan, "1", "5");
        var before = Instant.parse("2026-03-29T03:55:00Z");
        assertThat(catalogue.prices(plan, use(before, 10, null), before.plusSeconds(600)))
                .extracting(priced -> priced.match().entry().name()).containsExactly("night", "day");
        assertThat(catalogue.prices(plan, use(before, 10, null), before.plusSeconds(60))).hasSize(1);
        assertThat(catalogue.prices(PlanId.next(), use(before, 10, null), before.plusSeconds(60))).isEmpty();
        assertThat(catalogue.prices(null, use(before, 10, null), before.plusSeconds(60))).isEmpty();
    }

    @ParameterizedTest(name = "day {0}, {1}: from {2} to {3}")
    @CsvSource({"31,2026-02-10T12:00:00Z,2026-01-30T23:00:00Z,2026-02-27T23:00:00Z",
            "31,2026-02-28T12:00:00Z,2026-02-27T23:00:00Z,2026-03-30T22:00:00Z",
            "30,2024-02-29T12:00:00Z,2024-02-28T23:00:00Z,2024-03-29T23:00:00Z",
            "29,2026-03-01T00:00:00Z,2026-02-27T23:00:00Z,2026-03-28T23:00:00Z",
            "1,2026-10-31T22:59:59Z,2026-09-30T22:00:00Z,2026-10-31T23:00:00Z",
            "1,2026-10-31T23:00:00Z,2026-10-31T23:00:00Z,2026-11-30T23:00:00Z",
            "15,2026-01-14T23:00:00Z,2026-01-14T23:00:00Z,2026-02-14T23:00:00Z"})
    void a_cycle_begins_on_its_day_or_on_the_months_last(int day, Instant at, Instant from, Instant to) {
        var cycle = new Cycle(day, BERLIN).at(at);
        assertThat(cycle.from()).isEqualTo(from);
        assertThat(cycle.to()).isEqualTo(to);
    }

    private static Use use(Instant at, long ratingGroup, @Nullable String network) {
        return new Use(UnitType.OCTET, ratingGroup, at, network);
    }
}
