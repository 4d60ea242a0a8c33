package io.planshare.quota.transfer;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;
import io.planshare.transfer.PlannedConnection;
import io.planshare.transfer.TransferTerms;

import static java.time.ZoneOffset.UTC;

/** Rows of data usage plans and of the devices that use them. */
@Repository
class DataUsagePlanStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DataUsagePlanStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A plan but for its key and its devices. */
    private record Content(ZoneId timeZone, @Nullable Integer cycleDay, TransferTerms terms,
            List<PlannedConnection> connections) {

        static Content of(DataUsagePlan plan) {
            return new Content(plan.timeZone(), plan.cycleDay(), plan.terms(), plan.connections());
        }
    }

    private record Row(long version, String content) {}

    Optional<DataUsagePlan> find(SubscriptionId subscription) {
        return find(subscription, "");
    }

    /** The lock that everything of the plan is written under. */
    Optional<DataUsagePlan> lock(SubscriptionId subscription) {
        return find(subscription, " FOR UPDATE");
    }

    private Optional<DataUsagePlan> find(SubscriptionId subscription, String lock) {
        return jdbc.sql("SELECT version, content FROM data_usage_plan WHERE subscription_id = :id" + lock)
                .param("id", subscription.value())
                .query((row, _) -> new Row(row.getLong("version"), row.getString("content"))).optional()
                // Devices by a second query: a lock that was waited for shows later rows than its own statement does.
                .map(row -> plan(subscription, row));
    }

    private DataUsagePlan plan(SubscriptionId subscription, Row row) {
        var content = json.readValue(row.content(), Content.class);
        var devices = jdbc.sql("SELECT device_id FROM data_usage_plan_device WHERE subscription_id = :id ORDER BY 1")
                .param("id", subscription.value()).query((it, _) -> new DeviceId(Columns.uuid(it, "device_id"))).list();
        return new DataUsagePlan(subscription, row.version(), content.timeZone(), content.cycleDay(), content.terms(),
                content.connections(), devices);
    }

    /** False if there is one. */
    boolean insert(DataUsagePlan plan, Instant now) {
        return jdbc.sql("""
                        INSERT INTO data_usage_plan (subscription_id, version, content, updated_at)
                        VALUES (:id, :version, CAST(:content AS jsonb), :now) ON CONFLICT DO NOTHING""")
                .param("id", plan.subscriptionId().value()).param("version", plan.version())
                .param("content", json.writeValueAsString(Content.of(plan))).param("now", now.atOffset(UTC))
                .update() == 1;
    }

    void update(DataUsagePlan plan, Instant now) {
        jdbc.sql("""
                 UPDATE data_usage_plan SET version = :version, content = CAST(:content AS jsonb), updated_at = :now
                 WHERE subscription_id = :id""")
                .param("id", plan.subscriptionId().value()).param("version", plan.version())
                .param("content", json.writeValueAsString(Content.of(plan))).param("now", now.atOffset(UTC)).update();
    }

    /**
     * Gives the plan these devices and no others.
     *
     * @return those that another plan has; then nothing more may be written
     */
    List<DeviceId> putDevices(DataUsagePlan plan) {
        var ids = Columns.texts(plan.devices(), it -> it);
        jdbc.sql("""
                 DELETE FROM data_usage_plan_device
                 WHERE subscription_id = :plan AND device_id <> ALL (CAST(:ids AS uuid[]))""")
                .param("plan", plan.subscriptionId().value()).param("ids", ids).update();
        jdbc.sql("""
                 INSERT INTO data_usage_plan_device (device_id, subscription_id)
                 SELECT id, :plan FROM unnest(CAST(:ids AS uuid[])) id ORDER BY 1 ON CONFLICT DO NOTHING""")
                .param("plan", plan.subscriptionId().value()).param("ids", ids).update();
        return jdbc.sql("""
                        SELECT device_id FROM data_usage_plan_device
                        WHERE device_id = ANY (CAST(:ids AS uuid[])) AND subscription_id <> :plan""")
                .param("plan", plan.subscriptionId().value()).param("ids", ids)
                .query((row, _) -> new DeviceId(Columns.uuid(row, "device_id"))).list();
    }

    Optional<SubscriptionId> planOf(DeviceId device) {
        return jdbc.sql("SELECT subscription_id FROM data_usage_plan_device WHERE device_id = :id")
                .param("id", device.value()).query(UUID.class).optional().map(SubscriptionId::new);
    }
}
