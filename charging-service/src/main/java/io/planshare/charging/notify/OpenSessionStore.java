package io.planshare.charging.notify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.DeviceId;
import io.planshare.model.SNssai;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Traffic;

import static io.planshare.charging.SqlArray.texts;

/** Reads the sessions that somebody may have to be told about; locks nothing. */
@Repository
class OpenSessionStore {

    private final JdbcClient jdbc;

    OpenSessionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the network holds on a device; nothing if a later payer map than this one is stored already. */
    List<OpenQuota> quotas(DeviceId device, long mapVersion) {
        return jdbc
                .sql("""
                     select s.*, cast(g.key as bigint) as rating_group, cast(g.value ->> 'payer' as uuid) as payer,
                         cast(g.value ->> 'enrollmentId' as uuid) as enrollment_id
                     from charging_session s cross join json_each(s.rating_groups) g
                     where s.anchor_id = :device and s.device_id = :device and s.state = 'OPEN' and s.notify_uri is not null
                     and not exists (select from payer_map m where m.device_id = :device and m.version > :version)""")
                .param("device", device.value()).param("version", mapVersion).query((row, _) -> quota(row)).list();
    }

    /** The open sessions of a device, and those of these subscriptions wherever they are. */
    List<OpenSession> sessions(DeviceId device, Collection<SubscriptionId> subscriptions) {
        return jdbc.sql(
                """
                select anchor_id, session_id, dnn, array(
                    select cast(g as bigint) from json_object_keys(s.rating_groups) g order by 1) as rating_groups
                from charging_session s
                where state = 'OPEN' and (anchor_id = :device or subscription_id = any(cast(:subscriptions as uuid[])))""")
                .param("device", device.value()).param("subscriptions", texts(subscriptions))
                .query((row, _) -> session(row)).list();
    }

    /** The open sessions of the subscriptions that have these cards. */
    List<ChargingDataRef> ofCards(Collection<SimCardId> cards) {
        return jdbc
                .sql("""
                     select s.anchor_id, s.session_id from subscription join charging_session s using (subscription_id)
                     where subscription.sim_card_id = any(cast(:cards as uuid[])) and s.state = 'OPEN'""")
                .param("cards", texts(cards)).query((row, _) -> ref(row)).list();
    }

    private static ChargingDataRef ref(ResultSet row) throws SQLException {
        return new ChargingDataRef(row.getObject("anchor_id", UUID.class), row.getObject("session_id", UUID.class));
    }

    private static OpenQuota quota(ResultSet row) throws SQLException {
        var group = row.getLong("rating_group");
        return new OpenQuota(ref(row), group, new Traffic(row.getString("dnn"), slice(row), group, null),
                row.getObject("payer", UUID.class), row.getObject("enrollment_id", UUID.class));
    }

    private static @Nullable SNssai slice(ResultSet row) throws SQLException {
        var sst = row.getObject("sst", Integer.class);
        return sst == null ? null : new SNssai(sst, row.getString("sd"));
    }

    private static OpenSession session(ResultSet row) throws SQLException {
        return new OpenSession(ref(row), row.getString("dnn"),
                Arrays.asList((Long[]) row.getArray("rating_groups").getArray()));
    }
}
