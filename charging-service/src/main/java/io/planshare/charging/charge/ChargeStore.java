package io.planshare.charging.charge;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.charge.Charge.Kind;
import io.planshare.kit.page.Cursor;
import io.planshare.model.AccountId;
import io.planshare.model.ChargeId;
import io.planshare.model.Interval;
import io.planshare.model.Money;
import io.planshare.model.PlanId;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** Rows of charges: append-only. */
@Repository
class ChargeStore {

    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final JdbcClient jdbc;

    ChargeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Due(SubscriptionId subscriptionId, AccountId accountId) {}

    void save(List<Charge> charges) {
        if (charges.isEmpty()) return;
        jdbc.sql("""
                 insert into charge (charge_id, account_id, subscription_id, kind, amount_minor, currency,
                     usage_record_id, corrects, plan_id, cycle_start, cycle_end, reason, occurred_at, recorded_at)
                 select * from unnest(cast(:ids as uuid[]), cast(:accounts as uuid[]), cast(:subscriptions as uuid[]),
                     cast(:kinds as text[]), cast(:amounts as bigint[]), cast(:currencies as text[]),
                     cast(:records as uuid[]), cast(:corrects as uuid[]), cast(:plans as uuid[]),
                     cast(:starts as timestamptz[]), cast(:ends as timestamptz[]), cast(:reasons as text[]),
                     cast(:occurred as timestamptz[]), cast(:recorded as timestamptz[]))""")
                .param("ids", texts(charges, Charge::id)).param("accounts", texts(charges, Charge::accountId))
                .param("subscriptions", texts(charges, Charge::subscriptionId))
                .param("kinds", texts(charges, Charge::kind))
                .param("amounts", longs(charges, c -> c.amount().amountMinor()))
                .param("currencies", texts(charges, c -> c.amount().currency()))
                .param("records", texts(charges, Charge::recordId)).param("corrects", texts(charges, Charge::corrects))
                .param("plans", texts(charges, Charge::planId))
                .param("starts", texts(charges, c -> c.cycle() == null ? null : c.cycle().from()))
                .param("ends", texts(charges, c -> c.cycle() == null ? null : c.cycle().to()))
                .param("reasons", texts(charges, Charge::reason)).param("occurred", texts(charges, Charge::occurredAt))
                .param("recorded", texts(charges, Charge::recordedAt)).update();
    }

    /** One after another for each charge: its row cannot be locked, since nobody may change it. */
    void serialize(ChargeId id) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('charge ' || :id, 0))::text").param("id", id.toString())
                .query(String.class).optional();
    }

    Optional<Charge> find(ChargeId id) {
        return jdbc.sql("select * from charge where charge_id = :id").param("id", id.value())
                .query((row, _) -> charge(row)).optional();
    }

    /** @param left what was not given back so far: 0 or more */
    record Charged(Charge charge, long left) {}

    /** What was charged for usage records; nobody else gives any of it back until the transaction ends. */
    List<Charged> chargedFor(Collection<UUID> records) {
        if (records.isEmpty()) return List.of();
        jdbc.sql("""
                 select count(cast(pg_advisory_xact_lock(hashtextextended('charge ' || charge_id, 0)) as text))
                 from (select charge_id from charge where usage_record_id = any(cast(:ids as uuid[])) order by 1) c""")
                .param("ids", texts(records)).query(Long.class).single();
        return jdbc.sql("""
                        select c.*, c.amount_minor + coalesce((select sum(r.amount_minor) from charge r
                            where r.corrects = c.charge_id and r.kind = 'REFUND'), 0) as left_minor
                        from charge c where usage_record_id = any(cast(:ids as uuid[])) order by charge_id""")
                .param("ids", texts(records)).query((row, _) -> new Charged(charge(row), row.getLong("left_minor")))
                .list();
    }

    /** What was given back of it so far: 0 or more. */
    long refunded(ChargeId id) {
        return jdbc
                .sql("select coalesce(-sum(amount_minor), 0)::bigint from charge where corrects = :id and kind = 'REFUND'")
                .param("id", id.value()).query(Long.class).single();
    }

    boolean isKnown(AccountId account) {
        return jdbc.sql("""
                        select exists (select 1 from subscription where account_id = :id)
                            or exists (select 1 from charge where account_id = :id)""").param("id", account.value())
                .query(Boolean.class).single();
    }

    /** Newest first, one row more than the page has. */
    List<Charge> list(AccountId account, @Nullable Instant from, @Nullable Instant to, Cursor cursor) {
        return jdbc.sql("""
                        select * from charge where account_id = :account and charge_id < :before
                        and recorded_at >= coalesce(cast(:from as timestamptz), '-infinity')
                        and recorded_at < coalesce(cast(:to as timestamptz), 'infinity')
                        order by charge_id desc limit :rows""").param("account", account.value())
                .param("before", cursor.afterId().orElse(AFTER_ALL)).param("from", text(from)).param("to", text(to))
                .param("rows", cursor.limit() + 1).query((row, _) -> charge(row)).list();
    }

    /** False while another instance charges fees. */
    boolean tryFees() {
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended('recurring fees', 0))").query(Boolean.class)
                .single();
    }

    /** Active subscriptions on the plan that have paid for no cycle that reaches into this one. */
    List<Due> due(PlanId plan, Interval cycle, int limit) {
        return jdbc.sql("""
                        select subscription_id, account_id from subscription s
                        where plan_id = :plan and status = 'ACTIVE' and not exists (
                            select 1 from charge c where c.subscription_id = s.subscription_id
                            and c.kind = 'RECURRING' and c.cycle_end > cast(:start as timestamptz))
                        order by subscription_id limit :rows""").param("plan", plan.value())
                .param("start", cycle.from().toString()).param("rows", limit)
                .query((row, _) -> new Due(new SubscriptionId(row.getObject(1, UUID.class)),
                        new AccountId(row.getObject(2, UUID.class))))
                .list();
    }

    private static Charge charge(ResultSet row) throws SQLException {
        var start = row.getTimestamp("cycle_start");
        return new Charge(new ChargeId(row.getObject("charge_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)), id(row, "subscription_id", SubscriptionId::new),
                Kind.valueOf(row.getString("kind")), new Money(row.getLong("amount_minor"), row.getString("currency")),
                row.getObject("usage_record_id", UUID.class), id(row, "corrects", ChargeId::new),
                id(row, "plan_id", PlanId::new),
                start == null ? null : new Interval(start.toInstant(), row.getTimestamp("cycle_end").toInstant()),
                row.getString("reason"), row.getTimestamp("occurred_at").toInstant(),
                row.getTimestamp("recorded_at").toInstant());
    }

    private static <T> @Nullable T id(ResultSet row, String column, Function<UUID, T> type) throws SQLException {
        var value = row.getObject(column, UUID.class);
        return value == null ? null : type.apply(value);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
