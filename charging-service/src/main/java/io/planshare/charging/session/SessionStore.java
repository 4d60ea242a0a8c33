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

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.session.ChargingSession.OpenGrant;
import io.planshare.charging.session.ChargingSession.RatingGroupState;
import io.planshare.charging.session.SessionDecision.ContainerKey;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PayerMap;
import io.planshare.model.SNssai;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

import static io.planshare.charging.SqlArray.longs;
import static io.planshare.charging.SqlArray.texts;

/** Sessions, the rating groups in them, and the container numbers that were charged. */
@Repository
class SessionStore {

    private final JdbcClient jdbc;

    SessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The sessions of these references; locked. */
    List<ChargingSession> lock(Collection<ChargingDataRef> refs) {
        if (refs.isEmpty()) return List.of();
        return jdbc
                .sql("""
                     select s.* from charging_session s join unnest(cast(:anchors as uuid[]), cast(:sessions as uuid[]))
                         as wanted (anchor_id, session_id) using (anchor_id, session_id)
                     order by session_id for update of s""")
                .param("anchors", texts(refs, ChargingDataRef::anchorId))
                .param("sessions", texts(refs, ChargingDataRef::sessionId))
                .query((row, _) -> session(row)).list();
    }

    /**
     * The open sessions that these create requests opened before, and those of these one-time events, which are one event
     * for ever; locked.
     */
    List<ChargingSession> lockBegun(Collection<String> createHashes, Collection<String> eventHashes) {
        if (createHashes.isEmpty() && eventHashes.isEmpty()) return List.of();
        return jdbc.sql("""
                        select s.* from charging_session s where (s.create_hash = any(:hashes) and s.state = 'OPEN')
                        or (s.create_hash = any(:events) and s.create_hash like 'event:%')
                        order by s.session_id for update""").param("hashes", texts(createHashes))
                .param("events", texts(eventHashes))
                .query((row, _) -> session(row)).list();
    }

