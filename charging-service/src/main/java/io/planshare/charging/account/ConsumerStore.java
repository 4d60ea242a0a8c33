package io.planshare.charging.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.ledger.ConsumerAccount;
import io.planshare.kit.page.Cursor;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Rows of consumer accounts; written under their provider account's lock only. */
@Repository
class ConsumerStore {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcClient jdbc;

    ConsumerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(ProviderAccountId id, Collection<NewConsumer> consumers) {
        if (consumers.isEmpty()) return;
        jdbc.sql("""
                 insert into consumer_account (provider_account_id, subscription_id, limit_units, consumed, reserved,
                     version)
                 select :id, subscription_id, limit_units, 0, 0, 1
                 from unnest(cast(:subscriptions as uuid[]), cast(:limits as bigint[]))
                     as consumer (subscription_id, limit_units)""").param("id", id.value())
                .param("subscriptions", texts(consumers, NewConsumer::subscriptionId))
                .param("limits", texts(consumers, NewConsumer::limit)).update();
    }

    Optional<ConsumerAccount> find(ProviderAccountId id, SubscriptionId subscription) {
        return jdbc.sql(
                "select * from consumer_account where provider_account_id = :id and subscription_id = :subscription")
                .param("id", id.value()).param("subscription", subscription.value())
                .query((row, _) -> consumer(row)).optional();
    }

    /** The subscription's consumer accounts in these provider accounts. */
    Map<ProviderAccountId, ConsumerAccount> of(SubscriptionId subscription, Collection<ProviderAccountId> ids) {
        return jdbc.sql("""
                        select * from consumer_account where subscription_id = :subscription
                        and provider_account_id = any(cast(:ids as uuid[]))""")
                .param("subscription", subscription.value()).param("ids", texts(ids))
                .query((row, _) -> consumer(row)).stream()
                .collect(toMap(ConsumerAccount::providerAccountId, identity()));
    }

    List<ConsumerAccount> first(ProviderAccountId id, int count) {
        return after(id, BEFORE_ALL, count);
    }

    /** One row more than the page has. */
    List<ConsumerAccount> list(ProviderAccountId id, Cursor cursor) {
        return after(id, cursor.afterId().orElse(BEFORE_ALL), cursor.limit() + 1);
    }

    void setLimit(ProviderAccountId id, SubscriptionId subscription, @Nullable Units limit) {
        jdbc.sql("""
                 update consumer_account set limit_units = cast(:limit as bigint), version = version + 1
                 where provider_account_id = :id and subscription_id = :subscription""")
                .param("limit", limit == null ? null : limit.count()).param("id", id.value())
                .param("subscription", subscription.value()).update();
    }

    private List<ConsumerAccount> after(ProviderAccountId id, UUID after, int rows) {
        return jdbc.sql("""
                        select * from consumer_account where provider_account_id = :id and subscription_id > :after
                        order by subscription_id limit :rows""").param("id", id.value()).param("after", after)
                .param("rows", rows).query((row, _) -> consumer(row)).list();
    }

    private static ConsumerAccount consumer(ResultSet row) throws SQLException {
        var limit = row.getObject("limit_units", Long.class);
        return new ConsumerAccount(new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                limit == null ? null : Units.of(limit),
                Units.of(row.getLong("consumed")), Units.of(row.getLong("reserved")));
    }
}
