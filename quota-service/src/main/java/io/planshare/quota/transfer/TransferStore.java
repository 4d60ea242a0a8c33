package io.planshare.quota.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;
import io.planshare.transfer.Priority;
import io.planshare.transfer.Reason;
import io.planshare.transfer.TransferRequest;

import static java.time.ZoneOffset.UTC;

/** Rows of transfers; written under their plan's lock. */
@Repository
class TransferStore {

    private static final String OPEN = " state IN ('ALLOWED', 'ACTIVE', 'DEFERRED', 'WAITING_CONNECTION', 'OFFERED')";

    private final JdbcClient jdbc;

    TransferStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Transfer> find(UUID id) {
        return jdbc.sql("SELECT * FROM transfer_request WHERE request_id = :id").param("id", id)
                .query((row, _) -> transfer(row)).optional();
    }

    List<UUID> known(Collection<UUID> ids) {
        return jdbc.sql("SELECT request_id FROM transfer_request WHERE request_id = ANY (CAST(:ids AS uuid[]))")
                .param("ids", Columns.texts(ids, it -> it)).query((row, _) -> Columns.uuid(row, "request_id")).list();
    }

    List<Transfer> open(DeviceId device) {
        return jdbc.sql("SELECT * FROM transfer_request WHERE device_id = :device AND" + OPEN)
                .param("device", device.value()).query((row, _) -> transfer(row)).list();
    }

    /** Allowed and not started while they might. */
    List<Transfer> unstarted(List<DeviceId> devices, Instant now) {
        return jdbc.sql("""
                        SELECT * FROM transfer_request WHERE device_id = ANY (CAST(:devices AS uuid[]))
                            AND state = 'ALLOWED' AND lease_until <= :now""")
                .param("devices", Columns.texts(devices, it -> it)).param("now", now.atOffset(UTC))
                .query((row, _) -> transfer(row)).list();
    }

    /** Devices with something that is to be looked at by now. */
    List<DeviceId> due(Instant now, int limit) {
        return jdbc.sql("""
                        SELECT device_id FROM transfer_request WHERE look_at <= :now
                        GROUP BY 1 ORDER BY min(look_at) LIMIT :limit""")
                .param("now", now.atOffset(UTC)).param("limit", limit)
                .query((row, _) -> new DeviceId(Columns.uuid(row, "device_id"))).list();
    }

    /** What is reserved for transfers of a plan, by connection. */
    Map<String, Units> leased(SubscriptionId plan, List<DeviceId> devices) {
        var leased = new HashMap<String, Units>();
        jdbc.sql("""
                 SELECT connection, sum(lease) AS lease FROM transfer_request
                 WHERE device_id = ANY (CAST(:devices AS uuid[])) AND subscription_id = :plan
                     AND state IN ('ALLOWED', 'ACTIVE') GROUP BY 1""")
                .param("devices", Columns.texts(devices, it -> it)).param("plan", plan.value())
                .query(row -> {
                    leased.put(row.getString("connection"), Columns.units(row, "lease"));
                });
        return leased;
    }

    /** Transfers of a device whose decision changed after a number, in the order in which they did. */
    List<Transfer> decidedAfter(DeviceId device, long number, int limit) {
        return jdbc.sql("""
                        SELECT * FROM transfer_request WHERE device_id = :device AND decision_number > :number
                        ORDER BY decision_number LIMIT :limit""")
                .param("device", device.value()).param("number", number).param("limit", limit)
                .query((row, _) -> transfer(row)).list();
    }

    /** Numbers for so many decisions, ascending. */
    List<Long> numbers(int count) {
        return jdbc.sql("SELECT nextval('transfer_decision_seq') AS number FROM generate_series(1, :count)")
                .param("count", count).query((row, _) -> row.getLong("number")).list();
    }

