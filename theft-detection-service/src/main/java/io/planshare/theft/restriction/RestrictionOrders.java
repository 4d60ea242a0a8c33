package io.planshare.theft.restriction;

import java.time.Clock;
import java.util.Optional;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionId;
import io.planshare.model.RestrictionLevel;
import io.planshare.theft.device.KnownDevices;

/** Orders and lifts restrictions: device locked, decided, stored and published in one transaction. */
@Service
class RestrictionOrders {

    private final RestrictionStore store;
    private final AcknowledgementStore acknowledgements;
    private final KnownDevices devices;
    private final RestrictionSettings settings;
    private final Outbox outbox;
    private final Clock clock;

    RestrictionOrders(RestrictionStore store, AcknowledgementStore acknowledgements, KnownDevices devices,
            RestrictionSettings settings, Outbox outbox, Clock clock) {
        this.store = store;
        this.acknowledgements = acknowledgements;
        this.devices = devices;
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param by the subject of the caller's token */
    record Command(DeviceId deviceId, RestrictionLevel level, String reason, String by, boolean confirmed) {}

    @Transactional
    RestrictionOutcome.OfOrder order(Command command) {
        if (Restriction.needsConfirmation(command.level) && !command.confirmed) {
            return new RestrictionOutcome.Unconfirmed();
        }
        if (!devices.isKnown(command.deviceId)) return new RestrictionOutcome.UnknownDevice();
        var now = clock.instant();
        var version = store.lock(command.deviceId) + 1;
        store.silenceEarlier(command.deviceId);
        store.inForce(command.deviceId).ifPresent(earlier -> store.replace(earlier.replaced(now)));
        var restriction = Restriction.ordered(RestrictionId.next(), command.deviceId, command.level, version,
                devices.cardsOf(command.deviceId), new Restriction.Decision(command.reason, command.by, now));
        store.insert(restriction, now.plus(settings.waitAfter(1)));
        store.advance(command.deviceId, version);
        outbox.publish(restriction.event());
        return new RestrictionOutcome.Ordered(restriction);
    }

    @Transactional
    RestrictionOutcome.OfLift lift(RestrictionId id, String reason, String by) {
        var found = store.find(id);
        if (found.isEmpty()) return new RestrictionOutcome.Unknown();
        var device = found.get().deviceId();
        var version = store.lock(device) + 1;
        // Found again under the lock: it may have ended meanwhile.
        var restriction = store.find(id).orElseThrow();
        var outcome = restriction.lift(version, new Restriction.Decision(reason, by, clock.instant()));
        if (outcome instanceof RestrictionOutcome.Lifted(var lifted)) {
            store.lift(lifted, clock.instant().plus(settings.waitAfter(1)));
            store.advance(device, version);
            outbox.publish(lifted.event());
        }
        return outcome;
    }

    @Transactional(readOnly = true)
    Optional<RestrictionView> find(RestrictionId id) {
        return store.find(id).map(this::view);
    }

    @Transactional(readOnly = true)
    Optional<RestrictionView> inForce(DeviceId device) {
        return store.inForce(device).map(this::view);
    }

    @Transactional(readOnly = true)
    Page<RestrictionView> page(DeviceId device, Cursor cursor) {
        return Page.of(cursor, store.page(device, cursor), it -> it.restrictionId().toString()).map(this::view);
    }

    private RestrictionView view(Restriction restriction) {
        return RestrictionView.from(restriction,
                acknowledgements.of(restriction.restrictionId(), restriction.version()),
                store.sendsOf(restriction.restrictionId()));
    }
}
