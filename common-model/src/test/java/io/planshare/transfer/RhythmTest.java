package io.planshare.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.planshare.model.Units;

import static org.assertj.core.api.Assertions.assertThat;

class RhythmTest {

    /** A Monday. */
    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    @Test
    void it_expects_in_each_hour_of_the_week_what_was_used_in_it() {
        var rhythm = Rhythm.learn(weekly(MONDAY, 7, 8, 100), MONDAY, MONDAY.plus(Duration.ofDays(49)),
                ZoneOffset.UTC);

        var next = MONDAY.plus(Duration.ofDays(49));
        assertThat(rhythm.expected(next, next.plus(Duration.ofDays(7)), ZoneOffset.UTC)).isEqualTo(Units.of(100));
        assertThat(rhythm.expected(next.plus(Duration.ofHours(8)), next.plus(Duration.ofMinutes(8 * 60 + 15)),
                ZoneOffset.UTC)).isEqualTo(Units.of(25));
        assertThat(rhythm.expected(next.plus(Duration.ofHours(9)), next.plus(Duration.ofDays(7)), ZoneOffset.UTC))
                .isEqualTo(Units.ZERO);
    }

    @Test
    void what_is_newer_counts_more_and_unknown_hours_do_not_count_as_quiet() {
        var used = new HashMap<>(weekly(MONDAY, 1, 8, 100));
        used.putAll(weekly(MONDAY.plus(Duration.ofDays(7)), 1, 8, 200));
        var now = MONDAY.plus(Duration.ofDays(14));

        assertThat(Rhythm.learn(used, MONDAY, now, ZoneOffset.UTC).octets().get(8)).isEqualTo(125);
        assertThat(Rhythm.learn(used, MONDAY.minus(Duration.ofDays(7)), now, ZoneOffset.UTC).octets().get(8))
                .isEqualTo(69);
    }

    @Test
    void B6_by_the_clock_on_the_wall_before_and_after_a_change_to_summer_time() {
        var berlin = ZoneId.of("Europe/Berlin");
        var now = Instant.parse("2026-03-28T00:00:00Z");
        var used = weekly(Instant.parse("2026-03-02T07:00:00Z").truncatedTo(ChronoUnit.DAYS), 4, 7, 100);

        // 08:00 in winter is 07:00 UTC, in summer 06:00 UTC.
        var rhythm = Rhythm.learn(used, MONDAY, now, berlin);
        var summer = Instant.parse("2026-03-30T06:00:00Z");
        assertThat(rhythm.expected(summer, summer.plus(Duration.ofHours(1)), berlin)).isEqualTo(Units.of(100));
        assertThat(rhythm.expected(now, now.plus(Duration.ofDays(7)), berlin)).isEqualTo(Units.of(100));
    }

    @Test
    void B5_what_devices_count_too_little_is_expected_of_their_later_counts_too() {
        var seen = new Reconciliation(TransferFixtures.mib(900), TransferFixtures.mib(1000));

        assertThat(seen.isOff()).isTrue();
        long scale = seen.scale(Reconciliation.UNSCALED);
        assertThat(scale).isEqualTo(1_111_111);
        assertThat(Reconciliation.used(TransferFixtures.mib(900), TransferFixtures.mib(900),
                TransferFixtures.mib(1000), scale)).isEqualTo(TransferFixtures.mib(1000));
        assertThat(Reconciliation.used(TransferFixtures.mib(990), TransferFixtures.mib(900),
                TransferFixtures.mib(1000), scale).count()).isBetween(TransferFixtures.mib(1099).count(),
                        TransferFixtures.mib(1101).count());
        assertThat(new Rhythm(Collections.nCopies(168, 9L)).scaled(scale).octets()).containsOnly(10L);
    }

    @Test
    void small_differences_and_absurd_counts_do_not_teach() {
        assertThat(new Reconciliation(TransferFixtures.mib(100), TransferFixtures.mib(150)).isOff()).isFalse();
        assertThat(new Reconciliation(TransferFixtures.mib(100), TransferFixtures.mib(151)).isOff()).isTrue();
        assertThat(new Reconciliation(TransferFixtures.mib(1900), TransferFixtures.mib(2000)).isOff()).isFalse();
        assertThat(new Reconciliation(TransferFixtures.mib(1899), TransferFixtures.mib(2000)).isOff()).isTrue();
        assertThat(new Reconciliation(TransferFixtures.mib(1), TransferFixtures.mib(2000)).scale(1_000_000))
                .isEqualTo(2_000_000);
        assertThat(new Reconciliation(Units.ZERO, TransferFixtures.mib(2000)).scale(1_234_567)).isEqualTo(1_234_567);
    }

    private static Map<Instant, Long> weekly(Instant from, int weeks, int hour, long octets) {
        var used = new HashMap<Instant, Long>();
        for (int week = 0; week < weeks; week++) {
            used.put(from.plus(Duration.ofDays(7L * week)).plus(Duration.ofHours(hour)), octets);
        }
        return used;
    }
}
