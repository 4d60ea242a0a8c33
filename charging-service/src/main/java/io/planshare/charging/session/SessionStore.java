package io.planshare.charging.session;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.session.ChargingSession.RatingGroupState;
import io.planshare.charging.session.SessionDecision.ContainerKey;
import io.planshare.model.DeviceId;
import io.planshare.model.PayerMap;
import io.planshare.model.SNssai;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** Sessions, the rating groups in them, and the container numbers that were charged. */
@Repository
class SessionStore {

    private static final TypeReference<Map<Long, StoredGroup>> STORED_GROUPS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SessionStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A session as it was read; who enrolled for its grants is known once its device's payer map is. */
    record Stored(ChargingSession session, Map<Long, StoredGroup> ratingGroups) {

        ChargingSession with(Map<DeviceId, PayerMap> maps) {
            var map = session.deviceId() == null ? null : maps.get(session.deviceId());
            var states = new HashMap<Long, RatingGroupState>();
            ratingGroups.forEach((ratingGroup, stored) -> states.put(ratingGroup, stored.state(map)));
            return session.with(states);
        }
    }

    /** The sessions of these references; locked. */
    List<Stored> lock(Collection<ChargingDataRef> refs) {
        if (refs.isEmpty()) return List.of();
        return jdbc
                .sql("""
                     select s.* from charging_session s join unnest(cast(:anchors as uuid[]), cast(:sessions as uuid[]))
                         as wanted (anchor_id, session_id) using (anchor_id, session_id)
                     order by session_id for update of s""")
                .param("anchors", texts(refs, ChargingDataRef::anchorId))
                .param("sessions", texts(refs, ChargingDataRef::sessionId))
                .query((row, _) -> stored(row)).list();
    }

    /**
     * The open sessions that these create requests opened before, and those of these one-time events, which are one event
     * for ever; locked.
     */
    List<Stored> lockBegun(Collection<String> createHashes, Collection<String> eventHashes) {
        if (createHashes.isEmpty() && eventHashes.isEmpty()) return List.of();
        return jdbc.sql("""
                        select s.* from charging_session s where (s.create_hash = any(:hashes) and s.state = 'OPEN')
                        or (s.create_hash = any(:events) and s.create_hash like 'event:%')
                        order by s.session_id for update""").param("hashes", texts(createHashes))
                .param("events", texts(eventHashes))
                .query((row, _) -> stored(row)).list();
    }

