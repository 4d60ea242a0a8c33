package io.planshare.quota.simgroup;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.planshare.event.SimGroupEvent.Basis;
import io.planshare.model.SimCardId;
import io.planshare.model.Units;
import io.planshare.quota.simgroup.Remaining.CarrierSnapshot;
import io.planshare.quota.simgroup.SimGroupTerms.OnStale;
import io.planshare.quota.simgroup.SimGroupTerms.Source;

import static io.planshare.quota.simgroup.Groups.NOON;
import static org.assertj.core.api.Assertions.assertThat;

class RemainingTest {

    private static final long MIB = 1 << 20;

    @Test
    void takes_the_lesser_of_both_while_the_carrier_is_fresh() {
        assertThat(of(100, snapshot(800, 1), null, Source.MIN_OF_BOTH, OnStale.OPEN).units()).isEqualTo(mib(800));
        assertThat(of(300, snapshot(800, 1), null, Source.MIN_OF_BOTH, OnStale.OPEN).units()).isEqualTo(mib(700));
        assertThat(of(300, snapshot(800, 1), null, Source.CARRIER, OnStale.OPEN).units()).isEqualTo(mib(800));
        assertThat(of(300, snapshot(800, 1), null, Source.SUBTRACT, OnStale.OPEN).units()).isEqualTo(mib(700));
        assertThat(of(300, snapshot(100, 16), null, Source.MIN_OF_BOTH, OnStale.OPEN).units()).isEqualTo(mib(700));
    }

    @Test
    void a_carrier_that_is_down_is_stale_where_it_alone_is_believed() {
        var missing = of(300, snapshot(800, 16), null, Source.CARRIER, OnStale.CLOSED);

        assertThat(missing.stale()).isTrue();
        assertThat(missing.closed()).isTrue();
        assertThat(of(300, null, null, Source.CARRIER, OnStale.OPEN).stale()).isTrue();
        assertThat(of(300, null, null, Source.MIN_OF_BOTH, OnStale.CLOSED).stale()).isFalse();
    }

    @Test
    void estimates_what_silent_devices_used_since() {
        var reported = NOON.minus(Duration.ofMinutes(20));

        var estimated = of(300, null, reported, Source.SUBTRACT, OnStale.ESTIMATE);

        assertThat(estimated.basis()).isEqualTo(Basis.ESTIMATED);
        assertThat(estimated.units()).isEqualTo(Units.of(700 * MIB - 1200 * 1000));
        assertThat(of(300, null, reported, Source.SUBTRACT, OnStale.OPEN).units()).isEqualTo(mib(700));
        assertThat(of(300, null, NOON.minusSeconds(60), Source.SUBTRACT, OnStale.CLOSED).stale()).isFalse();
    }

    @Test
    void carriers_that_round_to_MB_do_not_diverge_and_5_percent_do() {
        assertThat(of(300, snapshot(701, 1), null, Source.MIN_OF_BOTH, OnStale.OPEN).diverges()).isFalse();
        assertThat(of(300, snapshot(751, 1), null, Source.MIN_OF_BOTH, OnStale.OPEN).diverges()).isTrue();
    }

    @Test
    void unlimited_is_never_old_and_never_ends() {
        var unlimited = Remaining.of(new Remaining.Known(null, mib(300), null, NOON.minusSeconds(99_999), 5),
                Groups.from(Source.SUBTRACT, OnStale.CLOSED), NOON);

        assertThat(unlimited.units()).isNull();
        assertThat(unlimited.stale()).isFalse();
    }

    @Test
    void use_that_spans_the_reset_is_split_by_time_and_its_parts_make_the_whole() {
        var card = SimCardId.next();
        var span = new UseSpan(card, NOON.minusSeconds(30), NOON.plusSeconds(10), 1001);

        assertThat(span.since(NOON)).isEqualTo(251);
        assertThat(span.since(NOON.minusSeconds(30))).isEqualTo(1001);
        assertThat(span.since(NOON.plusSeconds(11))).isZero();
        assertThat(new UseSpan(card, NOON, NOON, Long.MAX_VALUE).since(NOON)).isEqualTo(Long.MAX_VALUE);
        assertThat(new UseSpan(card, NOON.minus(Duration.ofDays(900)), NOON.plusSeconds(1), Long.MAX_VALUE)
                .since(NOON)).isPositive();
    }

    private static Remaining of(long usedMib, @Nullable CarrierSnapshot snapshot, @Nullable Instant meteredAsOf,
            Source source, OnStale onStale) {
        return Remaining.of(new Remaining.Known(mib(1000), mib(usedMib), snapshot, meteredAsOf, 1000),
                Groups.from(source, onStale), NOON);
    }

    private static CarrierSnapshot snapshot(long mib, int minutesOld) {
        return new CarrierSnapshot(mib(mib), NOON.minus(Duration.ofMinutes(minutesOld)));
    }

    private static Units mib(long mib) {
        return Units.of(mib * MIB);
    }
}
