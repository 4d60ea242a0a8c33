package io.planshare.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import io.planshare.model.Id;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.Units;
import io.planshare.transfer.TransferRequest.Direction;

import static io.planshare.transfer.TransferFixtures.CONSENTED;
import static io.planshare.transfer.TransferFixtures.GIB;
import static io.planshare.transfer.TransferFixtures.NOW;
import static io.planshare.transfer.TransferFixtures.RESET;
import static io.planshare.transfer.TransferFixtures.ZONE;
import static io.planshare.transfer.TransferFixtures.absent;
import static io.planshare.transfer.TransferFixtures.cellular;
import static io.planshare.transfer.TransferFixtures.cellularWith;
import static io.planshare.transfer.TransferFixtures.connection;
import static io.planshare.transfer.TransferFixtures.decide;
import static io.planshare.transfer.TransferFixtures.decideAll;
import static io.planshare.transfer.TransferFixtures.freeWifi;
import static io.planshare.transfer.TransferFixtures.in;
import static io.planshare.transfer.TransferFixtures.mib;
import static io.planshare.transfer.TransferFixtures.of;
import static io.planshare.transfer.TransferFixtures.request;
import static io.planshare.transfer.TransferFixtures.seen;
import static io.planshare.transfer.TransferFixtures.situation;
import static io.planshare.transfer.TransferFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;

class AdmissionTest {

    private static final long SEED = Long.getLong("planshare.seed", new Random().nextLong());

    @ParameterizedTest
    @CsvFileSource(resources = "/transfer/decision-table.csv", ignoreLeadingAndTrailingWhitespace = true)
    void B1_each_cell_of_the_table_says_what_it_should(Priority priority, ConnectionClass column, String small,
            String large, String consented) {
        var connection = in(column);

        assertThat(connection.classes(NOW, ZONE)).containsExactly(column);
        assertThat(text(decide(request(priority, mib(10)), TransferTerms.NONE, connection))).isEqualTo(small);
        assertThat(text(decide(request(priority, mib(150)), TransferTerms.NONE, connection))).isEqualTo(large);
        assertThat(text(decide(request(priority, mib(10)), CONSENTED, connection))).isEqualTo(consented);
    }

