package io.planshare.quota.usage;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.AccountId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

import static java.time.ZoneOffset.UTC;

/** Sums use records in SQL, as they lie after all closes. */
@Repository
class UsageTotalsStore {

    private static final String OF_ACCOUNT = " account_id = :account AND occurred_at >= :from AND occurred_at < :to ";

    private final JdbcClient jdbc;

    UsageTotalsStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    UsageTotals of(AccountId account, Period period) {
        return new UsageTotals(account, period.from(), period.to(), used(account, period), given(account, period));
    }

    private List<UsageTotals.Used> used(AccountId account, Period period) {
        return query(
                """
                SELECT rating_group, unit, payer_subscription_id, enrollment_id, sum(records) AS records, sum(metered) AS metered,
                       sum(allocated) AS allocated, sum(overage) AS overage, sum(uncovered) AS uncovered
                FROM (SELECT rating_group, unit, payer_subscription_id, enrollment_id, 1 AS records, metered, allocated, overage,
                          uncovered FROM use_record WHERE"""
                        + OF_ACCOUNT
                        + """
                          UNION ALL SELECT rating_group, unit, payer_subscription_id, enrollment_id, 0, 0,
                              CASE to_kind WHEN 'ACCOUNT' THEN units ELSE 0 END - CASE from_kind WHEN 'ACCOUNT' THEN units ELSE 0 END,
                              CASE to_kind WHEN 'OVERAGE' THEN units ELSE 0 END - CASE from_kind WHEN 'OVERAGE' THEN units ELSE 0 END,
                              CASE to_kind WHEN 'UNCOVERED' THEN units ELSE 0 END - CASE from_kind WHEN 'UNCOVERED' THEN units ELSE 0 END
                          FROM use_record JOIN use_rebooking USING (record_id) WHERE"""
                        + OF_ACCOUNT + ") part GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
                account, period)
                .query((row, _) -> new UsageTotals.Used(row.getObject("rating_group", Long.class), unit(row),
                        payer(row), enrollment(row), row.getLong("records"), sum(row, "metered"),
                        sum(row, "allocated"), sum(row, "overage"), sum(row, "uncovered")))
                .list();
    }

    private List<UsageTotals.Given> given(AccountId account, Period period) {
        return query(
                """
                SELECT rating_group, unit, provider_account_id, payer_subscription_id, enrollment_id, sum(units) AS units
                FROM (SELECT rating_group, unit, provider_account_id, payer_subscription_id, enrollment_id, units
                      FROM use_record JOIN use_allocation USING (record_id, occurred_at) WHERE"""
                        + OF_ACCOUNT
                        + """
                          UNION ALL SELECT rating_group, unit, place.account, payer_subscription_id, enrollment_id, place.units
                          FROM use_record JOIN use_rebooking b USING (record_id)
                          CROSS JOIN LATERAL (VALUES (from_account, -b.units), (to_account, b.units)) AS place (account, units)
                          WHERE place.account IS NOT NULL AND"""
                        + OF_ACCOUNT
                        + ") part GROUP BY 1, 2, 3, 4, 5 HAVING sum(units) > 0 ORDER BY 1, 2, 3, 4, 5",
                account, period)
                .query((row, _) -> new UsageTotals.Given(row.getObject("rating_group", Long.class), unit(row),
                        new ProviderAccountId(row.getObject("provider_account_id", UUID.class)), payer(row),
                        enrollment(row), sum(row, "units")))
                .list();
    }

    private JdbcClient.StatementSpec query(String sql, AccountId account, Period period) {
        return jdbc.sql(sql).param("account", account.value()).param("from", period.start().atOffset(UTC))
                .param("to", period.end().atOffset(UTC));
    }

    private static UnitType unit(ResultSet row) throws SQLException {
        return UnitType.valueOf(row.getString("unit"));
    }

    private static SubscriptionId payer(ResultSet row) throws SQLException {
        return new SubscriptionId(row.getObject("payer_subscription_id", UUID.class));
    }

    private static @Nullable EnrollmentId enrollment(ResultSet row) throws SQLException {
        var id = row.getObject("enrollment_id", UUID.class);
        return id == null ? null : new EnrollmentId(id);
    }

    private static BigInteger sum(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }
}
