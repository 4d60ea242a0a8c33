package io.planshare.quota.simgroup;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import io.planshare.event.SimEvent.SimCardChanged;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;
import io.planshare.model.SimCardId;

import static java.util.stream.Collectors.toMap;

/** The carrier's own cards, read from sim.v1: which number is which card. */
@Component
class KnownSimCards implements EventConsumer {

    private final JdbcClient jdbc;

    KnownSimCards(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "known-sim-cards";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.SIM);
    }

    @Override
    public void accept(List<Received> events) {
        var cards = events.stream().map(Received::event).filter(SimCardChanged.class::isInstance)
                .map(SimCardChanged.class::cast).toList();
        if (cards.isEmpty()) return;
        jdbc.sql("""
                 INSERT INTO known_sim_card (sim_card_id, version, iccid_hmac)
                 SELECT DISTINCT ON (card) card, version, iccid
                 FROM unnest(:cards::uuid[], :versions::bigint[], :iccids::text[]) AS told (card, version, iccid)
                 ORDER BY card, version DESC
                 ON CONFLICT (sim_card_id) DO UPDATE SET version = excluded.version, iccid_hmac = excluded.iccid_hmac
                 WHERE known_sim_card.version < excluded.version""")
                .param("cards", cards.stream().map(it -> it.simCardId().value()).toArray(UUID[]::new))
                .param("versions", cards.stream().map(SimCardChanged::version).toArray(Long[]::new))
                .param("iccids", cards.stream().map(it -> it.iccid().value()).toArray(String[]::new)).update();
    }

    /** The cards by the HMACs of their numbers; one that is not ours is not in the answer. */
    Map<String, SimCardId> byIccid(List<String> hmacs) {
        return jdbc.sql("SELECT iccid_hmac, sim_card_id FROM known_sim_card WHERE iccid_hmac = ANY (:hmacs)")
                .param("hmacs", hmacs.toArray(String[]::new))
                .query((row, _) -> Map.entry(row.getString(1), new SimCardId(row.getObject(2, UUID.class)))).list()
                .stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
