package io.planshare.quota.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

import static java.time.ZoneOffset.UTC;

/** Meters of plans, and what applications used urgently. */
@Repository
class MeterStore {

    private final JdbcClient jdbc;

    MeterStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<UsageMeter> find(SubscriptionId plan, Instant cycleStart) {
        return jdbc.sql("SELECT * FROM transfer_meter WHERE subscription_id = :plan AND cycle_start = :start")
                .param("plan", plan.value()).param("start", cycleStart.atOffset(UTC))
                .query((row, _) -> meter(row)).list();
    }

    /** By how much devices' counts were multiplied in the last cycle before. */
    Optional<Long> lastScale(SubscriptionId plan, String connection) {
        return jdbc.sql("""
                        SELECT scale FROM transfer_meter WHERE subscription_id = :plan AND connection = :connection
                        ORDER BY cycle_start DESC LIMIT 1""")
                .param("plan", plan.value()).param("connection", connection).query(Long.class).optional();
    }

    void save(SubscriptionId plan, Collection<UsageMeter> meters) {
        if (meters.isEmpty()) return;
        jdbc.sql(
                """
                INSERT INTO transfer_meter (subscription_id, connection, cycle_start, threshold, counted, reconciled, operator,
                    operator_as_of, scale, admitted)
                SELECT :plan, * FROM unnest(:connections::text[], :starts::timestamptz[], :thresholds::bigint[],
                    :counted::bigint[], :reconciled::bigint[], :operators::bigint[], :asOf::timestamptz[], :scales::bigint[],
                    :admitted::bigint[])
                ON CONFLICT (subscription_id, connection, cycle_start) DO UPDATE SET threshold = excluded.threshold,
                    counted = excluded.counted, reconciled = excluded.reconciled, operator = excluded.operator,
                    operator_as_of = excluded.operator_as_of, scale = excluded.scale, admitted = excluded.admitted""")
                .param("plan", plan.value())
                .param("connections", Columns.texts(meters, UsageMeter::connection))
                .param("starts", Columns.texts(meters, UsageMeter::cycleStart))
                .param("thresholds", Columns.counts(meters, UsageMeter::threshold))
                .param("counted", Columns.counts(meters, UsageMeter::counted))
                .param("reconciled", Columns.counts(meters, UsageMeter::reconciled))
                .param("operators", Columns.counts(meters, UsageMeter::operator))
                .param("asOf", Columns.texts(meters, UsageMeter::operatorAsOf))
                .param("scales", meters.stream().map(UsageMeter::scale).toArray(Long[]::new))
                .param("admitted", Columns.counts(meters, UsageMeter::admitted)).update();
    }

    /** By connection and application. */
    Map<String, Map<String, Units>> urgent(SubscriptionId plan, Instant cycleStart) {
        var found = new HashMap<String, Map<String, Units>>();
        jdbc.sql("""
                 SELECT connection, app_id, octets FROM transfer_urgent_use
                 WHERE subscription_id = :plan AND cycle_start = :start""")
                .param("plan", plan.value()).param("start", cycleStart.atOffset(UTC))
                .query(row -> {
                    found.computeIfAbsent(row.getString("connection"), _ -> new HashMap<>())
                            .put(row.getString("app_id"), Columns.units(row, "octets"));
                });
        return found;
    }

    void addUrgent(SubscriptionId plan, Instant cycleStart, String connection, String app, Units octets) {
        jdbc.sql("""
                 INSERT INTO transfer_urgent_use (subscription_id, connection, cycle_start, app_id, octets)
                 VALUES (:plan, :connection, :start, :app, :octets)
                 ON CONFLICT (subscription_id, connection, cycle_start, app_id)
                 DO UPDATE SET octets = transfer_urgent_use.octets + excluded.octets""")
                .param("plan", plan.value()).param("start", cycleStart.atOffset(UTC)).param("connection", connection)
                .param("app", app).param("octets", octets.count()).update();
    }

    private static UsageMeter meter(ResultSet row) throws SQLException {
        return new UsageMeter(row.getString("connection"), Columns.instant(row, "cycle_start"),
                Columns.units(row, "threshold"), Columns.units(row, "counted"), Columns.units(row, "reconciled"),
                Columns.units(row, "operator"), Columns.instantOrNull(row, "operator_as_of"), row.getLong("scale"),
                Columns.units(row, "admitted"));
    }
}
