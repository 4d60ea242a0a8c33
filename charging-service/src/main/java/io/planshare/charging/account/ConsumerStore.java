package io.planshare.charging.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.charging.sharing.Rows;
import io.planshare.kit.page.Cursor;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Rows of consumer accounts; written under their provider account's lock only. Those that left are shown to nobody. */
@Repository
class ConsumerStore {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;

    ConsumerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who left before comes back on these terms, with what it used then. Where limits move by epochs, the next one gives it a
     * share.
     */
    void insert(ProviderAccountId id, Collection<NewConsumer> consumers, Instant now) {
        if (consumers.isEmpty()) return;
        jdbc.sql(
                """
                insert into consumer_account (provider_account_id, subscription_id, limit_units, cap_units, floor_units,
                    weight, consumed, reserved, version, epoch, touched_in, rate_since)
                select :id, subscription_id, case when e.number is null then limit_units else 0 end, limit_units,
                    floor_units, weight, 0, 0, 1, coalesce(e.number, 0), coalesce(e.computing, 0),
                    cast(:now as timestamptz)
                from unnest(cast(:subscriptions as uuid[]), cast(:limits as bigint[]), cast(:floors as bigint[]),
                    cast(:weights as int[])) as consumer (subscription_id, limit_units, floor_units, weight)
                left join limit_epoch e on e.provider_account_id = :id
                on conflict (provider_account_id, subscription_id) do update set
                    limit_units = case when excluded.limit_units is not null then greatest(excluded.limit_units,
                        consumer_account.consumed + consumer_account.reserved) end,
                    cap_units = excluded.cap_units, floor_units = excluded.floor_units, weight = excluded.weight,
                    paused = false, left_at = null, epoch = excluded.epoch, touched_in = excluded.touched_in, version = consumer_account.version + 1,
                    terms_version = consumer_account.terms_version + 1""")
                .param("id", id.value()).param("now", now.toString())
                .param("subscriptions", texts(consumers, NewConsumer::subscriptionId))
                .param("limits", texts(consumers, NewConsumer::limit))
                .param("floors", longs(consumers, consumer -> consumer.terms().floor().count()))
                .param("weights", texts(consumers, consumer -> consumer.terms().weight())).update();
        countFloors(id);
    }

    Optional<StoredConsumer> find(ProviderAccountId id, SubscriptionId subscription) {
        return jdbc
                .sql("""
                     select * from consumer_in_force where provider_account_id = :id and subscription_id = :subscription
                     and left_at is null""")
                .param("id", id.value()).param("subscription", subscription.value())
                .query((row, _) -> consumer(row)).optional();
    }

    /** The subscription's consumer accounts in these provider accounts. */
    Map<ProviderAccountId, StoredConsumer> of(SubscriptionId subscription, Collection<ProviderAccountId> ids) {
        return jdbc.sql("""
                        select * from consumer_in_force where subscription_id = :subscription and left_at is null
                        and provider_account_id = any(cast(:ids as uuid[]))""")
                .param("subscription", subscription.value()).param("ids", texts(ids))
                .query((row, _) -> consumer(row)).list().stream()
                .collect(toMap(found -> found.account().providerAccountId(), identity()));
    }

    List<StoredConsumer> first(ProviderAccountId id, int count) {
        return after(id, BEFORE_ALL, count);
    }

    /** One row more than the page has. */
    List<StoredConsumer> list(ProviderAccountId id, Cursor cursor) {
        return after(id, cursor.afterId().orElse(BEFORE_ALL), cursor.limit() + 1);
    }

    /** Before people change its terms: where an epoch says what its limit is, its own row says so from now on. */
    void settle(ConsumerAccount consumer) {
        jdbc.sql(
                """
                update consumer_account c set limit_units = cast(:limit as bigint), epoch = e.number, touched_in = e.computing
                from limit_epoch e where c.provider_account_id = :id and c.subscription_id = :subscription
                and e.provider_account_id = :id""")
                .param("limit", consumer.limit() == null ? null : consumer.limit().count())
                .param("id", consumer.providerAccountId().value())
                .param("subscription", consumer.subscriptionId().value()).update();
    }

    /** @param moves whether the limit in force may stay where it is, below the new one */
    void setTerms(ProviderAccountId id, SubscriptionId subscription, Terms terms, boolean moves) {
        var limit = terms.limit() == null ? null : terms.limit().count();
        jdbc.sql(
                """
                update consumer_account set cap_units = cast(:cap as bigint), floor_units = :floor, weight = :weight,
                    limit_units = case when :moves then least(limit_units, cast(:cap as bigint)) else cast(:cap as bigint) end,
                    version = version + 1, terms_version = terms_version + 1
                where provider_account_id = :id and subscription_id = :subscription""")
                .param("cap", limit).param("floor", terms.floor().count()).param("weight", terms.weight())
                .param("moves", moves).param("id", id.value()).param("subscription", subscription.value()).update();
        countFloors(id);
    }

    void setPaused(ProviderAccountId id, SubscriptionId subscription, boolean paused) {
        jdbc.sql("""
                 update consumer_account set paused = :paused, version = version + 1
                 where provider_account_id = :id and subscription_id = :subscription and paused <> :paused""")
                .param("paused", paused).param("id", id.value()).param("subscription", subscription.value()).update();
    }

    /** What it used until then stays its own, also what is reported later. */
    void leave(ProviderAccountId id, SubscriptionId subscription, Instant now) {
        jdbc.sql("""
                 update consumer_account set left_at = cast(:now as timestamptz), version = version + 1
                 where provider_account_id = :id and subscription_id = :subscription""").param("now", now.toString())
                .param("id", id.value()).param("subscription", subscription.value()).update();
        countFloors(id);
    }

    private void countFloors(ProviderAccountId id) {
        jdbc.sql("""
                 update provider_account set floors_unmet = (
                     select coalesce(sum(greatest(0, floor_units - consumed - reserved)), 0) from consumer_account
                     where provider_account_id = :id and floor_units > 0 and left_at is null)
                 where provider_account_id = :id""").param("id", id.value()).update();
    }

    private List<StoredConsumer> after(ProviderAccountId id, UUID after, int rows) {
        return jdbc.sql("""
                        select * from consumer_in_force where provider_account_id = :id and subscription_id > :after
                        and left_at is null order by subscription_id limit :rows""").param("id", id.value())
                .param("after", after).param("rows", rows).query((row, _) -> consumer(row)).list();
    }

    private static StoredConsumer consumer(ResultSet row) throws SQLException {
        return new StoredConsumer(Rows.consumer(row), row.getLong("terms_version"));
    }
}
