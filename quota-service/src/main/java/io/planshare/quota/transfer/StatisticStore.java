package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static java.time.ZoneOffset.UTC;

/** What devices counted, by the hour. */
@Repository
class StatisticStore {

    private final JdbcClient jdbc;

    StatisticStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Octets of an application on a connection, and the hour in which they count. */
    record Counted(String connection, DeviceId device, String appId, Units octets, Instant hour) {}

    void add(SubscriptionId plan, Collection<Counted> counts) {
        if (counts.isEmpty()) return;
        jdbc.sql(
                """
                INSERT INTO usage_statistic (subscription_id, connection, hour, device_id, app_id, octets)
                SELECT :plan, connection, hour, device, app, sum(octets)
                FROM unnest(:connections::text[], :hours::timestamptz[], :devices::uuid[], :apps::text[], :octets::bigint[])
                    counted (connection, hour, device, app, octets)
                GROUP BY 2, 3, 4, 5
                ON CONFLICT (subscription_id, connection, hour, device_id, app_id)
                DO UPDATE SET octets = usage_statistic.octets + excluded.octets""")
                .param("plan", plan.value())
                .param("connections", Columns.texts(counts, Counted::connection))
                .param("hours", Columns.texts(counts, Counted::hour))
                .param("devices", Columns.texts(counts, Counted::device))
                .param("apps", Columns.texts(counts, Counted::appId))
                .param("octets", Columns.counts(counts, Counted::octets)).update();
    }

    /** What all devices of a plan counted in the hours that begin between two instants (the second excluded). */
    Units sum(SubscriptionId plan, String connection, Instant from, Instant to) {
        return Units.of(jdbc
                .sql("""
                     SELECT coalesce(sum(octets), 0) FROM usage_statistic
                     WHERE subscription_id = :plan AND connection = :connection AND hour >= :from AND hour < :to""")
                .param("plan", plan.value()).param("connection", connection).param("from", from.atOffset(UTC))
                .param("to", to.atOffset(UTC)).query(Long.class).single());
    }

    /** By hour, since an instant. */
    Map<Instant, Long> hourly(SubscriptionId plan, String connection, Instant since) {
        var hours = new HashMap<Instant, Long>();
        jdbc.sql("""
                 SELECT date_trunc('hour', hour, 'UTC') AS hour, sum(octets) AS octets FROM usage_statistic
                 WHERE subscription_id = :plan AND connection = :connection AND hour >= :since GROUP BY 1""")
                .param("plan", plan.value()).param("connection", connection).param("since", since.atOffset(UTC))
                .query(row -> {
                    hours.put(Columns.instant(row, "hour"), row.getLong("octets"));
                });
        return hours;
    }

    /** When counting began; null before. */
    @Nullable
    Instant first(SubscriptionId plan, String connection) {
        return jdbc.sql("""
                        SELECT min(hour) AS hour FROM usage_statistic
                        WHERE subscription_id = :plan AND connection = :connection HAVING count(*) > 0""")
                .param("plan", plan.value()).param("connection", connection)
                .query((row, _) -> Columns.instant(row, "hour")).optional().orElse(null);
    }
}
