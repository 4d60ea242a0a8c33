package io.planshare.kit.restriction;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.event.TheftEvent;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/** The table restriction. */
final class RestrictionStore {

    private static final String KEEP_NEWER = """
                                             INSERT INTO restriction (device_id, restriction_id, version, level, subscription_ids, sim_card_ids, updated_at)
                                             VALUES (:device, :restriction, :version, :level, :subscriptions::uuid[], :cards::uuid[], :now)
                                             ON CONFLICT (device_id) DO UPDATE SET restriction_id = excluded.restriction_id, version = excluded.version,
                                                 level = excluded.level, subscription_ids = excluded.subscription_ids, sim_card_ids = excluded.sim_card_ids,
                                                 updated_at = excluded.updated_at
                                             WHERE restriction.version < excluded.version
                                             """;

    private final JdbcClient jdbc;

    RestrictionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** True if it is newer than what was stored, and so is stored now. */
    boolean keepNewer(TheftEvent.RestrictionChanged change, Instant now) {
        return jdbc.sql(KEEP_NEWER)
                .param("device", change.deviceId().value())
                .param("restriction", change.restrictionId().value())
                .param("version", change.version())
                .param("level", change.level().name())
                .param("subscriptions", ids(change.subscriptionIds()))
                .param("cards", ids(change.simCardIds()))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update() == 1;
    }

    Map<DeviceId, RestrictionLevel> levels(Collection<DeviceId> devices) {
        var levels = new HashMap<DeviceId, RestrictionLevel>();
        jdbc.sql(
                "SELECT device_id, level FROM restriction WHERE device_id = ANY (:devices::uuid[]) AND level <> 'NONE'")
                .param("devices", ids(devices))
                .query(row -> {
                    levels.put(new DeviceId(row.getObject("device_id", UUID.class)),
                            RestrictionLevel.valueOf(row.getString("level")));
                });
        return levels;
    }

    /** The strictest level of each of these that a restriction names. */
    Map<SubscriptionId, RestrictionLevel> strictestLevels(Collection<SubscriptionId> subscriptions) {
        var levels = new HashMap<SubscriptionId, RestrictionLevel>();
        jdbc.sql(
                """
                SELECT subscription_id, max(level) AS level FROM restriction, unnest(subscription_ids) AS subscription_id
                WHERE subscription_ids && :subscriptions::uuid[] AND level <> 'NONE'
                    AND subscription_id = ANY (:subscriptions::uuid[])
                GROUP BY subscription_id""")
                .param("subscriptions", ids(subscriptions)).query(row -> {
                    levels.put(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                            RestrictionLevel.valueOf(row.getString("level")));
                });
        return levels;
    }

    private static String[] ids(Collection<? extends Id> ids) {
        return ids.stream().map(id -> id.value().toString()).toArray(String[]::new);
    }
}
