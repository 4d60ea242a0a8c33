package io.planshare.quota.usage;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.Units;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The tables of use records on a real PostgreSQL. */
@ServiceTest
class UseRecordStoreTest {

    private static final Period ALWAYS = new Period(null, null);

    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private UseRecordStore store;
    @Autowired
    private UseRecordReadStore reads;
    @Autowired
    private UsageTotalsStore totals;

    private final Random random = Seeds.random();
    private final UseRecordFixtures world = new UseRecordFixtures(random);

    @Test
    void a_record_is_shown_as_it_was_told() {
        var told = world.records(50);
        store.insert(told);

        var shown = world.subscriptions.stream().flatMap(it -> reads
                .page(new UseRecordReadStore.Filter(null, it, ALWAYS), null, 100).stream()).toList();

        assertThat(shown).containsExactlyInAnyOrderElementsOf(told.stream().map(UseRecordStoreTest::view).toList());
    }

    @Test
    void a_record_told_again_alone_or_in_one_batch_is_kept_once() {
        var told = world.records(40);
        var deliveries = new ArrayList<>(told);
        deliveries.addAll(told.subList(0, 20));
        Collections.shuffle(deliveries, random);

        store.insert(deliveries.subList(0, 30));
        store.insert(deliveries.subList(20, deliveries.size()));
        store.insert(told);

        assertThat(world.accounts.stream().map(it -> totals.of(it, ALWAYS)).flatMap(it -> it.usage().stream())
                .mapToLong(UsageTotals.Used::records).sum()).isEqualTo(told.size());
        assertThat(sum(world.accounts.stream().map(it -> totals.of(it, ALWAYS)).flatMap(it -> it.allocations().stream())
                .map(UsageTotals.Given::units).toList())).isEqualTo(sum(told.stream()
                        .flatMap(it -> it.allocations().stream()).map(it -> big(it.units())).toList()));
    }

    @Test
    void an_id_that_comes_again_with_another_time_is_the_same_record_and_stays_as_it_was_told_first() {
        var told = world.records(40);
        store.insert(told);
        var later = told.stream().map(it -> at(it, it.occurredAt().plusSeconds(random.nextInt(1, 100_000)))).toList();

        store.insert(later);
        store.insert(List.of(later.getFirst(), told.getFirst()));
        var fresh = world.record();
        store.insert(List.of(fresh, at(fresh, fresh.occurredAt().plusSeconds(1))));

        var all = new ArrayList<>(told);
        all.add(fresh);
        assertThat(world.subscriptions.stream().flatMap(it -> reads
                .page(new UseRecordReadStore.Filter(null, it, ALWAYS), null, 100).stream()))
                .containsExactlyInAnyOrderElementsOf(all.stream().map(UseRecordStoreTest::view).toList());
        assertThat(sum(world.accounts.stream().map(it -> totals.of(it, ALWAYS)).flatMap(it -> it.allocations().stream())
                .map(UsageTotals.Given::units).toList())).isEqualTo(sum(all.stream()
                        .flatMap(it -> it.allocations().stream()).map(it -> big(it.units())).toList()));
    }

    @Test
    void totals_equal_a_count_of_our_own_and_add_up() {
        var told = world.records(500);
        store.insert(told);
        var period = new Period(UseRecordFixtures.NOVEMBER.plus(Duration.ofDays(5)),
                UseRecordFixtures.NOVEMBER.plus(Duration.ofDays(20)));

        for (var account : world.accounts) {
            var expected = told.stream().filter(it -> it.payer() != null && it.payer().accountId().equals(account)
                    && !it.occurredAt().isBefore(period.start()) && it.occurredAt().isBefore(period.end())).toList();
            var counted = totals.of(account, period);

            assertThat(sum(counted.usage().stream().map(UsageTotals.Used::metered).toList()))
                    .isEqualTo(sum(expected.stream().map(it -> big(it.metered())).toList())).isPositive();
            assertThat(counted.usage()).allSatisfy(row -> assertThat(row.metered())
                    .isEqualTo(row.allocated().add(row.overage()).add(row.uncovered())));
            assertThat(sum(counted.usage().stream().map(UsageTotals.Used::allocated).toList()))
                    .isEqualTo(sum(counted.allocations().stream().map(UsageTotals.Given::units).toList()));
        }
    }

