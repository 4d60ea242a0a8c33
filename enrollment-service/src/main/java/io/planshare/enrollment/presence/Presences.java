package io.planshare.enrollment.presence;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.device.Devices;
import io.planshare.enrollment.party.Parties;
import io.planshare.enrollment.payer.PayerMaps;
import io.planshare.model.DeviceId;
import io.planshare.model.PartyId;

/** Signs users in and out; each change is a new payer map. */
@Component
public class Presences {

    private final PresenceStore store;
    private final Devices devices;
    private final Parties parties;
    private final PayerMaps payerMaps;
    private final Clock clock;

    Presences(PresenceStore store, Devices devices, Parties parties, PayerMaps payerMaps, Clock clock) {
        this.store = store;
        this.devices = devices;
        this.parties = parties;
        this.payerMaps = payerMaps;
        this.clock = clock;
    }

    @Transactional
    PresenceOutcome signIn(DeviceId device, PartyId user, @Nullable Instant at, Presence.Evidence evidence) {
        var now = clock.instant();
        if (at != null && at.isAfter(now)) return new PresenceOutcome.InTheFuture(now);
        if (devices.lock(device).isEmpty()) return new PresenceOutcome.UnknownDevice(device);
        if (!parties.exists(user)) return new PresenceOutcome.UnknownUser(user);
        if (!store.hasLiveEnrollment(device, user)) return new PresenceOutcome.NotEnrolled(user);
        return apply(device, Presence.signIn(store.last(device, user), device, user, at == null ? now : at, evidence));
    }

    @Transactional
    PresenceOutcome signOut(DeviceId device, PartyId user, @Nullable Instant at) {
        var now = clock.instant();
        if (at != null && at.isAfter(now)) return new PresenceOutcome.InTheFuture(now);
        if (devices.lock(device).isEmpty()) return new PresenceOutcome.UnknownDevice(device);
        if (!parties.exists(user)) return new PresenceOutcome.UnknownUser(user);
        return apply(device, Presence.signOut(store.last(device, user), at == null ? now : at));
    }

    /**
     * Signs a user out for good whose last enrollment on the device ended; the caller holds the device's lock and rewrites
     * the payer map.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void wipeUnlessEnrolled(DeviceId device, PartyId user, Instant at) {
        if (!store.hasLiveEnrollment(device, user)) store.endAll(device, user, at);
    }

    private PresenceOutcome apply(DeviceId device, Presence.Step step) {
        return switch (step) {
            case Presence.Step.SignedIn(var ended, var began) -> {
                if (ended != null) store.end(ended);
                store.insert(began);
                yield new PresenceOutcome.Done(began, payerMaps.rewrite(device).version());
            }
            case Presence.Step.SignedOut(var ended) -> {
                store.end(ended);
                yield new PresenceOutcome.Done(ended, payerMaps.rewrite(device).version());
            }
            case Presence.Step.Already(var presence) ->
                new PresenceOutcome.Done(presence, payerMaps.versionOf(device));
            case Presence.Step.NotSignedIn() -> new PresenceOutcome.NotSignedIn();
            case Presence.Step.OutOfOrder(var latest) -> new PresenceOutcome.OutOfOrder(latest);
        };
    }
}
