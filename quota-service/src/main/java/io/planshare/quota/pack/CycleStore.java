package io.planshare.quota.pack;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.EventType;
import io.planshare.event.QuotaEvent.PackageActivated;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.PackageId;

/** Rows of cycles: each as it was announced last. */
@Repository
class CycleStore {

    private final JdbcClient jdbc;

    CycleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that have not ended by then, the earliest first. */
    List<PackageActivated> announced(PackageId id, Instant at) {
        return jdbc.sql(
                """
                SELECT announced FROM package_cycle
                WHERE package_id = :id AND (cycle_to IS NULL OR cycle_to > :at::timestamptz) ORDER BY cycle_from""")
                .param("id", id.value()).param("at", at.toString()).query((row, _) -> announced(row)).list();
    }

    List<PackageActivated> ofPackages(Collection<PackageId> ids) {
        return jdbc.sql(
                "SELECT announced FROM package_cycle WHERE package_id = ANY (:ids) ORDER BY cycle_from, package_id")
                .param("ids", ids.stream().map(PackageId::value).toArray(UUID[]::new))
                .query((row, _) -> announced(row)).list();
    }

    void save(PackageActivated cycle) {
        jdbc.sql(
                """
                INSERT INTO package_cycle (provider_account_id, package_id, cycle_from, cycle_to, version, announced)
                VALUES (:account, :id, :from::timestamptz, :to::timestamptz, :version, :announced::jsonb)
                ON CONFLICT (provider_account_id) DO UPDATE SET version = excluded.version, announced = excluded.announced""")
                .param("account", cycle.providerAccountId().value()).param("id", cycle.packageId().value())
                .param("from", cycle.cycle().from().toString()).param("to", PackageStore.text(cycle.cycle().to()))
                .param("version", cycle.version()).param("announced", EventJson.write(cycle)).update();
    }

    private static PackageActivated announced(ResultSet row) throws SQLException {
        return (PackageActivated) EventJson.read(EventType.PACKAGE_ACTIVATED,
                row.getString("announced").getBytes(StandardCharsets.UTF_8));
    }
}
