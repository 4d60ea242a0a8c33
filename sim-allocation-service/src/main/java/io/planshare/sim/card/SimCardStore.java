package io.planshare.sim.card;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.SimEvent.SimCardForm;
import io.planshare.event.SimEvent.SimCardState;
import io.planshare.kit.identifier.IdentifierVault;
import io.planshare.kit.page.Cursor;
import io.planshare.model.Eid;
import io.planshare.model.Iccid;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imsi;
import io.planshare.model.PartyId;
import io.planshare.model.PersonalIdentifier;
import io.planshare.model.SimCardId;

import static java.time.ZoneOffset.UTC;

/** The table sim_card: numbers sealed, found again by their HMACs. */
@Repository
class SimCardStore {

    private final JdbcClient jdbc;
    private final IdentifierKeys keys;
    private final IdentifierVault vault;

    SimCardStore(JdbcClient jdbc, IdentifierKeys keys, IdentifierVault vault) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.vault = vault;
    }

    /** Which of the numbers some card has already. */
    Optional<PersonalIdentifier.Kind> knownOf(SimCard.Identity identity) {
        if (search(identity.iccid()).isPresent()) return Optional.of(PersonalIdentifier.Kind.ICCID);
        return search(identity.imsi()).map(_ -> PersonalIdentifier.Kind.IMSI);
    }

    /** @return false, and nothing stored, if another card got one of its numbers meanwhile */
    boolean insert(SimCard card, Instant now) {
        var identity = card.identity();
        return jdbc
                .sql("""
                     INSERT INTO sim_card (sim_card_id, version, state, form, barred, iccid_hmac, imsi_hmac, iccid_sealed,
                                           imsi_sealed, eid_sealed, owner_party_id, registered_at, changed_at)
                     VALUES (:id, :version, :state, :form, :barred, :iccidHmac, :imsiHmac, :iccid, :imsi, :eid, :owner, :now, :now)
                     ON CONFLICT DO NOTHING""")
                .param("id", card.simCardId().value()).param("version", card.version())
                .param("state", card.state().name()).param("form", card.form().name()).param("barred", card.barred())
                .param("iccidHmac", keys.of(identity.iccid()).value())
                .param("imsiHmac", keys.of(identity.imsi()).value())
                .param("iccid", vault.seal(identity.iccid())).param("imsi", vault.seal(identity.imsi()))
                .param("eid", identity.eid() == null ? null : vault.seal(identity.eid()))
                .param("owner", card.ownerPartyId() == null ? null : card.ownerPartyId().value())
                .param("now", now.atOffset(UTC)).update() == 1;
    }

    /** Those of the cards that are there, in the order of their ids: the one order in which cards are locked. */
    List<SimCard> lock(List<SimCardId> ids) {
        return jdbc.sql("SELECT * FROM sim_card WHERE sim_card_id = ANY (:ids::uuid[]) ORDER BY sim_card_id FOR UPDATE")
                .param("ids", ids.stream().map(SimCardId::value).toArray(UUID[]::new)).query(this::card).list();
    }

    /** Each one under its lock. */
    void update(List<SimCard> cards, Instant now) {
        for (var card : cards) {
            var rows = jdbc
                    .sql("""
                         UPDATE sim_card SET version = :version, state = :state, barred = :barred, changed_at = :now
                         WHERE sim_card_id = :id AND version = :version - 1""")
                    .param("id", card.simCardId().value()).param("version", card.version())
                    .param("state", card.state().name()).param("barred", card.barred())
                    .param("now", now.atOffset(UTC)).update();
            if (rows != 1)
                throw new IllegalStateException("card " + card.simCardId() + " was changed without its lock");
        }
    }

    Optional<SimCard> find(SimCardId id) {
        return jdbc.sql("SELECT * FROM sim_card WHERE sim_card_id = :id").param("id", id.value()).query(this::card)
                .optional();
    }

    /** Whichever key its HMAC was made with. */
    Optional<SimCard> search(Iccid iccid) {
        return search("iccid_hmac", iccid);
    }

    Optional<SimCard> search(Imsi imsi) {
        return search("imsi_hmac", imsi);
    }

    private Optional<SimCard> search(String column, PersonalIdentifier number) {
        return jdbc.sql("SELECT * FROM sim_card WHERE " + column + " = ANY (:hmacs::text[])")
                .param("hmacs", keys.candidates(number).stream().map(IdentifierHmac::value).toArray(String[]::new))
                .query(this::card).optional();
    }

    /** One more than the page holds, by id. */
    List<SimCard> page(@Nullable SimCardState state, Cursor cursor) {
        return jdbc
                .sql("""
                     SELECT * FROM sim_card
                     WHERE (:state::text IS NULL OR state = :state) AND (:after::uuid IS NULL OR sim_card_id > :after::uuid)
                     ORDER BY sim_card_id LIMIT :limit""")
                .param("state", state == null ? null : state.name()).param("after", cursor.afterId().orElse(null))
                .param("limit", cursor.limit() + 1).query(this::card).list();
    }

    private SimCard card(ResultSet row, int number) throws SQLException {
        var eid = row.getBytes("eid_sealed");
        var owner = row.getObject("owner_party_id", UUID.class);
        return new SimCard(new SimCardId(row.getObject("sim_card_id", UUID.class)), row.getLong("version"),
                new SimCard.Identity(Iccid.parse(vault.open(row.getBytes("iccid_sealed"))),
                        Imsi.parse(vault.open(row.getBytes("imsi_sealed"))),
                        eid == null ? null : Eid.parse(vault.open(eid))),
                SimCardForm.valueOf(row.getString("form")), SimCardState.valueOf(row.getString("state")),
                row.getBoolean("barred"), owner == null ? null : new PartyId(owner));
    }
}
