package io.planshare.quota.usage;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.Place;
import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.event.ChargingEvent.Rebooking;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRebooked;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.kit.testing.Seeds;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.model.AccountId;
import io.planshare.model.Id;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.Units;
import io.planshare.quota.usage.DeductionReadStore.Filter;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

/** Deductions beside a book of the test's own, in which closes by chance move use to and fro. */
@ServiceTest
class DeductionReadStoreTest {

    private static final Period ALWAYS = new Period(null, null);

    @Autowired
    private UseRecordStore records;
    @Autowired
    private RebookingStore rebookings;
    @Autowired
    private DeductionReadStore deductions;

    @Autowired
    private PlatformTransactionManager transactions;
    @Autowired
    private JdbcClient jdbc;

    private final Random random = Seeds.random();
    private final UseRecordFixtures world = new UseRecordFixtures(random);
    private final Map<UUID, Map<Place, Deque<Booked>>> book = new LinkedHashMap<>();

    private record Booked(@Nullable UUID run, long units) {}

    private record Shown(UUID record, PlaceKind kind, @Nullable ProviderAccountId account, @Nullable UUID run) {}

    @Test
    void each_record_is_deducted_where_all_closes_left_it_and_each_unit_once() {
        var told = world.records(360);
        records.insert(told);
        told.forEach(this::book);
        for (int close = 0; close < 6; close++)
            rebookings.insert(close(told, UseRecordFixtures.NOVEMBER.plusSeconds(4_000_000L + close)));

        var shown = all(ALWAYS);

        assertThat(units(shown)).isEqualTo(units());
        var metered = shown.stream().collect(
                groupingBy(Deduction::recordId, summingLong(it -> it.units().count())));
        assertThat(told).allSatisfy(it -> assertThat(metered.getOrDefault(it.recordId(), 0L))
                .isEqualTo(it.metered().count()));
        assertThat(shown).anyMatch(it -> it.runId() == null).anyMatch(it -> it.runId() != null)
                .anyMatch(it -> it.place() == PlaceKind.UNCOVERED);
    }

    @Test
    void pages_of_any_size_show_each_deduction_once_also_within_a_record() {
        var told = world.records(240);
        records.insert(told);
        told.forEach(this::book);
        rebookings.insert(close(told, UseRecordFixtures.NOVEMBER.plusSeconds(4_000_000)));
        var account = world.accounts.getFirst();
        var filter = new Filter(account, null, null, null, ALWAYS);
        var all = deductions.page(filter, null, 1_000);

        for (int size : List.of(1, 2, 7)) {
            var paged = new ArrayList<Deduction>();
            for (var page = deductions.page(filter, null, size); !page.isEmpty(); page = deductions.page(filter,
                    DeductionPlace.parse(page.getLast().listedAt().text()).orElseThrow(), size))
                paged.addAll(page);
            assertThat(paged).as("pages of " + size).hasSizeGreaterThan(20).isEqualTo(all);
        }
    }

    @Test
    void a_period_a_record_and_a_provider_account_choose() {
        var told = world.records(60);
        records.insert(told);
        var from = UseRecordFixtures.NOVEMBER.plusSeconds(10 * 86_400);
        var to = UseRecordFixtures.NOVEMBER.plusSeconds(20 * 86_400);
        var all = all(ALWAYS);
        var one = all.stream().filter(it -> it.providerAccountId() != null).findFirst().orElseThrow();

        assertThat(all(new Period(from, to))).isNotEmpty().isEqualTo(all.stream()
                .filter(it -> !it.occurredAt().isBefore(from) && it.occurredAt().isBefore(to)).toList());
        assertThat(deductions.page(new Filter(null, one.recordId(), null, null, ALWAYS), null, 100))
                .isEqualTo(all.stream().filter(it -> it.recordId().equals(one.recordId())).toList());
        assertThat(
                deductions.page(new Filter(one.accountId(), null, null, one.providerAccountId(), ALWAYS), null, 1000))
                .isNotEmpty().isEqualTo(all.stream().filter(it -> requireNonNull(it.accountId()).equals(one.accountId())
                        && requireNonNull(one.providerAccountId()).equals(it.providerAccountId())).toList());
    }

    /** Prints its time. */
    @Test
    void a_page_of_an_account_with_many_records_is_read_from_anywhere() {
        var told = world.records(10_000);
        for (int i = 0; i < told.size(); i += 500)
            records.insert(told.subList(i, i + 500));
        var filter = new Filter(world.accounts.getFirst(), null, null, null, ALWAYS);
        var all = deductions.page(filter, null, 20_000);

        var start = System.nanoTime();
        var first = deductions.page(filter, null, 51);
        var middle = deductions.page(filter, all.get(all.size() / 2).listedAt(), 51);

        System.out.printf("a page of %,d deductions takes %,d us%n", all.size(), (System.nanoTime() - start) / 2_000);
        assertThat(first).isEqualTo(all.subList(0, 51));
        assertThat(middle).isEqualTo(all.subList(all.size() / 2 + 1, all.size() / 2 + 52));
    }

