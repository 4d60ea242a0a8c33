package io.planshare.charging.payer;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.PayerMap;

/** Which device a network session is on, as seen from the SUPI and the equipment it told (design section 6). */
public sealed interface ServedResource {

    /**
     * @param map who pays for what on the device; null where the subscription itself pays
     * @param mismatch the network's equipment is not the one the card is bound to: a new handset, or a cloned IMEI
     */
    record Served(Subscription subscription, @Nullable PayerMap map, boolean mismatch) implements ServedResource {
        public @Nullable DeviceId deviceId() {
            return map == null ? null : map.deviceId();
        }
    }

    /** The payer map that decides has not arrived here yet. */
    record NotYetKnown() implements ServedResource {}

    /**
     * The device is the equipment's only if this SUPI's card is bound to it or its subscription is party to an enrollment
     * of it; else the device that holds the card; else there is none and the subscription itself pays.
     */
    static ServedResource of(Subscription subscription, @Nullable DeviceId equipment, Map<DeviceId, PayerMap> maps) {
        var bound = subscription.deviceId();
        if (equipment != null && (equipment.equals(bound) || isParty(subscription, maps.get(equipment)))) {
            return served(subscription, equipment, maps, false);
        }
        var mismatch = equipment != null;
        return bound == null ? new Served(subscription, null, mismatch) : served(subscription, bound, maps, mismatch);
    }

    private static ServedResource served(Subscription subscription, DeviceId device, Map<DeviceId, PayerMap> maps,
            boolean mismatch) {
        var map = maps.get(device);
        var expected = device.equals(subscription.deviceId()) ? subscription.payerMapVersion() : 1;
        return map == null || map.version() < expected ? new NotYetKnown() : new Served(subscription, map, mismatch);
    }

    private static boolean isParty(Subscription subscription, @Nullable PayerMap map) {
        return map != null && map.payers().stream().anyMatch(p -> p.subscriptionId().equals(subscription.id()));
    }
}