    /**
     * Writes down container numbers that are charged now.
     *
     * @return those of them that were charged before
     */
    Set<ContainerKey> claim(Collection<ContainerKey> keys) {
        if (keys.isEmpty()) return new HashSet<>();
        var before = new HashSet<>(keys);
        jdbc.sql(
                """
                insert into usage_container (nf_consumer, charging_id, rating_group, container_number)
                select * from unnest(cast(:consumers as text[]), cast(:chargingIds as text[]), cast(:groups as bigint[]),
                    cast(:numbers as bigint[])) order by 1, 2, 3, 4
                on conflict do nothing returning *""")
                .params(containers(before))
                .query((row, _) -> new ContainerKey(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                .list().forEach(before::remove);
        return before;
    }

    /** Sessions that begin. */
    void insert(Collection<ChargingSession> sessions, Instant now) {
        if (sessions.isEmpty()) return;
        jdbc.sql(
                """
                insert into charging_session (anchor_id, session_id, subscription_id, device_id, sim_card_id, nf_consumer,
                    charging_id, notify_uri, dnn, sst, sd, state, create_hash, last_sequence, distinct_sequences,
                    opened_at, updated_at, expires_at, serving_network, rating_groups)
                select * from unnest(cast(:anchors as uuid[]), cast(:sessions as uuid[]), cast(:subscriptions as uuid[]),
                    cast(:devices as uuid[]), cast(:cards as uuid[]), cast(:consumers as text[]),
                    cast(:chargingIds as text[]), cast(:uris as text[]), cast(:dnns as text[]), cast(:ssts as int[]),
                    cast(:sds as text[]), cast(:states as text[]), cast(:hashes as text[]), cast(:sequences as bigint[]),
                    cast(:distinct as boolean[]), cast(:opened as timestamptz[]), cast(:updated as timestamptz[]),
                    cast(:expires as timestamptz[]), cast(:networks as text[]), cast(:ratingGroups as json[]))""")
                .params(heard(sessions, now))
                .param("subscriptions", texts(sessions, ChargingSession::subscriptionId))
                .param("devices", texts(sessions, ChargingSession::deviceId))
                .param("cards", texts(sessions, ChargingSession::simCardId))
                .param("consumers", texts(sessions, ChargingSession::nfConsumer))
                .param("chargingIds", texts(sessions, ChargingSession::chargingId))
                .param("uris", texts(sessions, ChargingSession::notifyUri))
                .param("dnns", texts(sessions, ChargingSession::dnn))
                .param("ssts", texts(sessions, s -> s.sNssai() == null ? null : s.sNssai().sst()))
                .param("sds", texts(sessions, s -> s.sNssai() == null ? null : s.sNssai().sd()))
                .param("hashes", texts(sessions, ChargingSession::createHash))
                .param("opened", texts(sessions, ChargingSession::openedAt)).update();
    }

    /** Sessions that were heard of again. */
    void update(Collection<ChargingSession> sessions, Instant now) {
        if (sessions.isEmpty()) return;
        jdbc.sql("""
                 update charging_session s set state = heard.state, last_sequence = heard.last_sequence,
                     distinct_sequences = heard.distinct_sequences, updated_at = heard.updated_at,
                     expires_at = heard.expires_at, serving_network = heard.serving_network,
                     rating_groups = heard.rating_groups
                 from unnest(cast(:anchors as uuid[]), cast(:sessions as uuid[]), cast(:states as text[]),
                     cast(:sequences as bigint[]), cast(:distinct as boolean[]), cast(:updated as timestamptz[]),
                     cast(:expires as timestamptz[]), cast(:networks as text[]), cast(:ratingGroups as json[]))
                     as heard (anchor_id, session_id, state, last_sequence, distinct_sequences, updated_at, expires_at,
                     serving_network, rating_groups)
                 where s.anchor_id = heard.anchor_id and s.session_id = heard.session_id""")
                .params(heard(sessions, now)).update();
    }

    /** What changes each time. */
    private Map<String, Object> heard(Collection<ChargingSession> sessions, Instant now) {
        return Map.of("anchors", texts(sessions, s -> s.ref().anchorId()), "sessions",
                texts(sessions, s -> s.ref().sessionId()), "states", texts(sessions, ChargingSession::state),
                "sequences", longs(sessions, ChargingSession::lastSequence), "distinct",
                texts(sessions, ChargingSession::distinctSequences), "updated", texts(sessions, _ -> now), "expires",
                texts(sessions, ChargingSession::expiresAt), "networks",
                texts(sessions, ChargingSession::servingNetwork), "ratingGroups",
                texts(sessions, s -> json.writeValueAsString(StoredGroup.of(s))));
    }

    /** Open sessions that the network has not spoken of for too long. */
    List<ChargingDataRef> silentSince(Instant now, int limit) {
        return jdbc.sql(
                "select anchor_id, session_id from charging_session where state = 'OPEN' and expires_at < cast(:now as timestamptz) limit :limit")
                .param("now", now.toString()).param("limit", limit)
                .query((row, _) -> new ChargingDataRef(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .list();
    }

    private static Map<String, Object> containers(Collection<ContainerKey> keys) {
        return Map.of("consumers", texts(keys, ContainerKey::nfConsumer), "chargingIds",
                texts(keys, ContainerKey::chargingId), "groups", longs(keys, ContainerKey::ratingGroup), "numbers",
                longs(keys, ContainerKey::number));
    }

    private static ChargingSession session(ResultSet row) throws SQLException {
        var device = row.getObject("device_id", UUID.class);
        var card = row.getObject("sim_card_id", UUID.class);
        var uri = row.getString("notify_uri");
        var sst = row.getObject("sst", Integer.class);
        return new ChargingSession(
                new ChargingDataRef(row.getObject("anchor_id", UUID.class), row.getObject("session_id", UUID.class)),
                new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                device == null ? null : new DeviceId(device), card == null ? null : new SimCardId(card),
                row.getString("nf_consumer"), row.getString("charging_id"), uri == null ? null : URI.create(uri),
                row.getString("dnn"), sst == null ? null : new SNssai(sst, row.getString("sd")),
                row.getString("serving_network"),
                ChargingSession.State.valueOf(row.getString("state")), row.getString("create_hash"),
                row.getLong("last_sequence"), row.getBoolean("distinct_sequences"),
                row.getTimestamp("opened_at").toInstant(), row.getTimestamp("expires_at").toInstant(), Map.of());
    }

    private Stored stored(ResultSet row) throws SQLException {
        return new Stored(session(row), json.readValue(row.getString("rating_groups"), STORED_GROUPS));
    }
}
