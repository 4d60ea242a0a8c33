package io.planshare.quota.chargeback;

import java.nio.charset.StandardCharsets;
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

import io.planshare.event.EventType;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.AccountId;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static java.util.stream.Collectors.toMap;

/** Sums a cycle's use up in SQL, and keeps which alerts were given. */
@Repository
class ChargebackStore {

    private final JdbcClient jdbc;

    ChargebackStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Used(AccountId accountId, SubscriptionId subscriptionId, long records, Units units) {}

    Optional<PackageActivated> cycle(PackageId id, Instant at) {
        return jdbc.sql("""
                        SELECT announced FROM package_cycle WHERE package_id = :id AND cycle_from <= :at::timestamptz
                        AND (cycle_to IS NULL OR cycle_to > :at::timestamptz)""")
                .param("id", id.value()).param("at", at.toString()).query((row, _) -> cycle(row)).optional();
    }

    Map<ProviderAccountId, PackageActivated> cycles(Collection<ProviderAccountId> ids) {
        return jdbc.sql("SELECT announced FROM package_cycle WHERE provider_account_id = ANY (:ids)")
                .param("ids", ids.stream().map(ProviderAccountId::value).toArray(UUID[]::new))
                .query((row, _) -> cycle(row)).list().stream()
                .collect(toMap(PackageActivated::providerAccountId, it -> it));
    }

    /** By account and subscription. */
    List<Used> used(ProviderAccountId id) {
        return jdbc.sql(
                """
                SELECT account_id, payer_subscription_id, count(*) AS records, sum(units) AS units FROM (
                    SELECT record_id, sum(units) AS units FROM (
                        SELECT record_id, units FROM use_allocation WHERE provider_account_id = :id
                        UNION ALL SELECT record_id, -units FROM use_rebooking WHERE from_account = :id
                        UNION ALL SELECT record_id, units FROM use_rebooking WHERE to_account = :id) moved
                    GROUP BY 1 HAVING sum(units) > 0) part
                JOIN use_record USING (record_id) GROUP BY 1, 2 ORDER BY 1, 2""").param("id", id.value())
                .query((row, _) -> new Used(new AccountId(row.getObject("account_id", UUID.class)),
                        new SubscriptionId(row.getObject("payer_subscription_id", UUID.class)),
                        row.getLong("records"), Units.of(row.getLong("units"))))
                .list();
    }

    /** What was ever called back of it, by account. */
    Map<AccountId, Units> recalled(ProviderAccountId id) {
        return jdbc.sql("""
                        SELECT account_id, sum(units) AS units FROM use_rebooking JOIN use_record USING (record_id)
                        WHERE from_account = :id AND to_kind = 'OVERAGE' GROUP BY 1""").param("id", id.value())
                .query((row, _) -> Map.entry(new AccountId(row.getObject("account_id", UUID.class)),
                        Units.of(row.getLong("units"))))
                .list().stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** False if it was given before. */
    boolean isFirst(ProviderAccountId id, int percent) {
        return jdbc.sql("""
                        INSERT INTO package_alert (provider_account_id, percent) VALUES (:id, :percent)
                        ON CONFLICT DO NOTHING""").param("id", id.value()).param("percent", percent).update() == 1;
    }

    private static PackageActivated cycle(ResultSet row) throws SQLException {
        return (PackageActivated) EventJson.read(EventType.PACKAGE_ACTIVATED,
                row.getString("announced").getBytes(StandardCharsets.UTF_8));
    }
}