    @Test
    void pages_show_every_record_of_an_account_once_in_the_order_of_time() {
        store.insert(world.records(200));
        var account = world.accounts.getFirst();
        var filter = new UseRecordReadStore.Filter(account, null, ALWAYS);
        var all = reads.page(filter, null, 1000);
        var paged = new ArrayList<UseRecordView>();

        for (var page = reads.page(filter, null, 7); !page.isEmpty(); page = reads.page(filter,
                paged.getLast().place(), 7)) {
            paged.addAll(page);
        }

        assertThat(paged).hasSizeGreaterThan(20).isEqualTo(all).isSortedAccordingTo(
                comparing(UseRecordView::occurredAt));
    }

    @Test
    void a_record_that_does_not_add_up_is_refused_whole() {
        var good = world.record();
        var bad = new UsageRecorded(good.recordId(), good.deviceId(), good.subscriptionId(), good.simCardId(),
                good.payer(), good.chargingDataRef(), good.ratingGroup(), good.unit(), good.metered().plus(Units.of(1)),
                good.allocations(), good.overage(), good.uncovered(), good.uncoveredReason(), good.startedAt(),
                good.occurredAt(), good.recordedAt(), good.estimated());

        assertThatThrownBy(() -> store.insert(List.of(bad))).isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("metered_is_accounted_for");
        assertThat(jdbc.sql("SELECT count(*) FROM use_allocation WHERE record_id = ?").param(bad.recordId())
                .query(Long.class).single()).isZero();
    }

    @Test
    void use_records_can_be_neither_changed_nor_deleted() {
        assertThatThrownBy(() -> jdbc.sql("DELETE FROM use_record").update()).rootCause()
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> jdbc.sql("UPDATE use_allocation SET units = 0").update())
                .rootCause().hasMessageContaining("permission denied");
    }

    /** Prints its rate; the design asks for about 10,000/s beside everything else. */
    @Test
    void it_keeps_up() {
        var batch = 500;
        var told = world.records(Boolean.getBoolean("planshare.proof") ? 200_000 : 10_000);
        store.insert(told.subList(0, batch));

        var start = System.nanoTime();
        for (int i = batch; i < told.size(); i += batch)
            store.insert(told.subList(i, i + batch));
        var seconds = (System.nanoTime() - start) / 1e9;

        System.out.printf("use records kept: %,.0f/s in batches of %d%n", (told.size() - batch) / seconds, batch);
        assertThat(world.accounts.stream().flatMap(it -> totals.of(it, ALWAYS).usage().stream())
                .mapToLong(UsageTotals.Used::records).sum()).isEqualTo(told.size());
    }

    private static UseRecordView view(UsageRecorded it) {
        return new UseRecordView(it.recordId(), it.deviceId(), it.subscriptionId(), it.simCardId(), it.payer(),
                it.chargingDataRef(), it.ratingGroup(), it.unit(), it.metered(),
                it.allocations().stream().sorted(comparing(part -> part.providerAccountId().toString())).toList(),
                it.overage(), it.uncovered(), it.uncoveredReason(), it.startedAt(), it.occurredAt(), it.recordedAt(),
                it.estimated());
    }

    private static UsageRecorded at(UsageRecorded it, Instant occurredAt) {
        return new UsageRecorded(it.recordId(), it.deviceId(), it.subscriptionId(), it.simCardId(), it.payer(),
                it.chargingDataRef(), it.ratingGroup(), it.unit(), it.metered(), it.allocations(), it.overage(),
                it.uncovered(), it.uncoveredReason(), it.startedAt(), occurredAt, it.recordedAt(), it.estimated());
    }

    private static BigInteger big(Units units) {
        return BigInteger.valueOf(units.count());
    }

    private static BigInteger sum(List<BigInteger> parts) {
        return parts.stream().reduce(BigInteger.ZERO, BigInteger::add);
    }
}
