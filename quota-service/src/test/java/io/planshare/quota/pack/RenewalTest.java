package io.planshare.quota.pack;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.planshare.kit.testing.Seeds;
import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** When cycles begin and end. */
class RenewalTest {

    private static final Interval ALWAYS = new Interval(Instant.parse("2026-01-10T12:00:00Z"), null);

    @Test
    void a_cycle_begins_on_the_last_day_where_a_month_has_no_such_day() {
        var renewal = new Renewal(Renewal.Kind.MONTHLY, 31, ZoneOffset.UTC);

        assertThat(renewal.at(Instant.parse("2026-02-28T00:00:00Z"), ALWAYS))
                .contains(new Interval(Instant.parse("2026-02-28T00:00:00Z"), Instant.parse("2026-03-31T00:00:00Z")));
        assertThat(renewal.at(Instant.parse("2026-02-27T23:59:59Z"), ALWAYS))
                .contains(new Interval(Instant.parse("2026-01-31T00:00:00Z"), Instant.parse("2026-02-28T00:00:00Z")));
    }

    @Test
    void midnight_is_that_of_the_packages_time_zone_also_when_the_clocks_change() {
        var renewal = new Renewal(Renewal.Kind.MONTHLY, 1, ZoneId.of("Europe/Berlin"));

        assertThat(renewal.at(Instant.parse("2026-04-01T00:00:00Z"), ALWAYS))
                .contains(new Interval(Instant.parse("2026-03-31T22:00:00Z"), Instant.parse("2026-04-30T22:00:00Z")));
        assertThat(renewal.at(Instant.parse("2026-03-01T00:00:00Z"), ALWAYS))
                .contains(new Interval(Instant.parse("2026-02-28T23:00:00Z"), Instant.parse("2026-03-31T22:00:00Z")));
    }

    @Test
    void cycles_tile_a_packages_validity_without_gap_or_overlap() {
        var random = Seeds.random();
        for (int round = 0; round < 300; round++) {
            var from = Instant.ofEpochSecond(random.nextLong(1_700_000_000L, 1_800_000_000L));
            var validity = new Interval(from, from.plusSeconds(random.nextLong(3600, 90_000_000L)));
            var zone = ZoneId.of(random.nextBoolean() ? "Asia/Kathmandu" : "America/New_York");
            var renewal = new Renewal(Renewal.Kind.MONTHLY, random.nextInt(1, 32), zone);
            var at = validity.from();
            while (at.isBefore(requireNonNull(validity.to()))) {
                var cycle = renewal.at(at, validity).orElseThrow();
                assertThat(cycle.from()).isEqualTo(at);
                var length = requireNonNull(cycle.to()).getEpochSecond() - at.getEpochSecond();
                var inside = at.plusSeconds(random.nextLong(1 + length));
                if (inside.isBefore(requireNonNull(cycle.to()))) {
                    assertThat(renewal.at(inside, validity)).contains(cycle);
                }
                at = requireNonNull(cycle.to());
            }
            assertThat(renewal.at(at, validity)).isEmpty();
        }
    }

    @Test
    void each_cycle_is_announced_a_whole_cycle_ahead() {
        var bought = new UsagePackage(PackageId.next(), AccountId.next(), "test", UnitType.OCTET, Units.of(10),
                Set.of(), ALWAYS, new Renewal(Renewal.Kind.MONTHLY, 1, ZoneOffset.UTC), null, ALWAYS.from(), 1);

        assertThat(bought.cyclesFrom(Instant.parse("2026-02-01T00:00:00Z"))).containsExactly(
                new Interval(Instant.parse("2026-02-01T00:00:00Z"), Instant.parse("2026-03-01T00:00:00Z")),
                new Interval(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z")));
        assertThat(bought.cyclesFrom(Instant.parse("2025-06-01T00:00:00Z")).getFirst()).isEqualTo(
                new Interval(ALWAYS.from(), Instant.parse("2026-02-01T00:00:00Z")));
    }
}
