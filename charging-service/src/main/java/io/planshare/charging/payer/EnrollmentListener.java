package io.planshare.charging.payer;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.charging.SqlArray;
import io.planshare.charging.notify.Reauthorizations;
import io.planshare.event.EnrollmentEvent.DeviceChanged;
import io.planshare.event.EnrollmentEvent.PayerMapChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.StateEvent;
import io.planshare.event.Topic;
import io.planshare.kit.inbox.EventConsumer;
import io.planshare.kit.inbox.Received;

import static io.planshare.charging.SqlArray.texts;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Keeps enrollment's facts; a payer map that changes who pays on an open session makes the network ask again. */
@Component
class EnrollmentListener implements EventConsumer {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Reauthorizations reauthorizations;

    EnrollmentListener(JdbcClient jdbc, JsonMapper json, Reauthorizations reauthorizations) {
        this.jdbc = jdbc;
        this.json = json;
        this.reauthorizations = reauthorizations;
    }

    @Override
    public String name() {
        return "enrollment";
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.SUBSCRIPTION, Topic.DEVICE, Topic.PAYER_MAP);
    }

    @Override
    public void accept(List<Received> received) {
        storeSubscriptions(latest(received, SubscriptionChanged.class));
        storeDevices(latest(received, DeviceChanged.class));
        var maps = latest(received, PayerMapChanged.class);
        storePayerMaps(maps);
        maps.forEach(changed -> reauthorizations.payersChanged(changed.map()));
    }

    private static <T extends StateEvent> Collection<T> latest(List<Received> received, Class<T> type) {
        return received.stream().map(Received::event).filter(type::isInstance).map(type::cast)
                .collect(toMap(event -> ((io.planshare.event.Event) event).key(), identity(),
                        (a, b) -> a.version() > b.version() ? a : b))
                .values();
    }

    private void storeSubscriptions(Collection<SubscriptionChanged> changed) {
        if (changed.isEmpty()) return;
        jdbc.sql(
                """
                insert into subscription (subscription_id, version, account_id, plan_id, status, supi_hmac, sim_card_id,
                    device_id, payer_map_version)
                select * from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]), cast(:accounts as uuid[]),
                    cast(:plans as uuid[]), cast(:statuses as text[]), cast(:supis as text[]), cast(:cards as uuid[]),
                    cast(:devices as uuid[]), cast(:mapVersions as bigint[]))
                on conflict (subscription_id) do update set version = excluded.version, account_id = excluded.account_id,
                    plan_id = excluded.plan_id, status = excluded.status, supi_hmac = excluded.supi_hmac,
                    sim_card_id = excluded.sim_card_id, device_id = excluded.device_id,
                    payer_map_version = excluded.payer_map_version
                where subscription.version < excluded.version""")
                .param("ids", texts(changed, SubscriptionChanged::subscriptionId))
                .param("versions", SqlArray.longs(changed, SubscriptionChanged::version))
                .param("accounts", texts(changed, SubscriptionChanged::accountId))
                .param("plans", texts(changed, SubscriptionChanged::planId))
                .param("statuses", texts(changed, SubscriptionChanged::status))
                .param("supis", texts(changed, s -> s.supi().value()))
                .param("cards", texts(changed, SubscriptionChanged::simCardId))
                .param("devices", texts(changed, SubscriptionChanged::deviceId))
                .param("mapVersions", SqlArray.longs(changed, SubscriptionChanged::payerMapVersion)).update();
    }

    private void storeDevices(Collection<DeviceChanged> changed) {
        if (changed.isEmpty()) return;
        jdbc.sql("""
                 insert into device (device_id, version, hmacs)
                 select id, version, string_to_array(hmacs, ' ') from unnest(cast(:ids as uuid[]),
                     cast(:versions as bigint[]), cast(:hmacs as text[])) as changed (id, version, hmacs)
                 on conflict (device_id) do update set version = excluded.version, hmacs = excluded.hmacs
                 where device.version < excluded.version""").param("ids", texts(changed, DeviceChanged::deviceId))
                .param("versions", SqlArray.longs(changed, DeviceChanged::version))
                .param("hmacs", texts(changed, EnrollmentListener::hmacs)).update();
    }

    private static String hmacs(DeviceChanged device) {
        return String.join(" ", device.identifiers().stream().map(hmac -> hmac.value()).toList());
    }

    private void storePayerMaps(Collection<PayerMapChanged> changed) {
        if (changed.isEmpty()) return;
        jdbc.sql("""
                 insert into payer_map (device_id, version, map)
                 select * from unnest(cast(:ids as uuid[]), cast(:versions as bigint[]), cast(:maps as jsonb[]))
                 on conflict (device_id) do update set version = excluded.version, map = excluded.map
                 where payer_map.version < excluded.version""").param("ids", texts(changed, c -> c.map().deviceId()))
                .param("versions", SqlArray.longs(changed, PayerMapChanged::version))
                .param("maps", texts(changed, c -> json.writeValueAsString(c.map()))).update();
    }
}
