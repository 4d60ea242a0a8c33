package io.planshare.enrollment.presence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.enrollment.sql.Columns;
import io.planshare.model.DeviceId;
import io.planshare.model.PartyId;

@Repository
class PresenceStore {

    private final JdbcClient jdbc;

    PresenceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Presence> last(DeviceId device, PartyId user) {
        return jdbc.sql("""
                        select * from sign_in where device_id = :device and user_party_id = :user
                        order by signed_in_at desc limit 1
                        """).param("device", device.value()).param("user", user.value())
                .query((row, _) -> presence(row)).optional();
    }

    void insert(Presence presence) {
        jdbc.sql("""
                 insert into sign_in (device_id, user_party_id, signed_in_at, evidence)
                 values (:device, :user, :at, :evidence)
                 """).param("device", presence.deviceId().value()).param("user", presence.userPartyId().value())
                .param("at", Columns.utc(presence.signedInAt())).param("evidence", presence.evidence().name())
                .update();
    }

    void end(Presence presence) {
        jdbc.sql("""
                 update sign_in set signed_out_at = :to
                 where device_id = :device and user_party_id = :user and signed_in_at = :from
                 """).param("to", Columns.utcOrNull(presence.signedOutAt()))
                .param("device", presence.deviceId().value()).param("user", presence.userPartyId().value())
                .param("from", Columns.utc(presence.signedInAt())).update();
    }

    /** At this instant, or when he signed in if that lies later. */
    void endAll(DeviceId device, PartyId user, Instant at) {
        jdbc.sql("""
                 update sign_in set signed_out_at = greatest(signed_in_at, :at)
                 where device_id = :device and user_party_id = :user and signed_out_at is null
                 """).param("device", device.value()).param("user", user.value()).param("at", Columns.utc(at))
                .update();
    }

    boolean hasLiveEnrollment(DeviceId device, PartyId user) {
        return jdbc.sql("""
                        select exists (select from enrollment where device_id = :device and user_party_id = :user
                          and state in ('PENDING_OWNER', 'ACTIVE', 'SUSPENDED'))
                        """).param("device", device.value()).param("user", user.value()).query(Boolean.class).single();
    }

    private static Presence presence(ResultSet row) throws SQLException {
        return new Presence(Columns.id(row, "device_id", DeviceId::new), Columns.id(row, "user_party_id", PartyId::new),
                Columns.instant(row, "signed_in_at"), Columns.instantOrNull(row, "signed_out_at"),
                Columns.constant(row, "evidence", Presence.Evidence.class));
    }
}
