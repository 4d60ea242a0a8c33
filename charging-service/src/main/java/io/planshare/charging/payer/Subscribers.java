package io.planshare.charging.payer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.cap.GroupedCard;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.SimGroupEvent.GroupAllowance;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierKeys;
import io.planshare.model.Imei;
import io.planshare.model.Imsi;
import io.planshare.model.PayerMap;
import io.planshare.model.SimCardId;
import io.planshare.model.SimGroupId;
import io.planshare.model.SubscriptionId;

import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** What is known here of subscriptions, devices and who pays on them; each question one query, however many are asked for. */
@Service
public class Subscribers {

    private final JdbcClient jdbc;
    private final IdentifierKeys keys;
    private final JsonMapper json;

    Subscribers(JdbcClient jdbc, IdentifierKeys keys, JsonMapper json) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.json = json;
    }

    /** The subscriptions that have these SUPIs now; one that is not known is not in the answer. */
    public Map<Imsi, Subscription> bySupi(Collection<Imsi> supis) {
        var wanted = new HashMap<String, Imsi>();
        supis.forEach(supi -> keys.candidates(supi).forEach(hmac -> wanted.put(hmac.value(), supi)));
        var found = new HashMap<Imsi, Subscription>();
        jdbc.sql("select * from subscription where supi_hmac = any(:hmacs) and status <> 'ENDED'")
                .param("hmacs", texts(wanted.keySet()))
                .query(row -> {
                    found.put(wanted.get(row.getString("supi_hmac")), subscription(row));
                });
        return found;
    }

    /** With what their cards may use of their SIM groups. */
    public Map<SubscriptionId, Subscription> byId(Collection<SubscriptionId> ids) {
        return jdbc
                .sql("""
                     select * from subscription left join
                         (select sim_card_id, sim_group_id, allowances, barred from sim_group_card) card using (sim_card_id)
                     where subscription_id = any(cast(:ids as uuid[]))""")
                .param("ids", texts(ids)).query((row, _) -> subscription(row, grouped(row))).list().stream()
                .collect(toMap(Subscription::id, identity()));
    }

    /** All subscriptions of these billing accounts that have not ended. */
    public List<Subscription> ofAccounts(Collection<AccountId> accounts) {
        return jdbc.sql("""
                        select * from subscription where account_id = any(cast(:ids as uuid[])) and status <> 'ENDED'
                        order by subscription_id""").param("ids", texts(accounts))
                .query((row, _) -> subscription(row)).list();
    }

    /** The devices that have these equipment identities; one that is not known is not in the answer. */
    public Map<Imei, DeviceId> devicesOf(Collection<Imei> equipments) {
        var wanted = new HashMap<String, Imei>();
        equipments.forEach(imei -> keys.candidates(imei).forEach(hmac -> wanted.put(hmac.value(), imei)));
        var found = new HashMap<Imei, DeviceId>();
        if (wanted.isEmpty()) return found;
        jdbc.sql("""
                 select device_id, hmac from device, unnest(hmacs) hmac
                 where hmacs && cast(:hmacs as text[]) and hmac = any(cast(:hmacs as text[]))""")
                .param("hmacs", texts(wanted.keySet())).query(row -> {
                    found.put(wanted.get(row.getString("hmac")), new DeviceId(row.getObject("device_id", UUID.class)));
                });
        return found;
    }

    public Map<DeviceId, PayerMap> payerMaps(Collection<DeviceId> devices) {
        if (devices.isEmpty()) return Map.of();
        return jdbc.sql("select map from payer_map where device_id = any(cast(:ids as uuid[]))")
                .param("ids", texts(devices))
                .query((row, _) -> json.readValue(row.getString(1), PayerMap.class)).list().stream()
                .collect(toMap(PayerMap::deviceId, identity()));
    }

    private @Nullable GroupedCard grouped(ResultSet row) throws SQLException {
        var group = row.getObject("sim_group_id", UUID.class);
        return group == null
                ? null
                : new GroupedCard(new SimGroupId(group),
                        List.of(json.readValue(row.getString("allowances"), GroupAllowance[].class)),
                        row.getBoolean("barred"));
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return subscription(row, null);
    }

    private static Subscription subscription(ResultSet row, @Nullable GroupedCard grouped) throws SQLException {
        var card = row.getObject("sim_card_id", UUID.class);
        var device = row.getObject("device_id", UUID.class);
        return new Subscription(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                SubscriptionStatus.valueOf(row.getString("status")), card == null ? null : new SimCardId(card),
                device == null ? null : new DeviceId(device), row.getLong("payer_map_version"), grouped);
    }
}
