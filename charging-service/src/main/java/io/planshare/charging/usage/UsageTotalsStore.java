package io.planshare.charging.usage;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.usage.UsageTotalsView.Amount;
import io.planshare.charging.usage.UsageTotalsView.Total;
import io.planshare.model.AccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

/** Sums usage records up, in one statement. */
@Repository
class UsageTotalsStore {

    private static final TypeReference<List<Amount>> AMOUNTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    UsageTotalsStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param rows at most so many; what nobody paid comes last */
    List<Total> totals(TotalsQuestion question, int rows) {
        var sql = """
                  with per_currency as (
                      select payer, payer_account_id, unit, %s as rating_group, overage_currency, count(*) as records,
                          sum(metered) as metered, sum(covered) as covered, sum(overage) as overage,
                          sum(overage_minor) as amount, sum(uncovered) as uncovered
                      from usage_record where true %s
                      group by 1, 2, 3, 4, 5)
                  select payer, payer_account_id, unit, rating_group, sum(records) as records, sum(metered) as metered,
                      sum(covered) as covered, sum(overage) as overage, sum(uncovered) as uncovered,
                      coalesce(jsonb_agg(jsonb_build_object('amountMinor', amount, 'currency', overage_currency)
                          order by overage_currency) filter (where overage_currency is not null), '[]') as amounts
                  from per_currency group by 1, 2, 3, 4
                  order by payer nulls last, payer_account_id, unit, rating_group limit :rows"""
                .formatted(question.byRatingGroup() ? "rating_group" : "cast(null as bigint)", conditions(question));
        return jdbc.sql(sql).param("nfConsumer", question.nfConsumer()).param("payer", text(question.payer()))
                .param("device", text(question.deviceId())).param("from", text(question.from()))
                .param("to", text(question.to())).param("rows", rows).query((row, _) -> total(row)).list();
    }

    private static String conditions(TotalsQuestion question) {
        return (question.nfConsumer() == null ? "" : " and nf_consumer = :nfConsumer")
                + (question.payer() == null ? "" : " and payer = cast(:payer as uuid)")
                + (question.deviceId() == null ? "" : " and device_id = cast(:device as uuid)")
                + (question.from() == null ? "" : " and occurred_at >= cast(:from as timestamptz)")
                + (question.to() == null ? "" : " and occurred_at < cast(:to as timestamptz)");
    }

    private Total total(ResultSet row) throws SQLException {
        return new Total(UsageRecordStore.id(row, "payer", SubscriptionId::new),
                UsageRecordStore.id(row, "payer_account_id", AccountId::new), UnitType.valueOf(row.getString("unit")),
                row.getObject("rating_group", Long.class), row.getLong("records"), sum(row, "metered"),
                sum(row, "covered"), sum(row, "overage"), json.readValue(row.getString("amounts"), AMOUNTS),
                sum(row, "uncovered"));
    }

    private static BigInteger sum(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
