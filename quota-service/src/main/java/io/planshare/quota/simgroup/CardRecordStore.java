package io.planshare.quota.simgroup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.event.SimGroupEvent.SimGroupCardChanged;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;

import static java.time.ZoneOffset.UTC;

/** The columns of sim_group_card that hold what was told about a card, and which services have not acknowledged it. */
@Repository
class CardRecordStore {

    private static final int BATCH_MAX = 500;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CardRecordStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    record Overdue(SimGroupCardChanged record, int sends, List<String> lacking) {}

    /** What was told last about each of these cards; one that nothing was told about is not in the answer. */
    Map<SimCardId, SimGroupCardChanged> told(Collection<SimCardId> cards) {
        return jdbc
                .sql("""
                     SELECT record FROM sim_group_card WHERE sim_card_id = ANY (:cards::uuid[]) AND record IS NOT NULL""")
                .param("cards", cards.stream().map(SimCardId::value).toArray(UUID[]::new))
                .query((row, _) -> read(row)).list().stream()
                .collect(Collectors.toMap(SimGroupCardChanged::simCardId, each -> each));
    }

    void save(List<SimGroupCardChanged> records, List<String> services, Instant sendAgainAt) {
        if (records.isEmpty()) return;
        jdbc.sql(
                """
                UPDATE sim_group_card card SET record_version = told.version, record = told.record, lacking = :services,
                    sends = 1, send_again_at = :again
                FROM unnest(:cards::uuid[], :versions::bigint[], :records::jsonb[]) AS told (card, version, record)
                WHERE card.sim_card_id = told.card""")
                .param("cards", records.stream().map(each -> each.simCardId().value()).toArray(UUID[]::new))
                .param("versions", records.stream().map(SimGroupCardChanged::version).toArray(Long[]::new))
                .param("records", records.stream().map(json::writeValueAsString).toArray(String[]::new))
                .param("services", services.toArray(String[]::new)).param("again", sendAgainAt.atOffset(UTC)).update();
    }

    /** That a service obeys this version of a card's record. */
    record Acknowledged(SimCardId card, long version, String service) {}

    /** One of a version that is not the one told last changes nothing, nor one of a service that had answered it. */
    void acknowledge(Collection<Acknowledged> answers) {
        if (answers.isEmpty()) return;
        jdbc.sql(
                """
                UPDATE sim_group_card SET lacking = ARRAY (SELECT each FROM unnest(lacking) each WHERE each <> ALL (services)),
                    send_again_at = CASE WHEN NOT lacking <@ services THEN send_again_at END
                FROM (SELECT card, version, array_agg(service) AS services
                    FROM unnest(:cards::uuid[], :versions::bigint[], :services::text[]) AS answer (card, version, service)
                    GROUP BY 1, 2) answered
                WHERE sim_card_id = card AND record_version = answered.version AND lacking && services""")
                .param("cards", answers.stream().map(it -> it.card().value()).toArray(UUID[]::new))
                .param("versions", answers.stream().map(Acknowledged::version).toArray(Long[]::new))
                .param("services", answers.stream().map(Acknowledged::service).toArray(String[]::new)).update();
    }

    /** What should have been acknowledged by now, locked; another instance skips it. */
    List<Overdue> lockOverdue(Instant now) {
        return jdbc.sql("""
                        SELECT record, sends, lacking FROM sim_group_card WHERE send_again_at <= :now
                        ORDER BY send_again_at LIMIT :max FOR UPDATE SKIP LOCKED""").param("now", now.atOffset(UTC))
                .param("max", BATCH_MAX)
                .query((row, _) -> new Overdue(read(row), row.getInt("sends"),
                        List.of((String[]) row.getArray("lacking").getArray())))
                .list();
    }

    /** @param next when each is sent again if it is not acknowledged by then */
    void sentAgain(Map<SimCardId, Instant> next) {
        jdbc.sql("""
                 UPDATE sim_group_card SET sends = sends + 1, send_again_at = next
                 FROM unnest(:cards::uuid[], :nexts::timestamptz[]) AS sent (card, next) WHERE sim_card_id = card""")
                .param("cards", next.keySet().stream().map(SimCardId::value).toArray(UUID[]::new))
                .param("nexts", next.values().stream().map(Instant::toString).toArray(String[]::new)).update();
    }

    /** Of how many cards of the group some service lacks what was told last. */
    long unacknowledged(SimGroupId group) {
        return jdbc.sql("SELECT count(*) FROM sim_group_card WHERE sim_group_id = :group AND cardinality(lacking) > 0")
                .param("group", group.value()).query(Long.class).single();
    }

    private SimGroupCardChanged read(ResultSet row) throws SQLException {
        return json.readValue(row.getString("record"), SimGroupCardChanged.class);
    }
}
