package io.planshare.quota.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.UncoveredReason;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Money;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/** Reads the three tables of use records: a page is three queries, however long it is. */
@Repository
class UseRecordReadStore {

    private final JdbcClient jdbc;

    UseRecordReadStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param accountId the payer's; one of both ids at least */
    record Filter(@Nullable AccountId accountId, @Nullable SubscriptionId subscriptionId, Period period) {}

    /** The earliest first. */
    List<UseRecordView> page(Filter filter, @Nullable UseRecordPlace after, int limit) {
        var from = after == null ? filter.period.start() : after.occurredAt();
        var records = jdbc
                .sql("SELECT * FROM use_record WHERE (occurred_at, record_id) > (:from, :after) AND occurred_at < :to"
                        + (filter.accountId == null ? "" : " AND account_id = :account")
                        + (filter.subscriptionId == null ? "" : " AND subscription_id = :subscription")
                        + " ORDER BY occurred_at, record_id LIMIT :limit")
                .param("from", from.atOffset(UTC)).param("to", filter.period.end().atOffset(UTC))
                .param("after", after == null ? new UUID(0, 0) : after.recordId())
                .param("account", filter.accountId == null ? null : filter.accountId.value())
                .param("subscription", filter.subscriptionId == null ? null : filter.subscriptionId.value())
                .param("limit", limit).query(UseRecordReadStore::record).list();
        return withParts(records);
    }

    private List<UseRecordView> withParts(List<UseRecordView> records) {
        var ids = records.stream().map(UseRecordView::recordId).toArray(UUID[]::new);
        var allocations = parts(ids, "SELECT * FROM use_allocation WHERE record_id = ANY (:ids::uuid[])"
                + " ORDER BY record_id, provider_account_id",
                row -> new Allocation(new ProviderAccountId(uuid(row, "provider_account_id")),
                        Units.of(row.getLong("units"))));
        var overage = parts(ids,
                "SELECT * FROM use_overage WHERE record_id = ANY (:ids::uuid[]) ORDER BY record_id, place",
                row -> new Overage(Units.of(row.getLong("units")),
                        new Money(row.getLong("amount_minor"), row.getString("currency"))));
        return records.stream().map(record -> record.with(allocations.getOrDefault(record.recordId(), List.of()),
                overage.getOrDefault(record.recordId(), List.of()))).toList();
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private record Part<T>(UUID recordId, T value) {}

    private <T> Map<UUID, List<T>> parts(UUID[] ids, String sql, Reading<T> reading) {
        return jdbc.sql(sql).param("ids", ids).query((row, _) -> new Part<>(uuid(row, "record_id"), reading.of(row)))
                .list().stream().collect(groupingBy(Part::recordId, mapping(Part::value, toList())));
    }

    private static UseRecordView record(ResultSet row, int number) throws SQLException {
        var reason = row.getString("uncovered_reason");
        return new UseRecordView(uuid(row, "record_id"), id(row, "device_id", DeviceId::new),
                new SubscriptionId(uuid(row, "subscription_id")), id(row, "sim_card_id", SimCardId::new), payer(row),
                row.getString("charging_data_ref"), row.getObject("rating_group", Long.class),
                UnitType.valueOf(row.getString("unit")), Units.of(row.getLong("metered")), List.of(), List.of(),
                Units.of(row.getLong("uncovered")), reason == null ? null : UncoveredReason.valueOf(reason),
                instant(row, "started_at"), row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(), row.getBoolean("estimated"));
    }

    private static @Nullable UsagePayer payer(ResultSet row) throws SQLException {
        var account = row.getObject("account_id", UUID.class);
        return account == null
                ? null
                : new UsagePayer(id(row, "enrollment_id", EnrollmentId::new),
                        new SubscriptionId(uuid(row, "payer_subscription_id")), new AccountId(account),
                        row.getString("capability"));
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static <T> @Nullable T id(ResultSet row, String column, Function<UUID, T> id) throws SQLException {
        var value = row.getObject(column, UUID.class);
        return value == null ? null : id.apply(value);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
