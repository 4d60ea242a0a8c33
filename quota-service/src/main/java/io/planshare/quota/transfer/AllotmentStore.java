package io.planshare.quota.transfer;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.DeviceId;
import io.planshare.model.Units;

import static java.time.ZoneOffset.UTC;

/** What agents may use without asking, and where each stands with its reports and policies. */
@Repository
class AllotmentStore {

    private final JdbcClient jdbc;

    AllotmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By connection. */
    Map<String, Units> find(DeviceId device, Instant cycleStart) {
        var found = new HashMap<String, Units>();
        jdbc.sql("""
                 SELECT connection, octets FROM transfer_allotment
                 WHERE device_id = :device AND cycle_start = :start""")
                .param("device", device.value()).param("start", cycleStart.atOffset(UTC)).query(row -> {
                    found.put(row.getString("connection"), Columns.units(row, "octets"));
                });
        return found;
    }

    Units sum(Collection<DeviceId> devices, String connection, Instant cycleStart) {
        return Units.of(jdbc.sql("""
                                 SELECT coalesce(sum(octets), 0) FROM transfer_allotment
                                 WHERE device_id = ANY (CAST(:devices AS uuid[])) AND connection = :connection
                                     AND cycle_start = :start""")
                .param("devices", Columns.texts(devices, it -> it)).param("connection", connection)
                .param("start", cycleStart.atOffset(UTC)).query(Long.class).single());
    }

    void put(DeviceId device, Instant cycleStart, Map<String, Units> octets) {
        jdbc.sql("DELETE FROM transfer_allotment WHERE device_id = :device").param("device", device.value()).update();
        var rows = List.copyOf(octets.entrySet());
        if (rows.isEmpty()) return;
        jdbc.sql("""
                 INSERT INTO transfer_allotment (device_id, connection, cycle_start, octets)
                 SELECT :device, connection, :start, octets
                 FROM unnest(:connections::text[], :octets::bigint[]) part (connection, octets)""")
                .param("device", device.value()).param("start", cycleStart.atOffset(UTC))
                .param("connections", Columns.texts(rows, Map.Entry::getKey))
                .param("octets", Columns.counts(rows, Map.Entry::getValue)).update();
    }

    /** The number of the last report that was booked. */
    long lastSequence(DeviceId device) {
        return jdbc.sql("SELECT report_sequence FROM data_usage_plan_device WHERE device_id = :device")
                .param("device", device.value()).query(Long.class).single();
    }

    /** Marks a report as booked and draws the number of the next policy. */
    long next(DeviceId device, long sequence) {
        return jdbc.sql("""
                        UPDATE data_usage_plan_device SET report_sequence = greatest(report_sequence, :sequence),
                            policy_number = policy_number + 1
                        WHERE device_id = :device RETURNING policy_number""")
                .param("sequence", sequence).param("device", device.value()).query(Long.class).single();
    }
}