    void save(Collection<Transfer> transfers) {
        if (transfers.isEmpty()) return;
        var statement = jdbc.sql(
                """
                INSERT INTO transfer_request (request_id, device_id, subscription_id, enrollment_id, app_id, direction, size,
                    priority, earliest, deadline, resumable, enqueued_at, state, done, connection, lease, lease_until, lost,
                    acknowledged, offered, reason, look_at, decision_number, decided_at)
                SELECT * FROM unnest(:ids::uuid[], :devices::uuid[], :plans::uuid[], :enrollments::uuid[], :apps::text[],
                    :directions::text[], :sizes::bigint[], :priorities::text[], :earliest::timestamptz[],
                    :deadlines::timestamptz[], :resumable::boolean[], :enqueued::timestamptz[], :states::text[],
                    :done::bigint[], :connections::text[], :leases::bigint[], :leasesUntil::timestamptz[], :lost::text[],
                    :acknowledged::text[], :offered::text[], :reasons::text[], :lookAt::timestamptz[],
                    :numbers::bigint[], :decided::timestamptz[])
                ON CONFLICT (request_id) DO UPDATE SET state = excluded.state, done = excluded.done,
                    connection = excluded.connection, lease = excluded.lease, lease_until = excluded.lease_until,
                    lost = excluded.lost, acknowledged = excluded.acknowledged, offered = excluded.offered,
                    reason = excluded.reason, look_at = excluded.look_at, decision_number = excluded.decision_number,
                    decided_at = excluded.decided_at""");
        addRequests(statement, transfers);
        addDecisions(statement, transfers);
        statement.update();
    }

    private static void addRequests(JdbcClient.StatementSpec statement, Collection<Transfer> transfers) {
        var requests = transfers.stream().map(Transfer::request).toList();
        statement.param("ids", Columns.texts(requests, TransferRequest::id))
                .param("devices", Columns.texts(transfers, Transfer::deviceId))
                .param("plans", Columns.texts(transfers, Transfer::subscriptionId))
                .param("enrollments", Columns.texts(transfers, Transfer::enrollmentId))
                .param("apps", Columns.texts(requests, TransferRequest::appId))
                .param("directions", Columns.texts(requests, TransferRequest::direction))
                .param("sizes", Columns.counts(requests, TransferRequest::size))
                .param("priorities", Columns.texts(requests, TransferRequest::priority))
                .param("earliest", Columns.texts(requests, TransferRequest::earliest))
                .param("deadlines", Columns.texts(requests, TransferRequest::deadline))
                .param("resumable", requests.stream().map(TransferRequest::resumable).toArray(Boolean[]::new))
                .param("enqueued", Columns.texts(requests, TransferRequest::enqueuedAt));
    }

    private static void addDecisions(JdbcClient.StatementSpec statement, Collection<Transfer> transfers) {
        statement.param("states", Columns.texts(transfers, Transfer::state))
                .param("done", Columns.counts(transfers, Transfer::done))
                .param("connections", Columns.texts(transfers, Transfer::connection))
                .param("leases", Columns.counts(transfers, Transfer::lease))
                .param("leasesUntil", Columns.texts(transfers, Transfer::leaseUntil))
                .param("lost", Columns.texts(transfers, Transfer::lost))
                .param("acknowledged", Columns.texts(transfers, Transfer::acknowledged))
                .param("offered", Columns.texts(transfers, Transfer::offered))
                .param("reasons", Columns.texts(transfers, Transfer::reason))
                .param("lookAt", Columns.texts(transfers, Transfer::lookAt))
                .param("numbers", transfers.stream().map(Transfer::decisionNumber).toArray(Long[]::new))
                .param("decided", Columns.texts(transfers, Transfer::decidedAt));
    }

    private static Transfer transfer(ResultSet row) throws SQLException {
        var size = row.getObject("size", Long.class);
        var enrollment = row.getObject("enrollment_id", UUID.class);
        var reason = row.getString("reason");
        var request = new TransferRequest(Columns.uuid(row, "request_id"), row.getString("app_id"),
                TransferRequest.Direction.valueOf(row.getString("direction")), size == null ? null : Units.of(size),
                Priority.valueOf(row.getString("priority")), Columns.instantOrNull(row, "earliest"),
                Columns.instantOrNull(row, "deadline"), row.getBoolean("resumable"),
                Columns.instant(row, "enqueued_at"));
        return new Transfer(request, new DeviceId(Columns.uuid(row, "device_id")),
                new SubscriptionId(Columns.uuid(row, "subscription_id")),
                enrollment == null ? null : new EnrollmentId(enrollment),
                TransferState.valueOf(row.getString("state")), Columns.units(row, "done"),
                row.getString("connection"), Columns.units(row, "lease"), Columns.instantOrNull(row, "lease_until"),
                row.getString("lost"), row.getString("acknowledged"), row.getString("offered"),
                reason == null ? null : Reason.valueOf(reason), Columns.instantOrNull(row, "look_at"),
                row.getLong("decision_number"), Columns.instant(row, "decided_at"));
    }
}
