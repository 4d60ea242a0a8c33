package io.planshare.charging.session;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.session.ChargingOutcome.Answered;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** The answers that sessions got, and why; so that a repeated request gets the same one and has no second effect. */
@Repository
class AnswerStore {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    AnswerStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** What a session answered to a sequence number, by the hash of the body. */
    record Key(UUID sessionId, long sequenceNumber) {}

    record Given(Key key, String bodyHash, Answered answer, Explained why) {}

    Map<Key, Map<String, Answered>> given(Collection<Key> keys) {
        if (keys.isEmpty()) return Map.of();
        var given = new HashMap<Key, Map<String, Answered>>();
        jdbc.sql("""
                 select * from session_answer where (session_id, sequence_number) in (
                     select * from unnest(cast(:sessions as uuid[]), cast(:sequences as bigint[])))""")
                .param("sessions", texts(keys, Key::sessionId)).param("sequences", longs(keys, Key::sequenceNumber))
                .query(row -> {
                    given.computeIfAbsent(
                            new Key(row.getObject("session_id", UUID.class), row.getLong("sequence_number")),
                            _ -> new HashMap<>())
                            .put(row.getString("body_hash"), json.readValue(row.getString("answer"), Answered.class));
                });
        return given;
    }

    void save(List<Given> answers) {
        if (answers.isEmpty()) return;
        jdbc.sql("""
                 insert into session_answer (session_id, sequence_number, body_hash, answer, why, answered_at)
                 select * from unnest(cast(:sessions as uuid[]), cast(:sequences as bigint[]), cast(:hashes as text[]),
                     cast(:answers as json[]), cast(:whys as json[]), cast(:at as timestamptz[]))""")
                .param("sessions", texts(answers, a -> a.key().sessionId()))
                .param("sequences", longs(answers, a -> a.key().sequenceNumber()))
                .param("hashes", texts(answers, Given::bodyHash))
                .param("answers", texts(answers, a -> json.writeValueAsString(a.answer())))
                .param("whys", texts(answers, a -> json.writeValueAsString(a.why())))
                .param("at", texts(answers, a -> a.answer().decidedAt())).update();
    }
}