    @Test
    void what_lies_in_an_account_is_read_without_all_that_its_payer_used_before_and_after() {
        var told = world.records(2_000).stream().map(it -> paidBy(world.accounts.getFirst(), it))
                .sorted(comparing(UsageRecorded::occurredAt)).toList();
        for (int i = 0; i < told.size(); i += 500)
            records.insert(told.subList(i, i + 500));
        var account = ProviderAccountId.next();
        var some = told.subList(1_000, 1_020).stream().filter(it -> it.metered().count() > 0).toList();
        rebookings.insert(some.stream().map(it -> new UsageRebooked(Id.next(), it.recordId(), null,
                it.subscriptionId(), UUID.randomUUID(),
                List.of(new Rebooking(it.allocations().isEmpty()
                        ? new Place(it.overage().isEmpty() ? PlaceKind.UNCOVERED : PlaceKind.OVERAGE, null)
                        : new Place(PlaceKind.ACCOUNT, it.allocations().getFirst().providerAccountId()),
                        new Place(PlaceKind.ACCOUNT, account), Units.of(1))),
                it.occurredAt(), it.occurredAt())).toList());
        var filter = new Filter(world.accounts.getFirst(), null, null, account, ALWAYS);

        new TransactionTemplate(transactions).executeWithoutResult(_ -> {
            var before = allocationsRead();
            assertThat(deductions.page(filter, null, 100)).extracting(Deduction::recordId)
                    .containsExactlyElementsOf(some.stream().map(UsageRecorded::recordId).toList());
            assertThat(allocationsRead() - before).as("of some %d", told.size()).isLessThan(100);
        });
    }

    private static UsageRecorded paidBy(AccountId account, UsageRecorded it) {
        var payer = requireNonNull(it.payer());
        return new UsageRecorded(it.recordId(), it.deviceId(), it.subscriptionId(), it.simCardId(),
                new UsagePayer(payer.enrollmentId(), payer.subscriptionId(), account, payer.capability()),
                it.chargingDataRef(), it.ratingGroup(), it.unit(), it.metered(), it.allocations(), it.overage(),
                it.uncovered(), it.uncoveredReason(), it.startedAt(), it.occurredAt(), it.recordedAt(), it.estimated());
    }

    /** By this transaction: looked up, or read in passing. */
    private long allocationsRead() {
        return jdbc.sql("""
                        SELECT seq_tup_read + idx_scan FROM pg_stat_xact_user_tables
                        WHERE relid = 'use_allocation'::regclass""").query(Long.class).single();
    }

    private List<Deduction> all(Period period) {
        return world.accounts.stream().flatMap(
                it -> deductions.page(new Filter(it, null, null, null, period), null, 1_000).stream()).toList();
    }

    private void book(UsageRecorded told) {
        var places = new LinkedHashMap<Place, Deque<Booked>>();
        told.allocations().forEach(it -> put(places, new Place(PlaceKind.ACCOUNT, it.providerAccountId()), null,
                it.units().count()));
        put(places, new Place(PlaceKind.OVERAGE, null), null,
                told.overage().stream().map(Overage::units).mapToLong(Units::count).sum());
        put(places, new Place(PlaceKind.UNCOVERED, null), null, told.uncovered().count());
        book.put(told.recordId(), places);
    }

    private static void put(Map<Place, Deque<Booked>> places, Place place, @Nullable UUID run, long units) {
        if (units > 0) places.computeIfAbsent(place, _ -> new ArrayDeque<>()).add(new Booked(run, units));
    }

    /** One run, that moves some of some records. */
    private List<UsageRebooked> close(List<UsageRecorded> told, Instant at) {
        var run = UUID.randomUUID();
        var moved = new ArrayList<UsageRebooked>();
        for (var record : told) {
            for (int n = random.nextInt(4); n > 0; n--)
                moved.addAll(move(record, run, at));
        }
        return moved;
    }

    private List<UsageRebooked> move(UsageRecorded record, UUID run, Instant at) {
        var places = requireNonNull(book.get(record.recordId()));
        var from = places.entrySet().stream().filter(it -> !it.getValue().isEmpty()).map(Map.Entry::getKey)
                .findFirst();
        // Into a new account, or back to where some of it was before.
        var known = new ArrayList<>(places.keySet());
        var to = random.nextBoolean()
                ? new Place(PlaceKind.ACCOUNT, ProviderAccountId.next())
                : known.isEmpty() ? new Place(PlaceKind.OVERAGE, null) : known.get(random.nextInt(known.size()));
        if (from.isEmpty() || from.get().equals(to)) return List.of();
        long there = requireNonNull(places.get(from.get())).stream().mapToLong(Booked::units).sum();
        long units = random.nextBoolean() ? there : random.nextLong(1, there + 1);
        take(requireNonNull(places.get(from.get())), units);
        put(places, to, run, units);
        return List.of(new UsageRebooked(Id.next(), record.recordId(), null, record.subscriptionId(), run,
                List.of(new Rebooking(from.get(), to, Units.of(units))), record.occurredAt(), at));
    }

    /** What was there first leaves first. */
    private static void take(Deque<Booked> from, long units) {
        long left = units;
        while (left > 0) {
            var first = from.remove();
            if (first.units > left) from.addFirst(new Booked(first.run, first.units - left));
            left -= Math.min(left, first.units);
        }
    }

    private static Map<Shown, Long> units(List<Deduction> shown) {
        return shown.stream().collect(groupingBy(
                it -> new Shown(it.recordId(), it.place(), it.providerAccountId(), it.runId()),
                summingLong(it -> it.units().count())));
    }

    private Map<Shown, Long> units() {
        var units = new HashMap<Shown, Long>();
        book.forEach((record, places) -> places.forEach((place, booked) -> booked.forEach(each -> units.merge(
                new Shown(record, place.kind(), place.providerAccountId(), each.run), each.units, Long::sum))));
        return units;
    }
}
