package io.planshare.charging.decision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.decision.DecisionSearch.About;
import io.planshare.charging.decision.DecisionView.Found;
import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.Explained;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.problem.Problem;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

/**
 * Reads decisions, the newest session first and the newest in it first. Sessions are found by what they are stored under, their
 * answers by their key: nothing is indexed for this alone, so that it costs the hot path nothing.
 */
@Repository
class DecisionStore {

    private static final String SEPARATOR = "|";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DecisionStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Where a page ended. */
    private record Place(UUID session, long sequence, String hash) {

        static Place parse(String key) {
            try {
                var parts = key.split("\\" + SEPARATOR, 3);
                if (parts.length == 3) return new Place(UUID.fromString(parts[0]), Long.parseLong(parts[1]), parts[2]);
            } catch (IllegalArgumentException e) {
                // told below
            }
            throw Problem.of(400, "invalid-parameter", "The query parameter after is not the next of a page.")
                    .at("#query/after", "must be the next of the page before, unchanged").exception();
        }
    }

    static String key(Found found) {
        return found.ref().sessionId() + SEPARATOR + found.sequenceNumber() + SEPARATOR + found.bodyHash();
    }

    /** One row more than the page has. */
    List<Found> search(DecisionSearch.Checked search, Cursor cursor) {
        var after = Optional.ofNullable(cursor.after()).map(Place::parse);
        var sql = "select s.anchor_id, s.session_id, s.subscription_id, s.device_id, a.sequence_number, a.body_hash,"
                + " a.answered_at, a.why from charging_session s join session_answer a on a.session_id = s.session_id"
                + " where a.why is not null and " + condition(search.about())
                + (search.from() == null ? "" : " and a.answered_at >= cast(:from as timestamptz)")
                + (search.to() == null ? "" : " and a.answered_at < cast(:to as timestamptz)")
                + (search.onlyRefusals() ? " and jsonb_path_exists(cast(a.why as jsonb), '$.g[*].b')" : "")
                + (after.isEmpty()
                        ? ""
                        : " and s.session_id <= :session and (s.session_id, a.sequence_number, a.body_hash)"
                                + " < (:session, :sequence, :hash)")
                + " order by s.session_id desc, a.sequence_number desc, a.body_hash desc limit :rows";
        var query = jdbc.sql(sql).param("from", text(search.from())).param("to", text(search.to()))
                .param("rows", cursor.limit() + 1).param("session", after.map(Place::session).orElse(null))
                .param("sequence", after.map(Place::sequence).orElse(null))
                .param("hash", after.map(Place::hash).orElse(null));
        var about = switch (search.about()) {
            case About.OfSession(var ref) -> query.param("about", ref.anchorId()).param("ref", ref.sessionId());
            case About.OfSubscription(var id) -> query.param("about", id.value());
            case About.OfDevice(var id) -> query.param("about", id.value());
        };
        return about.query((row, _) -> found(row)).list();
    }

    private static String condition(About about) {
        return switch (about) {
            case About.OfSession _ -> "s.anchor_id = :about and s.session_id = :ref";
            case About.OfSubscription _ -> "s.subscription_id = :about";
            case About.OfDevice _ -> "s.anchor_id = :about and s.device_id = :about";
        };
    }

    private Found found(ResultSet row) throws SQLException {
        var device = row.getObject("device_id", UUID.class);
        return new Found(
                new ChargingDataRef(row.getObject("anchor_id", UUID.class), row.getObject("session_id", UUID.class)),
                row.getLong("sequence_number"), row.getString("body_hash"),
                row.getTimestamp("answered_at").toInstant(),
                new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                device == null ? null : new DeviceId(device), json.readValue(row.getString("why"), Explained.class));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
