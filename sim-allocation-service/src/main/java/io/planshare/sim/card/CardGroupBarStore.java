package io.planshare.sim.card;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.model.SimCardId;

/** The table card_group_bar: whether a card's SIM group bars it. */
@Repository
class CardGroupBarStore {

    private final JdbcClient jdbc;

    CardGroupBarStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** True if it is newer than what was stored, and so is stored now. */
    boolean keepNewer(SimGroupCardChanged card) {
        return jdbc.sql("""
                        INSERT INTO card_group_bar (sim_card_id, version, barred) VALUES (:card, :version, :barred)
                        ON CONFLICT (sim_card_id) DO UPDATE SET version = excluded.version, barred = excluded.barred
                        WHERE card_group_bar.version < excluded.version""").param("card", card.simCardId().value())
                .param("version", card.version()).param("barred", card.deniesTraffic()).update() == 1;
    }

    boolean isBarred(SimCardId card) {
        return jdbc.sql("SELECT count(*) FROM card_group_bar WHERE sim_card_id = :card AND barred")
                .param("card", card.value()).query(Long.class).single() > 0;
    }
}
