package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.DeviceId;
import io.planshare.transfer.ConnectionState;

import static java.time.ZoneOffset.UTC;

/** What devices see of their connections. */
@Repository
class ConnectionStore {

    private final JdbcClient jdbc;

    ConnectionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By the connection's name. */
    Map<String, ConnectionState> find(DeviceId device) {
        var states = new HashMap<String, ConnectionState>();
        jdbc.sql("SELECT * FROM connection_state WHERE device_id = :device").param("device", device.value())
                .query(row -> {
                    states.put(row.getString("connection"), new ConnectionState(row.getString("connection"),
                            row.getBoolean("available"), row.getBoolean("roaming"), row.getBoolean("congested"),
                            row.getString("network"), row.getObject("throughput", Long.class),
                            Columns.instant(row, "reported_at")));
                });
        return states;
    }

    /** When the device reported last; null before. */
    @Nullable
    Instant lastReport(DeviceId device) {
        return jdbc.sql("SELECT reported_at FROM data_usage_plan_device WHERE device_id = :device")
                .param("device", device.value())
                .query((row, _) -> Optional.ofNullable(Columns.instantOrNull(row, "reported_at"))).single()
                .orElse(null);
    }

    /** Replaces all that the device reported before. */
    void replace(DeviceId device, Instant reportedAt, Collection<ConnectionState> states) {
        jdbc.sql("UPDATE data_usage_plan_device SET reported_at = :at WHERE device_id = :device")
                .param("at", reportedAt.atOffset(UTC)).param("device", device.value()).update();
        jdbc.sql("DELETE FROM connection_state WHERE device_id = :device").param("device", device.value()).update();
        if (states.isEmpty()) return;
        jdbc.sql(
                """
                INSERT INTO connection_state (device_id, connection, available, roaming, congested, network, throughput,
                    reported_at)
                SELECT :device, * FROM unnest(:names::text[], :available::boolean[], :roaming::boolean[],
                    :congested::boolean[], :networks::text[], :throughputs::bigint[], :at::timestamptz[])""")
                .param("device", device.value())
                .param("names", Columns.texts(states, ConnectionState::connection))
                .param("available", states.stream().map(ConnectionState::available).toArray(Boolean[]::new))
                .param("roaming", states.stream().map(ConnectionState::roaming).toArray(Boolean[]::new))
                .param("congested", states.stream().map(ConnectionState::congested).toArray(Boolean[]::new))
                .param("networks", Columns.texts(states, ConnectionState::network))
                .param("throughputs", Columns.texts(states, ConnectionState::throughput))
                .param("at", Columns.texts(states, ConnectionState::reportedAt)).update();
    }
}
