package io.planshare.charging.payer;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.payer.Payers.Question;
import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.DeviceId;
import io.planshare.model.PayerMap;
import io.planshare.model.ProtectedTraffic;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/** All that says who pays for the traffic of subscriptions and devices, in a few queries however many there are. */
@Service
public class Resolutions {

    private final Subscribers subscribers;
    private final Restrictions restrictions;
    private final ProtectedTraffic emergency;

    Resolutions(Subscribers subscribers, Restrictions restrictions, ProtectedTraffic emergency) {
        this.subscribers = subscribers;
        this.restrictions = restrictions;
        this.emergency = emergency;
    }

    /**
     * One transaction, unless the caller has one.
     *
     * @param named devices beside those that hold the subscriptions' cards
     */
    @Transactional(readOnly = true)
    public Facts about(Collection<SubscriptionId> ids, Collection<DeviceId> named) {
        var subscriptions = subscribers.byId(Set.copyOf(ids));
        var devices = new HashSet<>(named);
        subscriptions.values().stream().map(Subscription::deviceId).filter(Objects::nonNull).forEach(devices::add);
        var maps = devices.isEmpty() ? Map.<DeviceId, PayerMap>of() : subscribers.payerMaps(devices);
        return new Facts(subscriptions, maps, restrictions.levels(devices),
                restrictions.levelsOfSubscriptions(subscriptions.keySet()), emergency);
    }

    /** What was read, all of one moment. */
    public record Facts(Map<SubscriptionId, Subscription> subscriptions, Map<DeviceId, PayerMap> maps,
            Map<DeviceId, RestrictionLevel> ofDevices, Map<SubscriptionId, RestrictionLevel> ofCards,
            ProtectedTraffic emergency) {

        /** Empty for a subscription that is not known here. */
        public Optional<ServedResource> served(SubscriptionId id, @Nullable DeviceId equipment) {
            return Optional.ofNullable(subscriptions.get(id)).map(found -> ServedResource.of(found, equipment, maps));
        }

        /** @param older what enrollment answered about instants that the device's map no longer reaches */
        public Payers payers(ServedResource.Served served, Map<Question, Payer> older) {
            var device = served.deviceId();
            var ofDevice = device == null
                    ? RestrictionLevel.NONE
                    : ofDevices.getOrDefault(device, RestrictionLevel.NONE);
            var ofCard = ofCards.getOrDefault(served.subscription().id(), RestrictionLevel.NONE);
            return new Payers(served.subscription(), served.map(), ofDevice.compareTo(ofCard) < 0 ? ofCard : ofDevice,
                    emergency, older);
        }
    }
}