    /** The sessions with where their rating groups stand. */
    List<ChargingSession> withRatingGroups(Collection<ChargingSession> sessions, Map<DeviceId, PayerMap> maps) {
        var states = new HashMap<UUID, Map<Long, RatingGroupState>>();
        jdbc.sql("select * from session_rating_group where (anchor_id, session_id) in ("
                + "select * from unnest(cast(:anchors as uuid[]), cast(:sessions as uuid[])))")
                .param("anchors", texts(sessions, s -> s.ref().anchorId()))
                .param("sessions", texts(sessions, s -> s.ref().sessionId())).query(row -> {
                    states.computeIfAbsent(row.getObject("session_id", UUID.class), _ -> new HashMap<>())
                            .put(row.getLong("rating_group"), ratingGroup(row, maps));
                });
        return sessions.stream().map(s -> s.with(states.getOrDefault(s.ref().sessionId(), Map.of()))).toList();
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
                    opened_at, updated_at, expires_at, serving_network)
                select * from unnest(cast(:anchors as uuid[]), cast(:sessions as uuid[]), cast(:subscriptions as uuid[]),
                    cast(:devices as uuid[]), cast(:cards as uuid[]), cast(:consumers as text[]),
                    cast(:chargingIds as text[]), cast(:uris as text[]), cast(:dnns as text[]), cast(:ssts as int[]),
                    cast(:sds as text[]), cast(:states as text[]), cast(:hashes as text[]), cast(:sequences as bigint[]),
                    cast(:distinct as boolean[]), cast(:opened as timestamptz[]), cast(:updated as timestamptz[]),
                    cast(:expires as timestamptz[]), cast(:networks as text[]))""")
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
        saveRatingGroups(sessions);
    }

    /** Sessions that were heard of again. */
    void update(Collection<ChargingSession> sessions, Instant now) {
        if (sessions.isEmpty()) return;
        jdbc.sql("""
                 update charging_session s set state = heard.state, last_sequence = heard.last_sequence,
                     distinct_sequences = heard.distinct_sequences, updated_at = heard.updated_at,
                     expires_at = heard.expires_at, serving_network = heard.serving_network
                 from unnest(cast(:anchors as uuid[]), cast(:sessions as uuid[]), cast(:states as text[]),
                     cast(:sequences as bigint[]), cast(:distinct as boolean[]), cast(:updated as timestamptz[]),
                     cast(:expires as timestamptz[]), cast(:networks as text[])) as heard (anchor_id, session_id, state,
                     last_sequence, distinct_sequences, updated_at, expires_at, serving_network)
                 where s.anchor_id = heard.anchor_id and s.session_id = heard.session_id""")
                .params(heard(sessions, now)).update();
        saveRatingGroups(sessions);
    }

    /** What changes each time. */
    private static Map<String, Object> heard(Collection<ChargingSession> sessions, Instant now) {
        return Map.of("anchors", texts(sessions, s -> s.ref().anchorId()), "sessions",
                texts(sessions, s -> s.ref().sessionId()), "states", texts(sessions, ChargingSession::state),
                "sequences", longs(sessions, ChargingSession::lastSequence), "distinct",
                texts(sessions, ChargingSession::distinctSequences), "updated", texts(sessions, _ -> now), "expires",
                texts(sessions, ChargingSession::expiresAt), "networks",
                texts(sessions, ChargingSession::servingNetwork));
    }

    private record GroupRow(ChargingDataRef ref, long ratingGroup, RatingGroupState state) {
        <T> @Nullable T grant(java.util.function.Function<OpenGrant, @Nullable T> column) {
            return state.grant() == null ? null : column.apply(state.grant());
        }
    }

    private void saveRatingGroups(Collection<ChargingSession> sessions) {
        var rows = sessions.stream().flatMap(s -> s.ratingGroups().entrySet().stream()
                .map(entry -> new GroupRow(s.ref(), entry.getKey(), entry.getValue()))).toList();
        if (rows.isEmpty()) return;
        jdbc.sql("""
                 insert into session_rating_group (anchor_id, session_id, rating_group, unit, reported_until, payer,
                     enrollment_id, granted_at, capped, overage_held)
                 select * from unnest(cast(:anchors as uuid[]), cast(:sessions as uuid[]), cast(:groups as bigint[]),
                     cast(:units as text[]), cast(:reported as timestamptz[]), cast(:payers as uuid[]),
                     cast(:enrollments as uuid[]), cast(:granted as timestamptz[]), cast(:capped as bigint[]),
                     cast(:overage as bigint[]))
                 on conflict (anchor_id, session_id, rating_group) do update set unit = excluded.unit,
                     reported_until = excluded.reported_until, payer = excluded.payer,
                     enrollment_id = excluded.enrollment_id, granted_at = excluded.granted_at, capped = excluded.capped,
                     overage_held = excluded.overage_held""").param("anchors", texts(rows, r -> r.ref().anchorId()))
                .param("sessions", texts(rows, r -> r.ref().sessionId()))
                .param("groups", longs(rows, GroupRow::ratingGroup))
                .param("units", texts(rows, r -> r.state().unit()))
                .param("reported", texts(rows, r -> r.state().reportedUntil()))
                .param("payers", texts(rows, r -> r.grant(OpenGrant::payer)))
                .param("enrollments",
                        texts(rows, r -> r.grant(g -> g.enrollment() == null ? null : g.enrollment().enrollmentId())))
                .param("granted", texts(rows, r -> r.grant(OpenGrant::grantedAt)))
                .param("capped", longs(rows, r -> r.state().grant() == null ? 0 : r.state().grant().capped().count()))
                .param("overage", longs(rows, r -> r.state().grant() == null ? 0 : r.state().grant().overage().count()))
                .update();
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

    private static RatingGroupState ratingGroup(ResultSet row, Map<DeviceId, PayerMap> maps) throws SQLException {
        var payer = row.getObject("payer", UUID.class);
        var enrollment = row.getObject("enrollment_id", UUID.class);
        var grant = payer == null
                ? null
                : new OpenGrant(new SubscriptionId(payer),
                        enrollment == null
                                ? null
                                : enrolled(maps.get(new DeviceId(row.getObject("anchor_id", UUID.class))),
                                        new EnrollmentId(enrollment)),
                        row.getTimestamp("granted_at").toInstant(), Units.of(row.getLong("capped")),
                        Units.of(row.getLong("overage_held")));
        return new RatingGroupState(row.getTimestamp("reported_until").toInstant(),
                UnitType.valueOf(row.getString("unit")), grant);
    }

    private static @Nullable EnrolledPayer enrolled(@Nullable PayerMap map, EnrollmentId id) {
        if (map == null) return null;
        return map.payers().stream().filter(p -> p.enrollmentId().equals(id)).findFirst().orElse(null);
    }
}
