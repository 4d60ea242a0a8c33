package io.planshare.quota.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.model.Id;
import io.planshare.model.Units;

/** Writes the three tables of use records: append-only, one statement for a batch. */
@Repository
class UseRecordStore {

    /**
     * Parts follow their record into the tables only if it is new, so a repeated delivery adds nothing. An id is looked for at
     * any time, as the key would let it in once for each.
     */
    private static final String INSERT = """
                                         WITH fresh AS (
                                             INSERT INTO use_record (record_id, occurred_at, device_id, subscription_id, sim_card_id, account_id,
                                                 payer_subscription_id, enrollment_id, capability, charging_data_ref, rating_group, unit, metered,
                                                 allocated, overage, uncovered, uncovered_reason, started_at, recorded_at, estimated)
                                             SELECT * FROM unnest(:records::uuid[], :occurred::timestamptz[], :devices::uuid[], :subscriptions::uuid[],
                                                 :cards::uuid[], :accounts::uuid[], :payers::uuid[], :enrollments::uuid[], :capabilities::text[],
                                                 :refs::text[], :ratingGroups::bigint[], :units::text[], :metered::bigint[], :allocated::bigint[],
                                                 :overage::bigint[], :uncovered::bigint[], :reasons::text[], :started::timestamptz[],
                                                 :recorded::timestamptz[], :estimated::boolean[]) AS told (id)
                                             WHERE NOT EXISTS (SELECT FROM use_record known WHERE known.record_id = told.id)
                                             ON CONFLICT DO NOTHING RETURNING record_id, occurred_at
                                         ), allocations AS (
                                             INSERT INTO use_allocation (record_id, occurred_at, provider_account_id, units)
                                             SELECT fresh.record_id, fresh.occurred_at, part.account, sum(part.units)
                                             FROM unnest(:partRecords::uuid[], :partAccounts::uuid[], :partUnits::bigint[]) part (record, account, units)
                                             JOIN fresh ON fresh.record_id = part.record
                                             GROUP BY 1, 2, 3
                                         )
                                         INSERT INTO use_overage (record_id, occurred_at, place, units, amount_minor, currency)
                                         SELECT fresh.record_id, fresh.occurred_at, part.place, part.units, part.amount, part.currency
                                         FROM unnest(:overRecords::uuid[], :overPlaces::int[], :overUnits::bigint[], :overAmounts::bigint[],
                                                     :overCurrencies::text[]) part (record, place, units, amount, currency)
                                         JOIN fresh ON fresh.record_id = part.record""";

    private final JdbcClient jdbc;

    UseRecordStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A record that is there already stays as it is, with its parts. */
    void insert(List<UsageRecorded> delivered) {
        var records = onceEach(delivered);
        if (records.isEmpty()) return;
        var statement = jdbc.sql(INSERT);
        addIdentities(statement, records);
        addQuantities(statement, records);
        addAllocations(statement, records);
        addOverage(statement, records);
        statement.update();
    }

    /** A batch may hold a repeated delivery too; its parts must not count twice. */
    private static List<UsageRecorded> onceEach(List<UsageRecorded> delivered) {
        var byId = new LinkedHashMap<UUID, UsageRecorded>();
        delivered.forEach(record -> byId.putIfAbsent(record.recordId(), record));
        return List.copyOf(byId.values());
    }

    private static void addIdentities(StatementSpec statement, List<UsageRecorded> records) {
        statement.param("records", array(records, UsageRecorded::recordId, UUID[]::new))
                .param("devices", ids(records, UsageRecorded::deviceId))
                .param("subscriptions", ids(records, UsageRecorded::subscriptionId))
                .param("cards", ids(records, UsageRecorded::simCardId))
                .param("accounts", ids(records, it -> ofPayer(it, UsagePayer::accountId)))
                .param("payers", ids(records, it -> ofPayer(it, UsagePayer::subscriptionId)))
                .param("enrollments", ids(records, it -> ofPayer(it, UsagePayer::enrollmentId)))
                .param("capabilities", array(records, it -> ofPayer(it, UsagePayer::capability), String[]::new))
                .param("refs", array(records, UsageRecorded::chargingDataRef, String[]::new));
    }

    private static void addQuantities(StatementSpec statement, List<UsageRecorded> records) {
        statement.param("ratingGroups", array(records, UsageRecorded::ratingGroup, Long[]::new))
                .param("units", array(records, it -> it.unit().name(), String[]::new))
                .param("metered", array(records, it -> it.metered().count(), Long[]::new))
                .param("allocated", array(records, it -> sum(it.allocations(), Allocation::units), Long[]::new))
                .param("overage", array(records, it -> sum(it.overage(), Overage::units), Long[]::new))
                .param("uncovered", array(records, it -> it.uncovered().count(), Long[]::new))
                .param("reasons", array(records, it -> text(it.uncoveredReason()), String[]::new))
                .param("started", array(records, it -> text(it.startedAt()), String[]::new))
                .param("occurred", array(records, it -> text(it.occurredAt()), String[]::new))
                .param("recorded", array(records, it -> text(it.recordedAt()), String[]::new))
                .param("estimated", array(records, UsageRecorded::estimated, Boolean[]::new));
    }

    private static void addAllocations(StatementSpec statement, List<UsageRecorded> records) {
        var parts = parts(records, UsageRecorded::allocations);
        statement.param("partRecords", array(parts, Part::recordId, UUID[]::new))
                .param("partAccounts", array(parts, it -> it.value.providerAccountId().value(), UUID[]::new))
                .param("partUnits", array(parts, it -> it.value.units().count(), Long[]::new));
    }

    private static void addOverage(StatementSpec statement, List<UsageRecorded> records) {
        var parts = parts(records, UsageRecorded::overage);
        statement.param("overRecords", array(parts, Part::recordId, UUID[]::new))
                .param("overPlaces", array(parts, Part::place, Integer[]::new))
                .param("overUnits", array(parts, it -> it.value.units().count(), Long[]::new))
                .param("overAmounts", array(parts, it -> it.value.amount().amountMinor(), Long[]::new))
                .param("overCurrencies", array(parts, it -> it.value.amount().currency(), String[]::new));
    }

    private record Part<T>(UUID recordId, int place, T value) {}

    private static <T> List<Part<T>> parts(List<UsageRecorded> records, Function<UsageRecorded, List<T>> member) {
        var parts = new ArrayList<Part<T>>();
        for (var record : records) {
            var values = member.apply(record);
            for (int i = 0; i < values.size(); i++)
                parts.add(new Part<>(record.recordId(), i, values.get(i)));
        }
        return parts;
    }

    private static <T extends @Nullable Object> @Nullable T ofPayer(UsageRecorded record,
            Function<UsagePayer, T> member) {
        var payer = record.payer();
        return payer == null ? null : member.apply(payer);
    }

    private static <T> long sum(List<T> parts, Function<T, Units> units) {
        return parts.stream().map(units).reduce(Units.ZERO, Units::plus).count();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable UUID[] ids(List<UsageRecorded> records, Function<UsageRecorded, @Nullable Id> member) {
        return array(records, it -> {
            var id = member.apply(it);
            return id == null ? null : id.value();
        }, UUID[]::new);
    }

    private static <S, T> @Nullable T[] array(List<S> rows, Function<S, ? extends @Nullable T> member,
            IntFunction<@Nullable T[]> empty) {
        return rows.stream().map(member).toArray(empty);
    }
}
