package io.planshare.theft.device;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import io.planshare.event.EnrollmentEvent.DeviceChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.model.DeviceId;
import io.planshare.model.Id;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

/** The read models. A lower version than the stored one changes nothing. */
@Repository
class KnownDeviceStore {

    private final JdbcClient jdbc;

    KnownDeviceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isKnown(DeviceId device) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM known_device WHERE device_id = :device)")
                .param("device", device.value()).query(Boolean.class).single();
    }

    List<HeldCards.Held> held(DeviceId device) {
        return jdbc.sql("""
                        SELECT subscription_id, sim_card_id FROM known_subscription
                        WHERE device_id = :device AND status <> 'ENDED' ORDER BY subscription_id""")
                .param("device", device.value()).query((row, _) -> {
                    var card = row.getObject("sim_card_id", UUID.class);
                    return new HeldCards.Held(new SubscriptionId(row.getObject("subscription_id", UUID.class)),
                            card == null ? null : new SimCardId(card));
                }).list();
    }

    /** Each device once. */
    void saveDevices(Collection<DeviceChanged> devices) {
        if (devices.isEmpty()) return;
        jdbc.sql("""
                 INSERT INTO known_device (device_id, version, status)
                 SELECT * FROM unnest(:ids::uuid[], :versions::bigint[], :statuses::text[])
                 ON CONFLICT (device_id) DO UPDATE SET version = excluded.version, status = excluded.status
                 WHERE known_device.version < excluded.version""")
                .param("ids", devices.stream().map(device -> device.deviceId().value()).toArray(UUID[]::new))
                .param("versions", devices.stream().map(DeviceChanged::version).toArray(Long[]::new))
                .param("statuses", devices.stream().map(device -> device.status().name()).toArray(String[]::new))
                .update();
    }

    /** Each subscription once. */
    void saveSubscriptions(Collection<SubscriptionChanged> subscriptions) {
        if (subscriptions.isEmpty()) return;
        jdbc.sql(
                """
                INSERT INTO known_subscription (subscription_id, version, status, device_id, sim_card_id)
                SELECT * FROM unnest(:ids::uuid[], :versions::bigint[], :statuses::text[], :devices::uuid[], :cards::uuid[])
                ON CONFLICT (subscription_id) DO UPDATE SET version = excluded.version, status = excluded.status,
                    device_id = excluded.device_id, sim_card_id = excluded.sim_card_id
                WHERE known_subscription.version < excluded.version""")
                .param("ids", ids(subscriptions, SubscriptionChanged::subscriptionId))
                .param("versions", subscriptions.stream().map(SubscriptionChanged::version).toArray(Long[]::new))
                .param("statuses", subscriptions.stream().map(it -> it.status().name()).toArray(String[]::new))
                .param("devices", ids(subscriptions, SubscriptionChanged::deviceId))
                .param("cards", ids(subscriptions, SubscriptionChanged::simCardId)).update();
    }

    private static @Nullable UUID[] ids(Collection<SubscriptionChanged> subscriptions,
            Function<SubscriptionChanged, @Nullable Id> id) {
        return subscriptions.stream().map(id).map(it -> it == null ? null : it.value()).toArray(UUID[]::new);
    }
}
