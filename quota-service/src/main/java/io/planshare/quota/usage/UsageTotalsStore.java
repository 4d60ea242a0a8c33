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

    private static final String OF_ACCOUNT = " account_id = :account AND occurred_at >= :from AND occurred_at < :to";

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
                WITH mine AS (SELECT * FROM use_record WHERE"""
                        + OF_ACCOUNT
                        + """
                          ), moved AS (
                              SELECT record_id, sum(units) FILTER (WHERE to_kind = 'ACCOUNT') AS to_account,
                                  sum(units) FILTER (WHERE from_kind = 'ACCOUNT') AS from_account,
                                  sum(units) FILTER (WHERE to_kind = 'OVERAGE') AS to_overage,
                                  sum(units) FILTER (WHERE from_kind = 'OVERAGE') AS from_overage,
                                  sum(units) FILTER (WHERE to_kind = 'UNCOVERED') AS to_uncovered,
                                  sum(units) FILTER (WHERE from_kind = 'UNCOVERED') AS from_uncovered
                              FROM use_rebooking JOIN mine USING (record_id) GROUP BY 1)
                          SELECT rating_group, unit, payer_subscription_id, enrollment_id, count(*) AS records, sum(metered) AS metered,
                              sum(allocated + coalesce(to_account, 0) - coalesce(from_account, 0)) AS allocated,
                              sum(overage + coalesce(to_overage, 0) - coalesce(from_overage, 0)) AS overage,
                              sum(uncovered + coalesce(to_uncovered, 0) - coalesce(from_uncovered, 0)) AS uncovered
                          FROM mine LEFT JOIN moved USING (record_id) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4""",
                account, period)
                .query((row, _) -> new UsageTotals.Used(row.getObject("rating_group", Long.class), unit(row),
                        payer(row), enrollment(row), row.getLong("records"), sum(row, "metered"),
                        sum(row, "allocated"), sum(row, "overage"), sum(row, "uncovered")))
                .list();
    }

    private List<UsageTotals.Given> given(AccountId account, Period period) {
        return query(
                """
                WITH mine AS (SELECT * FROM use_record WHERE"""
                        + OF_ACCOUNT
                        + """
                          ), part AS (
                              SELECT record_id, provider_account_id, units FROM use_allocation JOIN mine USING (record_id, occurred_at)
                              UNION ALL SELECT record_id, from_account, -units FROM use_rebooking JOIN mine USING (record_id)
                              WHERE from_account IS NOT NULL
                              UNION ALL SELECT record_id, to_account, units FROM use_rebooking JOIN mine USING (record_id)
                              WHERE to_account IS NOT NULL)
                          SELECT rating_group, unit, provider_account_id, payer_subscription_id, enrollment_id, sum(units) AS units
                          FROM mine JOIN part USING (record_id) GROUP BY 1, 2, 3, 4, 5 HAVING sum(units) > 0
                          ORDER BY 1, 2, 3, 4, 5""",
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
