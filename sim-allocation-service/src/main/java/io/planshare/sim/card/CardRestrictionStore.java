package io.planshare.sim.card;

import java.util.List;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;

/** The table card_restriction: which cards the restriction of a device names. A lifted one has no rows. */
@Repository
class CardRestrictionStore {

    private final JdbcClient jdbc;

    CardRestrictionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return the cards that it named before */
    List<SimCardId> clear(DeviceId device) {
        return jdbc.sql("DELETE FROM card_restriction WHERE device_id = :device RETURNING sim_card_id")
                .param("device", device.value())
                .query((row, _) -> new SimCardId(row.getObject("sim_card_id", UUID.class))).list();
    }

    void set(DeviceId device, List<SimCardId> cards, RestrictionLevel level) {
        jdbc.sql("""
                 INSERT INTO card_restriction (device_id, sim_card_id, level)
                 SELECT DISTINCT :device::uuid, card, :level FROM unnest(:cards::uuid[]) card""")
                .param("device", device.value()).param("level", level.name())
                .param("cards", cards.stream().map(SimCardId::value).toArray(UUID[]::new)).update();
    }

    /** NONE if no restriction names the card. */
    RestrictionLevel strongestOn(SimCardId card) {
        // R1 to R4 sort as text as they do as levels.
        return jdbc.sql("SELECT max(level) FROM card_restriction WHERE sim_card_id = :card").param("card", card.value())
                .query((row, _) -> {
                    var level = row.getString(1);
                    return level == null ? RestrictionLevel.NONE : RestrictionLevel.valueOf(level);
                }).single();
    }
}