    @Test
    void B2_what_was_on_a_lost_wifi_waits_for_it_but_for_what_is_urgent_and_acknowledged() {
        var high = request(Priority.HIGH, mib(10));
        var transfers = new ArrayList<>(List.of(lost(high, null)));
        var normal = IntStream.range(0, 5).mapToObj(_ -> request(Priority.NORMAL, mib(10))).toList();
        normal.forEach(it -> transfers.add(lost(it, null)));
        var dropped = situation(TransferTerms.NONE, absent(freeWifi()), cellularWith(100));

        var decisions = decideAll(transfers, dropped);
        assertThat(decisions.get(high.id()))
                .isEqualTo(new Decision.Defer(Reason.SWITCH_UNACKNOWLEDGED, null, "cellular"));
        assertThat(normal).allSatisfy(
                it -> assertThat(text(decisions.get(it.id()))).isEqualTo("DEFER CONNECTION_LOST"));

        assertThat(decide(lost(high, "cellular"), dropped)).isInstanceOf(Decision.Allow.class);
        assertThat(decide(lost(normal.getFirst(), "cellular"), dropped)).isInstanceOf(Decision.Defer.class);
        assertThat(decide(lost(high, null), situation(new TransferTerms(false, false, true), absent(freeWifi()),
                cellularWith(100)))).isInstanceOf(Decision.Allow.class);
        assertThat(decide(lost(normal.getFirst(), null), situation(TransferTerms.NONE, freeWifi(), cellularWith(100))))
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void what_was_on_a_lost_connection_takes_another_that_costs_no_more() {
        var ethernet = new Connection(new PlannedConnection("ethernet", ConnectionType.ETHERNET, null,
                CostType.UNRESTRICTED, null, 80, LimitBehavior.BILLED, null, List.of(), Set.of()),
                TransferFixtures.up("ethernet"), Meter.UNLIMITED);

        var decision = decide(lost(request(Priority.NORMAL, mib(10)), null),
                situation(TransferTerms.NONE, absent(freeWifi()), cellularWith(100), ethernet));

        assertThat(decision).isInstanceOfSatisfying(Decision.Allow.class,
                it -> assertThat(it.connection()).isEqualTo("ethernet"));
    }

    @Test
    void what_lost_its_connection_is_never_denied_by_those_that_are_left() {
        var abroad = situation(TransferTerms.NONE, absent(freeWifi()), in(ConnectionClass.OVER));

        assertThat(text(decide(lost(request(Priority.LOW, mib(1)), null), abroad)))
                .isEqualTo("DEFER CONNECTION_LOST");
        assertThat(text(decide(lost(request(Priority.REALTIME, mib(1)), null), abroad)))
                .isEqualTo("DEFER CONNECTION_LOST");
    }

    @Test
    void with_no_connection_left_all_wait() {
        var gone = situation(TransferTerms.NONE, absent(freeWifi()), absent(cellularWith(1)));

        assertThat(text(decide(lost(request(Priority.REALTIME, mib(1)), null), gone)))
                .isEqualTo("DEFER CONNECTION_LOST");
        assertThat(text(decide(PendingTransfer.fresh(request(Priority.REALTIME, mib(1))), gone)))
                .isEqualTo("DEFER NO_CONNECTION");
    }

    @Test
    void B3_a_batch_is_never_admitted_for_more_than_is_left() {
        var left = connection(cellular(), mib(100), mib(100), mib(500));
        var transfers = IntStream.range(0, 100)
                .mapToObj(_ -> PendingTransfer.fresh(request(Priority.NORMAL, mib(10)))).toList();

        assertThat(admitted(decideAll(transfers, situation(TransferTerms.NONE, left)))).isEqualTo(mib(500));
    }

    @Test
    void the_urgent_come_first_then_the_nearest_deadline_then_who_came_first() {
        var room = connection(cellular(), mib(100), mib(100), mib(10));
        var late = request(Priority.NORMAL, mib(10), NOW.plus(Duration.ofDays(2)));
        var soon = request(Priority.NORMAL, mib(10), NOW.plus(Duration.ofDays(1)));
        var never = request(Priority.NORMAL, mib(10));
        var order = decideAll(fresh(never, late, soon), situation(TransferTerms.NONE, room));

        assertThat(order.keySet()).containsExactly(soon.id(), late.id(), never.id());
        assertThat(order.values().stream().map(TransferFixtures::text)).containsExactly("ALLOW", "DEFER NO_ROOM",
                "DEFER NO_ROOM");
    }

    @Test
    void the_cheapest_connection_is_taken_that_the_table_allows() {
        var high = request(Priority.HIGH, mib(10));

        assertThat(allowed(decide(high, TransferTerms.NONE, cellularWith(100), freeWifi()))).isEqualTo("wifi");
        assertThat(allowed(decide(request(Priority.NORMAL, mib(10)), TransferTerms.NONE,
                seen(freeWifi(), false, true, null), cellularWith(100)))).isEqualTo("cellular");
    }

    @Test
    void an_application_that_calls_everything_urgent_is_believed_for_a_fifth_of_the_threshold() {
        var near = connection(cellular(), mib(900), mib(900), mib(120));
        var fifth = Map.of("greedy", mib(200));
        var spent = new Connection(near.planned(), near.state(),
                new Meter(GIB, mib(900), mib(120), mib(900), fifth));

        assertThat(text(decide(of("greedy", Priority.HIGH, mib(10)), TransferTerms.NONE, spent)))
                .isEqualTo("DEFER NEAR_THRESHOLD");
        assertThat(text(decide(of("modest", Priority.HIGH, mib(10)), TransferTerms.NONE, spent))).isEqualTo("ALLOW");
        assertThat(text(decide(of("greedy", Priority.HIGH, mib(10)), TransferTerms.NONE, freeWifi())))
                .isEqualTo("ALLOW");
    }

    @Test
    void the_budget_of_urgent_octets_holds_inside_a_batch() {
        var transfers = IntStream.range(0, 10)
                .mapToObj(_ -> PendingTransfer.fresh(of("greedy", Priority.HIGH, mib(50)))).toList();
        var over = connection(cellular(), mib(900), mib(900), mib(10_000));

        assertThat(admitted(decideAll(transfers, situation(TransferTerms.NONE, over)))).isEqualTo(mib(200));
    }

    @Test
    void a_near_deadline_raises_by_one_class_but_never_over_the_threshold_nor_out_of_a_denial() {
        var soon = NOW.plusSeconds(15);
        var near = connection(cellular(), mib(900), mib(900), mib(50));

        assertThat(text(decide(request(Priority.NORMAL, mib(10), soon), TransferTerms.NONE, near))).isEqualTo("ALLOW");
        assertThat(text(decide(request(Priority.NORMAL, mib(51), soon), TransferTerms.NONE, near)))
                .isEqualTo("DEFER NO_ROOM");
        assertThat(text(decide(request(Priority.NORMAL, mib(10), NOW.plusSeconds(3600)), TransferTerms.NONE, near)))
                .isEqualTo("DEFER NEAR_THRESHOLD");
        assertThat(text(decide(request(Priority.NORMAL, mib(10), soon), TransferTerms.NONE,
                in(ConnectionClass.OVER)))).isEqualTo("DENY OVER_THRESHOLD");
        assertThat(text(decide(request(Priority.NORMAL, mib(51), soon), TransferTerms.NONE,
                connection(cellular(), mib(100), mib(100), mib(50))))).isEqualTo("DEFER NO_ROOM");
        assertThat(text(decide(request(Priority.LOW, mib(10), soon), TransferTerms.NONE,
                connection(cellular(), mib(100), mib(1020), mib(50))))).isEqualTo("ALLOW");
    }

    @Test
    void an_unknown_size_is_allowed_ten_mebibytes_at_a_time() {
        assertThat(decide(request(Priority.NORMAL, null), TransferTerms.NONE, cellularWith(100)))
                .isInstanceOfSatisfying(Decision.Allow.class,
                        it -> assertThat(it.maxOctets()).isEqualTo(Admission.LEASE_UNKNOWN_SIZE));
        assertThat(text(decide(request(Priority.NORMAL, null), TransferTerms.NONE,
                connection(cellular(), mib(100), mib(100), mib(9))))).isEqualTo("DEFER NO_ROOM");
    }

    @Test
    void only_the_rest_of_a_transfer_must_fit() {
        var request = request(Priority.NORMAL, mib(60));
        var room = situation(TransferTerms.NONE, connection(cellular(), mib(100), mib(100), mib(50)));

        assertThat(text(decide(PendingTransfer.fresh(request), room))).isEqualTo("DEFER NO_ROOM");
        assertThat(text(decide(new PendingTransfer(request, mib(10), null, null), room))).isEqualTo("ALLOW");
    }

    @Test
    void a_barred_connection_is_passed_over_for_one_that_may_take_it_and_waited_for_where_there_is_none() {
        var wifi = freeWifi();
        var barred = new PendingTransfer(request(Priority.HIGH, mib(1)), Units.ZERO, null, null, Set.of(wifi.name()));
        var other = cellularWith(100);

        assertThat(allowed(decide(barred, situation(TransferTerms.NONE, wifi, other)))).isEqualTo(other.name());
        assertThat(text(decide(barred, situation(TransferTerms.NONE, wifi)))).isEqualTo("DEFER NO_ROOM");
        assertThat(text(decide(barred, situation(TransferTerms.NONE, wifi, in(ConnectionClass.ROAM)))))
                .as("not denied, as it may go on later").isEqualTo("DEFER NO_ROOM");
    }

    @Test
    void too_early_waits_too_late_is_denied_and_a_stolen_device_transfers_nothing() {
        var early = new TransferRequest(Id.next(), "app", Direction.UPLOAD, mib(1), Priority.HIGH,
                NOW.plusSeconds(60), null, true, NOW);

        assertThat(decide(early, TransferTerms.NONE, freeWifi()))
                .isEqualTo(new Decision.Defer(Reason.NOT_BEFORE, NOW.plusSeconds(60), null));
        assertThat(text(decide(request(Priority.HIGH, mib(1), NOW), TransferTerms.NONE, freeWifi())))
                .isEqualTo("DENY DEADLINE_PASSED");
        assertThat(text(decide(PendingTransfer.fresh(request(Priority.REALTIME, mib(1))),
                new Situation(NOW, ZONE, RESET, CONSENTED, RestrictionLevel.R3, false, List.of(freeWifi())))))
                .isEqualTo("DENY RESTRICTED");
    }

    @Test
    void a_spend_guard_takes_consents_back() {
        var guarded = new Situation(NOW, ZONE, RESET, CONSENTED, RestrictionLevel.R1, false,
                List.of(in(ConnectionClass.OVER)));

        assertThat(text(decide(PendingTransfer.fresh(request(Priority.REALTIME, mib(1))), guarded)))
                .isEqualTo("DENY OVERAGE_NOT_PERMITTED");
    }

    @Test
    void an_expired_policy_leaves_what_is_free() {
        var expired = new Situation(NOW, ZONE, RESET, CONSENTED, RestrictionLevel.NONE, true,
                List.of(cellularWith(0), freeWifi()));
        var alone = new Situation(NOW, ZONE, RESET, CONSENTED, RestrictionLevel.NONE, true, List.of(cellularWith(0)));

        assertThat(allowed(decide(PendingTransfer.fresh(request(Priority.HIGH, mib(1))), expired))).isEqualTo("wifi");
        assertThat(text(decide(PendingTransfer.fresh(request(Priority.REALTIME, mib(1))), alone)))
                .isEqualTo("DEFER POLICY_EXPIRED");
    }

    @Test
    void what_must_wait_for_the_reset_says_until_when() {
        assertThat(decide(request(Priority.HIGH, mib(1)), TransferTerms.NONE, in(ConnectionClass.OVER)))
                .isEqualTo(new Decision.Defer(Reason.OVER_THRESHOLD, RESET, null));
    }

    @Test
    void huge_sizes_overflow_nothing() {
        var transfers = fresh(request(Priority.NORMAL, Units.MAX), request(Priority.NORMAL, Units.MAX),
                request(Priority.HIGH, Units.MAX), request(Priority.LOW, Units.MAX));

        assertThat(decideAll(transfers, situation(CONSENTED, freeWifi()))).allSatisfy(
                (_, decision) -> assertThat(decision).isInstanceOf(Decision.Allow.class));
        assertThat(decideAll(transfers, situation(CONSENTED, cellularWith(1)))).allSatisfy(
                (_, decision) -> assertThat(decision).isInstanceOf(Decision.Defer.class));
    }

    @Test
    void by_chance_no_one_below_high_ever_passes_what_is_left_and_nothing_denied_is_allowed_by_company() {
        System.out.printf("%s: -Dplanshare.seed=%d%n", getClass().getName(), SEED);
        var random = new Random(SEED);
        for (int round = 0; round < 5_000; round++) {
            var situation = new Situation(NOW, ZONE, RESET,
                    new TransferTerms(random.nextBoolean(), random.nextBoolean(), random.nextBoolean()),
                    RestrictionLevel.NONE, false, IntStream.range(0, random.nextInt(4))
                            .mapToObj(i -> anyConnection("c" + i, random)).toList());
            var transfers = IntStream.range(0, random.nextInt(12)).mapToObj(_ -> anyTransfer(random)).toList();

            var together = decideAll(transfers, situation);

            for (var connection : situation.connections()) {
                var below = transfers.stream().filter(it -> !it.request().priority().isHigh())
                        .map(it -> together.get(it.request().id())).filter(Decision.Allow.class::isInstance)
                        .map(Decision.Allow.class::cast).filter(it -> it.connection().equals(connection.name()))
                        .mapToLong(it -> it.maxOctets().count()).sum();
                if (connection.planned().hasThreshold()) {
                    assertThat(below).isLessThanOrEqualTo(connection.meter().room().count());
                }
            }
            transfers.forEach(it -> {
                if (together.get(it.request().id()) instanceof Decision.Allow) {
                    assertThat(decide(it, situation)).isInstanceOf(Decision.Allow.class);
                }
            });
        }
    }

    private static Connection anyConnection(String name, Random random) {
        var used = mib(random.nextInt(1100));
        var left = GIB.excessOver(used);
        var planned = cellular(name, LimitBehavior.values()[random.nextInt(3)], List.of(), Set.of());
        var meter = new Meter(GIB, used, mib(random.nextInt((int) (left.count() >> 20) + 1)),
                used.plus(mib(random.nextInt(600))), Map.of());
        return new Connection(planned, new ConnectionState(name, random.nextInt(5) > 0, random.nextInt(5) == 0,
                random.nextInt(5) == 0, null, 1L + random.nextInt(10_000_000), NOW), meter);
    }

    private static PendingTransfer anyTransfer(Random random) {
        var size = random.nextInt(5) == 0 ? null : mib(1 + random.nextInt(200));
        var deadline = random.nextBoolean() ? null : NOW.plusSeconds(1 + random.nextInt(100_000));
        var lost = random.nextInt(4) == 0 ? "c" + random.nextInt(4) : null;
        return new PendingTransfer(request(Priority.values()[random.nextInt(5)], size, deadline), Units.ZERO, lost,
                null);
    }

    private static PendingTransfer lost(TransferRequest request, @Nullable String agreed) {
        return new PendingTransfer(request, Units.ZERO, "wifi", agreed);
    }

    private static List<PendingTransfer> fresh(TransferRequest... requests) {
        return Arrays.stream(requests).map(PendingTransfer::fresh).toList();
    }

    private static Units admitted(Map<UUID, Decision> decisions) {
        return decisions.values().stream().filter(Decision.Allow.class::isInstance).map(Decision.Allow.class::cast)
                .map(Decision.Allow::maxOctets).reduce(Units.ZERO, Units::plus);
    }

    private static String allowed(Decision decision) {
        return decision instanceof Decision.Allow allow ? allow.connection() : decision.toString();
    }
}
