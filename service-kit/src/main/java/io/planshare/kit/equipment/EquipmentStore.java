package io.planshare.kit.equipment;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.planshare.event.TheftEvent.EquipmentChanged;
import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.IdentifierHmac;

/** The table equipment. */
final class EquipmentStore {

    private static final String KEEP_NEWER = """
                                             INSERT INTO equipment (equipment_id, version, status, imei_hmacs, updated_at)
                                             VALUES (:equipment, :version, :status, :imeis::text[], :now)
                                             ON CONFLICT (equipment_id) DO UPDATE SET version = excluded.version, status = excluded.status,
                                                 imei_hmacs = excluded.imei_hmacs, updated_at = excluded.updated_at
                                             WHERE equipment.version < excluded.version
                                             """;

    private final JdbcClient jdbc;

    EquipmentStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void keepNewer(EquipmentChanged change, Instant now) {
        jdbc.sql(KEEP_NEWER)
                .param("equipment", change.equipmentId())
                .param("version", change.version())
                .param("status", change.status().name())
                .param("imeis", values(change.imeis()))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    List<EquipmentStatus> statuses(Collection<IdentifierHmac> imei) {
        return jdbc.sql("SELECT status FROM equipment WHERE imei_hmacs && :imei::text[]")
                .param("imei", values(imei))
                .query((row, n) -> EquipmentStatus.valueOf(row.getString("status"))).list();
    }

    private static String[] values(Collection<IdentifierHmac> hmacs) {
        return hmacs.stream().map(IdentifierHmac::value).toArray(String[]::new);
    }
}
