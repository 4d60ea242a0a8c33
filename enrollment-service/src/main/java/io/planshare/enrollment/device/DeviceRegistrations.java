package io.planshare.enrollment.device;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.identifier.StoredIdentifiers;
import io.planshare.enrollment.party.Parties;
import io.planshare.enrollment.payer.OfferedTerms;
import io.planshare.enrollment.payer.PayerMaps;
import io.planshare.event.EnrollmentEvent.DeviceStatus;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.Capability;
import io.planshare.model.DeviceId;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.PayerFallback;
import io.planshare.model.PersonalIdentifier;

/** Registers devices. Each begins with an empty payer map, so that who charges knows at once that nobody pays. */
@Component
class DeviceRegistrations {

    record Registration(DeviceId id, Device.Kind kind, PartyId ownerPartyId, List<PersonalIdentifier> identifiers,
            List<Capability> capabilities, PayerFallback fallback) {}

    private final DeviceStore store;
    private final Parties parties;
    private final StoredIdentifiers identifiers;
    private final PayerMaps payerMaps;
    private final Outbox outbox;
    private final Clock clock;

    DeviceRegistrations(DeviceStore store, Parties parties, StoredIdentifiers identifiers, PayerMaps payerMaps,
            Outbox outbox, Clock clock) {
        this.store = store;
        this.parties = parties;
        this.identifiers = identifiers;
        this.payerMaps = payerMaps;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    DeviceOutcome register(Registration wish) {
        var faults = new Offer(wish.capabilities()).faults();
        if (!faults.isEmpty()) return new DeviceOutcome.BadOffer(faults);
        if (!parties.exists(wish.ownerPartyId())) return new DeviceOutcome.UnknownOwner(wish.ownerPartyId());
        var stored = wish.identifiers().stream().map(identifiers::stored).toList();
        identifiers.lock(stored);
        for (int i = 0; i < stored.size(); i++) {
            if (store.isInUse(identifiers.candidates(wish.identifiers().get(i)))) {
                return new DeviceOutcome.IdentifierInUse(i);
            }
        }
        // Offered since ever: an enrollment may begin before the device was made known here.
        var terms = new OfferedTerms(new Interval(Instant.EPOCH, null), wish.capabilities(), wish.fallback());
        var device = new Device(wish.id(), 1, wish.kind(), wish.ownerPartyId(), DeviceStatus.ACTIVE, stored, terms,
                clock.instant());
        if (!store.insert(device)) return new DeviceOutcome.IdTaken(wish.id());
        for (int i = 0; i < stored.size(); i++) {
            store.insertIdentifier(wish.id(), i, stored.get(i), identifiers.seal(wish.identifiers().get(i)));
        }
        outbox.publish(device.event());
        return new DeviceOutcome.Done(device, payerMaps.rewrite(wish.id()).version());
    }
}
