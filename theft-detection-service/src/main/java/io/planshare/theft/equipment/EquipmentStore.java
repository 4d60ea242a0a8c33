package io.planshare.theft.equipment;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.kit.identifier.IdentifierVault;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imei;

import static java.time.ZoneOffset.UTC;

/** The table equipment_entry: IMEIs sealed, found again by their HMACs. */
@Repository
class EquipmentStore {

    private final JdbcClient jdbc;
    private final IdentifierKeys keys;
    private final IdentifierVault vault;

    EquipmentStore(JdbcClient jdbc, IdentifierKeys keys, IdentifierVault vault) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.vault = vault;
    }

    /** @return false, and nothing stored, if the IMEI got an entry meanwhile */
    boolean insert(Equipment equipment) {
        return jdbc
                .sql("""
                     INSERT INTO equipment_entry (equipment_id, version, imei_hmac, imei_sealed, status, reason, changed_by, changed_at)
                     VALUES (:id, :version, :hmac, :sealed, :status, :reason, :by, :at) ON CONFLICT DO NOTHING""")
                .param("id", equipment.equipmentId()).param("version", equipment.version())
                .param("hmac", keys.of(equipment.imei()).value()).param("sealed", vault.seal(equipment.imei()))
                .param("status", equipment.judgement().status().name())
                .param("reason", equipment.judgement().reason()).param("by", equipment.judgement().by())
                .param("at", equipment.changedAt().atOffset(UTC)).update() == 1;
    }

    /** Under the lock of {@link #lock}. */
    void update(Equipment equipment) {
        jdbc.sql(
                """
                UPDATE equipment_entry SET version = :version, status = :status, reason = :reason, changed_by = :by, changed_at = :at
                WHERE equipment_id = :id""")
                .param("id", equipment.equipmentId()).param("version", equipment.version())
                .param("status", equipment.judgement().status().name())
                .param("reason", equipment.judgement().reason()).param("by", equipment.judgement().by())
                .param("at", equipment.changedAt().atOffset(UTC)).update();
    }

    Optional<Equipment> lock(Imei imei) {
        return byImei(imei, " FOR UPDATE");
    }

    Optional<Equipment> search(Imei imei) {
        return byImei(imei, "");
    }

    Optional<Equipment> find(UUID equipmentId) {
        return jdbc.sql("SELECT * FROM equipment_entry WHERE equipment_id = :id").param("id", equipmentId)
                .query(this::equipment).optional();
    }

    private Optional<Equipment> byImei(Imei imei, String lock) {
        return jdbc.sql("SELECT * FROM equipment_entry WHERE imei_hmac = ANY (:hmacs::text[])" + lock)
                .param("hmacs", keys.candidates(imei).stream().map(IdentifierHmac::value).toArray(String[]::new))
                .query(this::equipment).optional();
    }

    private Equipment equipment(ResultSet row, int number) throws SQLException {
        return new Equipment(row.getObject("equipment_id", UUID.class), row.getLong("version"),
                Imei.parse(vault.open(row.getBytes("imei_sealed"))),
                new Equipment.Judgement(EquipmentStatus.valueOf(row.getString("status")), row.getString("reason"),
                        row.getString("changed_by")),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
