package io.planshare.quota.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.ChargingEvent.PlaceKind;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static java.time.ZoneOffset.UTC;

/** Reads use records part by part, as they lie after all rebookings. A page is one query. */
@Repository
class DeductionReadStore {

    /** Record after record in the order of the list, so that what comes after the page is not looked at. */
    private static final String LIST = """
                                       SELECT r.record_id, r.occurred_at, r.account_id, r.payer_subscription_id, r.rating_group, r.unit,
                                           part.kind, part.account, part.run, part.units, cycle.package_id
                                       FROM use_record r CROSS JOIN LATERAL (
                                           SELECT kind, account, run, least(came, upto - gone)::bigint AS units,
                                               (kind || ':' || coalesce(account::text, '') || ':' || coalesce(run::text, '')) COLLATE "C" AS key
                                           FROM (
                                               SELECT kind, account, run, came, sum(gone) OVER (PARTITION BY kind, account) AS gone,
                                                   sum(came) OVER (PARTITION BY kind, account ORDER BY at NULLS FIRST, run
                                                       ROWS UNBOUNDED PRECEDING) AS upto
                                               FROM (
                                                   SELECT kind, account, run, min(at) AS at, sum(came) AS came, sum(gone) AS gone FROM (
                                                       SELECT 'ACCOUNT' AS kind, provider_account_id AS account, NULL::uuid AS run,
                                                           NULL::timestamptz AS at, units AS came, 0 AS gone
                                                       FROM use_allocation a WHERE a.record_id = r.record_id AND a.occurred_at = r.occurred_at
                                                       UNION ALL SELECT 'OVERAGE', NULL, NULL, NULL, r.overage, 0
                                                       UNION ALL SELECT 'UNCOVERED', NULL, NULL, NULL, r.uncovered, 0
                                                       UNION ALL SELECT to_kind, to_account, run_id, recorded_at, units, 0
                                                       FROM use_rebooking b WHERE b.record_id = r.record_id
                                                       UNION ALL SELECT from_kind, from_account, run_id, recorded_at, 0, units
                                                       FROM use_rebooking b WHERE b.record_id = r.record_id) booked
                                                   GROUP BY kind, account, run) by_run) summed
                                           WHERE least(came, upto - gone) > 0) part
                                       LEFT JOIN package_cycle cycle ON cycle.provider_account_id = part.account
                                       WHERE (r.occurred_at, r.record_id) >= (:from, :record) AND r.occurred_at < :to
                                           AND (r.occurred_at, r.record_id, part.key) > (:from, :record, :part)
                                       """;

    /** The time in which use was put into one of some accounts. Not their cycles': charging may prolong an account. */
    private static final String BETWEEN = """
                                           AND r.occurred_at >= (SELECT least(min(told.first), min(moved.first)) %1$s)
                                           AND r.occurred_at <= (SELECT greatest(max(told.last), max(moved.last)) %1$s)
                                          """
            .formatted(
                    """
                    FROM unnest(%1$s) AS chosen (account) CROSS JOIN LATERAL (
                        SELECT min(a.occurred_at) AS first, max(a.occurred_at) AS last
                        FROM use_allocation a WHERE a.provider_account_id = chosen.account) told CROSS JOIN LATERAL (
                        SELECT min(m.occurred_at) AS first, max(m.occurred_at) AS last
                        FROM use_rebooking b JOIN use_record m USING (record_id) WHERE b.to_account = chosen.account) moved
                    """);
    private static final String OF_PACKAGE = BETWEEN.formatted(
            "ARRAY(SELECT provider_account_id FROM package_cycle WHERE package_id = :package)")
            + " AND cycle.package_id = :package";
    private static final String OF_ACCOUNT = BETWEEN.formatted("ARRAY[:provider::uuid]")
            + " AND part.account = :provider";

    private final JdbcClient jdbc;

    DeductionReadStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param accountId the payer's; it or the record's id at least */
    record Filter(@Nullable AccountId accountId, @Nullable UUID recordId, @Nullable PackageId packageId,
            @Nullable ProviderAccountId providerAccountId, Period period) {}

    /** The earliest use first. */
    List<Deduction> page(Filter filter, @Nullable DeductionPlace after, int limit) {
        var from = after == null ? filter.period.start() : after.record().occurredAt();
        return jdbc
                .sql(LIST + (filter.accountId == null ? "" : " AND r.account_id = :account")
                        + (filter.recordId == null ? "" : " AND r.record_id = :one")
                        + (filter.packageId == null ? "" : OF_PACKAGE)
                        + (filter.providerAccountId == null ? "" : OF_ACCOUNT)
                        + " ORDER BY r.occurred_at, r.record_id, part.key LIMIT :limit")
                .param("from", from.atOffset(UTC)).param("to", filter.period.end().atOffset(UTC))
                .param("record", after == null ? new UUID(0, 0) : after.record().recordId())
                .param("part", after == null ? "" : after.part())
                .param("account", filter.accountId == null ? null : filter.accountId.value())
                .param("one", filter.recordId)
                .param("package", filter.packageId == null ? null : filter.packageId.value())
                .param("provider", filter.providerAccountId == null ? null : filter.providerAccountId.value())
                .param("limit", limit).query(DeductionReadStore::deduction).list();
    }

    private static Deduction deduction(ResultSet row, int number) throws SQLException {
        return new Deduction(row.getObject("record_id", UUID.class),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(), id(row, "account_id", AccountId::new),
                id(row, "payer_subscription_id", SubscriptionId::new), row.getObject("rating_group", Long.class),
                UnitType.valueOf(row.getString("unit")), Units.of(row.getLong("units")),
                PlaceKind.valueOf(row.getString("kind")), id(row, "account", ProviderAccountId::new),
                id(row, "package_id", PackageId::new), row.getObject("run", UUID.class));
    }

    private static <T> @Nullable T id(ResultSet row, String column, Function<UUID, T> id) throws SQLException {
        var value = row.getObject(column, UUID.class);
        return value == null ? null : id.apply(value);
    }
}
