package io.planshare.charging.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.Id;

import static io.planshare.charging.SqlArray.texts;
import static java.util.stream.Collectors.joining;

/** The table notification. When to try again is the database's time, so that all instances agree. */
@Repository
class NotificationStore implements Outgoing {

    private final JdbcClient jdbc;

    NotificationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For each of these sessions that is open and gave an address; answers how many are. */
    int insert(Notification.Type type, Map<ChargingDataRef, ? extends Collection<Long>> ratingGroups, Instant now) {
        var sessions = ratingGroups.entrySet();
        return jdbc
                .sql("""
                     insert into notification (notification_id, anchor_id, session_id, notify_uri, type, rating_groups,
                         attempts, next_attempt_at, state, created_at)
                     select notification_id, anchor_id, session_id, notify_uri, :type,
                         cast(string_to_array(told.rating_groups, ',') as bigint[]), 0, now(), 'PENDING', cast(:now as timestamptz)
                     from unnest(cast(:ids as uuid[]), cast(:anchors as uuid[]), cast(:sessions as uuid[]),
                         cast(:groups as text[])) as told (notification_id, anchor_id, session_id, rating_groups)
                     join charging_session using (anchor_id, session_id)
                     where state = 'OPEN' and notify_uri is not null""")
                .param("type", type.name()).param("now", now.toString())
                .param("ids", texts(sessions, _ -> Id.next()))
                .param("anchors", texts(sessions, told -> told.getKey().anchorId()))
                .param("sessions", texts(sessions, told -> told.getKey().sessionId()))
                .param("groups", texts(sessions,
                        told -> told.getValue().stream().map(String::valueOf).collect(joining(","))))
                .update();
    }

    @Override
    public List<Callback> due(int limit, Duration lease) {
        return jdbc
                .sql("""
                     with due as (select notification_id from notification
                         where state = 'PENDING' and next_attempt_at <= now()
                         order by next_attempt_at limit :limit for update skip locked)
                     update notification n set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => :lease)
                     from due where n.notification_id = due.notification_id
                     returning n.*, exists (select from charging_session s where s.anchor_id = n.anchor_id
                         and s.session_id = n.session_id and s.state = 'OPEN') as still_open""")
                .param("limit", limit).param("lease", seconds(lease)).query((row, _) -> notification(row).toCallback())
                .list();
    }

    @Override
    public void delivered(Callback callback) {
        settle(callback, "DELIVERED");
    }

    @Override
    public void givenUp(Callback callback) {
        settle(callback, "GIVEN_UP");
    }

    @Override
    public void again(Callback callback, Duration in) {
        jdbc.sql("""
                 update notification set next_attempt_at = now() + make_interval(secs => :wait)
                 where notification_id = :id and state = 'PENDING' and attempts = :attempts""")
                .param("wait", seconds(in)).param("id", callback.id())
                .param("attempts", callback.attempts()).update();
    }

    @Override
    public String afterwards() {
        return "what the session holds is settled when it reports next or falls silent";
    }

    private void settle(Callback callback, String state) {
        jdbc.sql("update notification set state = :state where notification_id = :id and state = 'PENDING'")
                .param("state", state).param("id", callback.id()).update();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Notification notification(ResultSet row) throws SQLException {
        var groups = Arrays.asList((Long[]) row.getArray("rating_groups").getArray());
        return new Notification(row.getObject("notification_id", UUID.class),
                new ChargingDataRef(row.getObject("anchor_id", UUID.class), row.getObject("session_id", UUID.class)),
                row.getString("notify_uri"), Notification.Type.valueOf(row.getString("type")), groups,
                row.getInt("attempts"), row.getBoolean("still_open"));
    }
}
