package io.planshare.charging.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.usage.SessionView.Held;
import io.planshare.charging.usage.SessionView.RatingGroup;
import io.planshare.kit.page.Cursor;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SNssai;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;

import static io.planshare.charging.usage.UsageRecordStore.id;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/** Reads charging sessions, newest first: their ids ascend with time. */
@Repository
class SessionViewStore {

    private final JdbcClient jdbc;

    SessionViewStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One row more than the page has. */
    List<SessionView> list(About about, SessionView.@Nullable State state, Cursor cursor) {
        var column = switch (about.parameter()) {
            case "deviceId" -> "anchor_id";
            case "subscriptionId" -> "subscription_id";
            default -> throw new IllegalArgumentException("no list is about " + about.parameter());
        };
        return jdbc.sql("select * from charging_session where " + column + " = :id and session_id < :before"
                + (state == null ? "" : " and state = :state") + " order by session_id desc limit :rows")
                .param("id", about.id()).param("before", cursor.afterId().orElse(UsageRecordStore.AFTER_ALL))
                .param("state", state == null ? null : state.name()).param("rows", cursor.limit() + 1)
                .query((row, _) -> session(row)).list();
    }

    /** Session, rating groups and holds of one instant. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Optional<SessionView.Detail> find(ChargingDataRef ref) {
        var found = jdbc.sql("select * from charging_session where anchor_id = :anchor and session_id = :session")
                .param("anchor", ref.anchorId()).param("session", ref.sessionId()).query((row, _) -> session(row))
                .optional();
        return found.map(session -> new SessionView.Detail(session, ratingGroups(ref)));
    }

    private List<RatingGroup> ratingGroups(ChargingDataRef ref) {
        var holds = holds(ref);
        return jdbc.sql("""
                        select cast(g.key as bigint) as rating_group, g.value ->> 'unit' as unit,
                            cast(g.value ->> 'reportedUntil' as timestamptz) as reported_until,
                            cast(g.value ->> 'payer' as uuid) as payer,
                            cast(g.value ->> 'enrollmentId' as uuid) as enrollment_id,
                            cast(g.value ->> 'grantedAt' as timestamptz) as granted_at,
                            cast(g.value ->> 'capped' as bigint) as capped,
                            cast(g.value ->> 'overageHeld' as bigint) as overage_held
                        from charging_session s cross join json_each(s.rating_groups) g
                        where s.anchor_id = :anchor and s.session_id = :session order by rating_group""")
                .param("anchor", ref.anchorId()).param("session", ref.sessionId())
                .query((row, _) -> ratingGroup(row, holds)).list();
    }

    private Map<Long, List<Held>> holds(ChargingDataRef ref) {
        record Hold(long ratingGroup, Held held) {}
        return jdbc.sql("""
                        select * from reservation where session_id = :session
                        order by provider_account_id""").param("session", ref.sessionId())
                .query((row, _) -> new Hold(row.getLong("rating_group"),
                        new Held(new ProviderAccountId(row.getObject("provider_account_id", UUID.class)),
                                row.getLong("units"))))
                .list().stream().collect(groupingBy(Hold::ratingGroup, mapping(Hold::held, toList())));
    }

    private static RatingGroup ratingGroup(ResultSet row, Map<Long, List<Held>> holds) throws SQLException {
        var granted = row.getTimestamp("granted_at");
        return new RatingGroup(row.getLong("rating_group"), UnitType.valueOf(row.getString("unit")),
                row.getTimestamp("reported_until").toInstant(), id(row, "payer", SubscriptionId::new),
                id(row, "enrollment_id", EnrollmentId::new), granted == null ? null : granted.toInstant(),
                row.getLong("capped"), row.getLong("overage_held"),
                holds.getOrDefault(row.getLong("rating_group"), List.of()));
    }

    private static SessionView session(ResultSet row) throws SQLException {
        var ref = new ChargingDataRef(row.getObject("anchor_id", UUID.class),
                row.getObject("session_id", UUID.class));
        var sst = row.getObject("sst", Integer.class);
        return new SessionView(ref.toString(), new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                id(row, "device_id", DeviceId::new), id(row, "sim_card_id", SimCardId::new),
                row.getString("nf_consumer"), row.getString("charging_id"), row.getString("dnn"),
                sst == null ? null : new SNssai(sst, row.getString("sd")),
                SessionView.State.valueOf(row.getString("state")), row.getTimestamp("opened_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(), row.getTimestamp("expires_at").toInstant());
    }
}
