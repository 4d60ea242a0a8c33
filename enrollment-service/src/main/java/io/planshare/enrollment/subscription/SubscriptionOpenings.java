package io.planshare.enrollment.subscription;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.device.Devices;
import io.planshare.enrollment.identifier.StoredIdentifier;
import io.planshare.enrollment.identifier.StoredIdentifiers;
import io.planshare.enrollment.party.Accounts;
import io.planshare.enrollment.payer.PayerMaps;
import io.planshare.enrollment.subscription.SubscriptionStore.SealedIdentifiers;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.restriction.Restrictions;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.Imsi;
import io.planshare.model.Msisdn;
import io.planshare.model.PersonalIdentifier;
import io.planshare.model.PlanId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

/** Opens subscriptions. */
@Component
class SubscriptionOpenings {

    record Opening(SubscriptionId id, AccountId accountId, PlanId planId, Imsi imsi, @Nullable Msisdn msisdn,
            @Nullable Iccid iccid, @Nullable SimCardId simCardId, @Nullable DeviceId deviceId) {

        List<PersonalIdentifier> identifiers() {
            var all = new ArrayList<PersonalIdentifier>(List.of(imsi));
            if (msisdn != null) all.add(msisdn);
            if (iccid != null) all.add(iccid);
            return all;
        }
    }

    private final SubscriptionStore store;
    private final StoredIdentifiers identifiers;
    private final Accounts accounts;
    private final Devices devices;
    private final Restrictions restrictions;
    private final PayerMaps payerMaps;
    private final Outbox outbox;
    private final Clock clock;

    SubscriptionOpenings(SubscriptionStore store, StoredIdentifiers identifiers, Accounts accounts, Devices devices,
            Restrictions restrictions, PayerMaps payerMaps, Outbox outbox, Clock clock) {
        this.store = store;
        this.identifiers = identifiers;
        this.accounts = accounts;
        this.devices = devices;
        this.restrictions = restrictions;
        this.payerMaps = payerMaps;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public SubscriptionOutcome open(Opening wish) {
        if (!accounts.exists(wish.accountId())) return new SubscriptionOutcome.UnknownAccount(wish.accountId());
        identifiers.lock(wish.identifiers().stream().map(identifiers::stored).toList());
        for (var number : wish.identifiers()) {
            if (store.isInUse(number.kind(), identifiers.candidates(number))) {
                return new SubscriptionOutcome.InUse(number.kind().name().toLowerCase(Locale.ROOT));
            }
        }
        return refusedBy(wish.deviceId()).orElseGet(() -> opened(wish));
    }

    private Optional<SubscriptionOutcome> refusedBy(@Nullable DeviceId id) {
        if (id == null) return Optional.empty();
        var device = devices.lock(id).orElse(null);
        if (device == null) return Optional.of(new SubscriptionOutcome.UnknownDevice(id));
        if (device.isRetired()) return Optional.of(new SubscriptionOutcome.DeviceRetired(id));
        var level = restrictions.levelOf(id);
        return level.freezesIdentity() ? Optional.of(new SubscriptionOutcome.Restricted(level)) : Optional.empty();
    }

    private SubscriptionOutcome opened(Opening wish) {
        var now = clock.instant();
        var subscription = new Subscription(wish.id(), 1, wish.accountId(), wish.planId(), SubscriptionStatus.ACTIVE,
                now, identifiers.stored(wish.imsi()), stored(wish.msisdn()), stored(wish.iccid()), wish.simCardId(),
                wish.deviceId(), now);
        var sealed = new SealedIdentifiers(identifiers.seal(wish.imsi()), sealed(wish.msisdn()), sealed(wish.iccid()));
        if (!store.insert(subscription, sealed)) {
            return store.find(wish.id()).isPresent()
                    ? new SubscriptionOutcome.IdTaken(wish.id())
                    : new SubscriptionOutcome.InUse("simCardId");
        }
        // Since ever: use that was before the subscription became known here belongs to the device that it came in.
        if (wish.deviceId() != null) store.bind(wish.id(), wish.deviceId(), Instant.EPOCH);
        var mapVersion = wish.deviceId() == null ? 0 : payerMaps.versionOf(wish.deviceId());
        outbox.publish(subscription.event(mapVersion));
        return new SubscriptionOutcome.Done(subscription);
    }

    private @Nullable StoredIdentifier stored(@Nullable PersonalIdentifier identifier) {
        return identifier == null ? null : identifiers.stored(identifier);
    }

    private byte @Nullable [] sealed(@Nullable PersonalIdentifier identifier) {
        return identifier == null ? null : identifiers.seal(identifier);
    }
}
