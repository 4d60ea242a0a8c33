package io.planshare.charging.rating;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.kit.page.Cursor;
import io.planshare.model.Cycle;
import io.planshare.model.Money;
import io.planshare.model.PlanId;
import io.planshare.model.TariffId;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Rows of plans, and the catalogue's revision. */
@Repository
class PlanStore {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;

    PlanStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long revision() {
        return jdbc.sql("select revision from catalogue_revision").query(Long.class).single();
    }

    /** Says that this transaction changes the catalogue; until it ends, no other does. */
    void changed() {
        jdbc.sql("update catalogue_revision set revision = revision + 1").update();
    }

    Map<PlanId, RatePlan> all() {
        return jdbc.sql("select * from rate_plan").query((row, _) -> plan(row)).list().stream()
                .collect(toMap(RatePlan::id, identity()));
    }

    Optional<RatePlan> find(PlanId id) {
        return jdbc.sql("select * from rate_plan where plan_id = :id").param("id", id.value())
                .query((row, _) -> plan(row)).optional();
    }

    /** One row more than the page has. */
    List<RatePlan> list(Cursor cursor) {
        return jdbc.sql("select * from rate_plan where plan_id > :after order by plan_id limit :rows")
                .param("after", cursor.afterId().orElse(BEFORE_ALL)).param("rows", cursor.limit() + 1)
                .query((row, _) -> plan(row)).list();
    }

    /** False if the id is taken. */
    boolean insert(RatePlan plan, Instant now) {
        return jdbc
                .sql("""
                     insert into rate_plan (plan_id, name, tariff_id, time_zone, cycle_day, fee_minor, fee_currency,
                         fee_from, version, created_at)
                     values (:id, :name, :tariff, :zone, :day, :fee, :currency, cast(:from as timestamptz), 1,
                         cast(:now as timestamptz)) on conflict (plan_id) do nothing""").params(columns(plan))
                .param("now", now.toString()).update() == 1;
    }

    void update(RatePlan plan) {
        jdbc.sql("""
                 update rate_plan set name = :name, tariff_id = :tariff, time_zone = :zone, cycle_day = :day,
                     fee_minor = :fee, fee_currency = :currency, fee_from = cast(:from as timestamptz),
                     version = version + 1 where plan_id = :id""").params(columns(plan)).update();
    }

    private static Map<String, @Nullable Object> columns(RatePlan plan) {
        var fee = plan.fee();
        var columns = new HashMap<String, @Nullable Object>();
        columns.put("id", plan.id().value());
        columns.put("name", plan.name());
        columns.put("tariff", plan.tariffId() == null ? null : plan.tariffId().value());
        columns.put("zone", plan.cycle().timeZone().getId());
        columns.put("day", plan.cycle().day());
        columns.put("fee", fee == null ? null : fee.amount().amountMinor());
        columns.put("currency", fee == null ? null : fee.amount().currency());
        columns.put("from", fee == null ? null : fee.from().toString());
        return columns;
    }

    private static RatePlan plan(ResultSet row) throws SQLException {
        var tariff = row.getObject("tariff_id", UUID.class);
        var currency = row.getString("fee_currency");
        return new RatePlan(new PlanId(row.getObject("plan_id", UUID.class)), row.getString("name"),
                tariff == null ? null : new TariffId(tariff),
                new Cycle(row.getInt("cycle_day"), ZoneId.of(row.getString("time_zone"))),
                currency == null
                        ? null
                        : new RatePlan.Fee(new Money(row.getLong("fee_minor"), currency),
                                row.getTimestamp("fee_from").toInstant()),
                row.getLong("version"));
    }
}
