package io.planshare.transfer;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static io.planshare.transfer.TransferFixtures.GIB;
import static io.planshare.transfer.TransferFixtures.NOW;
import static io.planshare.transfer.TransferFixtures.ZONE;
import static io.planshare.transfer.TransferFixtures.cellular;
import static io.planshare.transfer.TransferFixtures.cellularWith;
import static io.planshare.transfer.TransferFixtures.connection;
import static io.planshare.transfer.TransferFixtures.decide;
import static io.planshare.transfer.TransferFixtures.freeWifi;
import static io.planshare.transfer.TransferFixtures.in;
import static io.planshare.transfer.TransferFixtures.mib;
import static io.planshare.transfer.TransferFixtures.request;
import static io.planshare.transfer.TransferFixtures.seen;
import static io.planshare.transfer.TransferFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionTest {

    @Test
    void it_is_near_from_the_warning_on_or_when_more_than_the_threshold_is_expected() {
        var warn = GIB.count() * 80 / 100 + 1;

        assertThat(classes(Units.of(warn - 1), Units.of(warn - 1))).containsExactly(ConnectionClass.OK);
        assertThat(classes(Units.of(warn), Units.of(warn))).containsExactly(ConnectionClass.NEAR);
        assertThat(classes(mib(1), GIB)).containsExactly(ConnectionClass.OK);
        assertThat(classes(mib(1), GIB.plus(Units.of(1)))).containsExactly(ConnectionClass.NEAR);
        assertThat(classes(GIB.minus(Units.of(1)), GIB)).containsExactly(ConnectionClass.NEAR);
        assertThat(classes(GIB, GIB)).containsExactly(ConnectionClass.OVER);
    }

    @Test
    void a_peak_window_counts_as_congestion_on_its_days_and_past_midnight() {
        var peak = new PeakWindow(Set.of(DayOfWeek.TUESDAY), LocalTime.of(20, 0), LocalTime.of(1, 0));
        var evening = connection(cellular("c", LimitBehavior.BILLED, List.of(peak), Set.of()), mib(1), mib(1), GIB);

        assertThat(evening.classes(Instant.parse("2026-11-10T20:00:00Z"), ZONE)).contains(ConnectionClass.CONGESTED);
        assertThat(evening.classes(Instant.parse("2026-11-11T00:59:00Z"), ZONE)).contains(ConnectionClass.CONGESTED);
        assertThat(evening.classes(Instant.parse("2026-11-11T01:00:00Z"), ZONE)).doesNotContain(
                ConnectionClass.CONGESTED);
        assertThat(evening.classes(Instant.parse("2026-11-11T20:00:00Z"), ZONE)).doesNotContain(
                ConnectionClass.CONGESTED);
    }

    @Test
    void abroad_is_home_where_the_plan_says_so() {
        var plan = cellular("c", LimitBehavior.BILLED, List.of(), Set.of("262", "20801"));
        var abroad = connection(plan, mib(1), mib(1), GIB);

        assertThat(seen(abroad, true, false, "26201").isRoaming()).isFalse();
        assertThat(seen(abroad, true, false, "20801").isRoaming()).isFalse();
        assertThat(seen(abroad, true, false, "20810").isRoaming()).isTrue();
        assertThat(seen(abroad, true, false, null).isRoaming()).isTrue();
    }

    @Test
    void costs_rise_from_free_over_paid_for_to_billed() {
        assertThat(freeWifi().cost()).isZero();
        assertThat(cellularWith(100).cost()).isPositive();
        var loose = connection(cellular(), mib(100), mib(200), mib(900)).cost();
        var tight = connection(cellular(), mib(100), mib(1000), mib(900)).cost();
        assertThat(loose).isLessThan(tight);
        assertThat(tight).isLessThan(in(ConnectionClass.OVER).cost());
        assertThat(in(ConnectionClass.OVER).cost()).isEqualTo(0.2 / 1_000_000);
    }

    /** What Android's SubscriptionPlan does with a data limit behaviour, once the limit is reached. */
    @ParameterizedTest
    @CsvSource({"DISABLED, OVER, DENY OVERAGE_NOT_PERMITTED", "BILLED, OVER, ALLOW", "THROTTLED, CONGESTED, ALLOW"})
    void the_carrier_cuts_off_bills_or_throttles_at_the_limit(LimitBehavior behavior, ConnectionClass column,
            String realtime) {
        var reached = connection(cellular("c", behavior, List.of(), Set.of()), GIB, GIB, Units.ZERO);

        assertThat(reached.classes(NOW, ZONE)).containsExactly(column);
        assertThat(text(decide(request(Priority.REALTIME, mib(1)), TransferFixtures.CONSENTED, reached)))
                .isEqualTo(realtime);
    }

    @Test
    void an_unlimited_plan_that_is_throttled_is_free_until_then_and_congested_after() {
        var planned = new PlannedConnection("c", ConnectionType.CELLULAR, null, CostType.UNRESTRICTED, GIB, 80,
                LimitBehavior.THROTTLED, null, List.of(), Set.of());

        assertThat(connection(planned, mib(1000), GIB, mib(24)).classes(NOW, ZONE))
                .containsExactly(ConnectionClass.FREE);
        assertThat(connection(planned, GIB, GIB, Units.ZERO).classes(NOW, ZONE))
                .containsExactly(ConnectionClass.CONGESTED);
    }

    /** What Windows reports as NLM_CONNECTION_COST in each state. */
    @ParameterizedTest
    @CsvSource({"FREE, 0x1", "OK, 0x2", "NEAR, 0x80002", "OVER, 0x10002", "ROAM, 0x40001", "CONGESTED, 0x20001"})
    void it_is_told_in_the_flags_of_windows(ConnectionClass column, String flags) {
        assertThat(NetworkCost.flags(in(column), NOW, ZONE)).isEqualTo(Integer.decode(flags));
    }

    @Test
    void a_plan_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> planned(CostType.FIXED, null, 80)).hasMessageContaining("threshold");
        assertThatThrownBy(() -> planned(CostType.UNRESTRICTED, GIB, 80)).hasMessageContaining("THROTTLED");
        assertThatThrownBy(() -> planned(CostType.VARIABLE, GIB, 80)).hasMessageContaining("price");
        assertThatThrownBy(() -> planned(CostType.FIXED, GIB, 100)).hasMessageContaining("warnPercent");
    }

    @Test
    void in_the_next_cycle_a_device_counts_anew_and_has_no_allotment() {
        var planned = cellular();
        var connection = new TransferPolicy.PolicyConnection(planned, mib(700), mib(600), mib(50), Rhythm.NONE,
                Map.of("app", mib(90)));
        var policy = new TransferPolicy(DeviceId.next(), SubscriptionId.next(),
                1, 1, NOW, NOW.plusSeconds(60), ZONE, TransferFixtures.RESET, TransferTerms.NONE,
                RestrictionLevel.NONE, List.of(connection));

        assertThat(connection.meter(NOW, policy, mib(10), mib(15), Map.of("app", mib(1))))
                .isEqualTo(new Meter(mib(700), mib(610), mib(25), mib(610), Map.of("app", mib(91))));
        assertThat(connection.meter(TransferFixtures.RESET, policy, mib(3), Units.ZERO, Map.of()))
                .isEqualTo(new Meter(GIB, mib(3), Units.ZERO, mib(3), Map.of()));
    }

    private static PlannedConnection planned(CostType cost, @Nullable Units threshold,
            int warn) {
        return new PlannedConnection("c", ConnectionType.CELLULAR, null, cost, threshold, warn, LimitBehavior.BILLED,
                null, List.of(), Set.of());
    }

    private static Set<ConnectionClass> classes(Units used, Units forecast) {
        return connection(cellular(), used, forecast, Units.ZERO).classes(NOW, ZONE);
    }
}
