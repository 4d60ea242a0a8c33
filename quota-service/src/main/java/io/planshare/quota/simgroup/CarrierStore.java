package io.planshare.quota.simgroup;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.SimGroupId;

import static java.time.ZoneOffset.UTC;

/** The table sim_group_carrier: which carriers are asked about which groups, and when. */
@Repository
class CarrierStore {

    private static final int BATCH_MAX = 20;

    private final JdbcClient jdbc;

    CarrierStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Due(SimGroupId groupId, CarrierServer.Bucket bucket, int failures) {}

    void set(SimGroupId group, CarrierServer.Bucket bucket, Instant pollAt) {
        jdbc.sql("""
                 INSERT INTO sim_group_carrier (sim_group_id, server, report_id, bucket_id, poll_at)
                 VALUES (:group, :server, :report, :bucket, :at)
                 ON CONFLICT (sim_group_id) DO UPDATE SET server = excluded.server, report_id = excluded.report_id,
                     bucket_id = excluded.bucket_id, failures = 0, poll_at = excluded.poll_at""")
                .param("group", group.value()).param("server", bucket.server()).param("report", bucket.reportId())
                .param("bucket", bucket.bucketId()).param("at", pollAt.atOffset(UTC)).update();
    }

    /** What is due with these servers, taken by this instance until the lease ends: nobody is locked while a carrier is asked. */
    List<Due> claim(Set<String> servers, Instant now, Instant leaseEnd) {
        return jdbc.sql("""
                        UPDATE sim_group_carrier SET poll_at = :lease WHERE sim_group_id IN (
                            SELECT sim_group_id FROM sim_group_carrier WHERE poll_at <= :now AND server = ANY (:servers)
                            ORDER BY poll_at LIMIT :max FOR UPDATE SKIP LOCKED)
                        RETURNING sim_group_id, server, report_id, bucket_id, failures""")
                .param("servers", servers.toArray(String[]::new)).param("now", now.atOffset(UTC))
                .param("lease", leaseEnd.atOffset(UTC)).param("max", BATCH_MAX)
                .query((row, _) -> new Due(new SimGroupId(row.getObject("sim_group_id", UUID.class)),
                        new CarrierServer.Bucket(row.getString("server"), row.getString("report_id"),
                                row.getString("bucket_id")),
                        row.getInt("failures")))
                .list();
    }

    void asked(SimGroupId group, int failures, Instant next) {
        jdbc.sql("UPDATE sim_group_carrier SET failures = :failures, poll_at = :next WHERE sim_group_id = :group")
                .param("group", group.value()).param("failures", failures).param("next", next.atOffset(UTC)).update();
    }
}
