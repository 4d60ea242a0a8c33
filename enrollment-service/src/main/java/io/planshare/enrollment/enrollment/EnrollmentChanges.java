package io.planshare.enrollment.enrollment;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.consent.Consents;
import io.planshare.enrollment.device.Device;
import io.planshare.enrollment.device.Devices;
import io.planshare.enrollment.payer.PayerMaps;
import io.planshare.enrollment.presence.Presences;
import io.planshare.event.EnrollmentEvent.EnrollmentEnded;
import io.planshare.event.EnrollmentEvent.EnrollmentRejected;
import io.planshare.event.EnrollmentEvent.EnrollmentStep;
import io.planshare.kit.outbox.Outbox;
import io.planshare.model.DeviceId;

/** Stores steps of enrollments with all that belongs to them, under the lock on their device. */
@Component
class EnrollmentChanges {

    private final EnrollmentStore store;
    private final Devices devices;
    private final Consents consents;
    private final Presences presences;
    private final PayerMaps payerMaps;
    private final Outbox outbox;
    private final Clock clock;

    EnrollmentChanges(EnrollmentStore store, Devices devices, Consents consents, Presences presences,
            PayerMaps payerMaps, Outbox outbox, Clock clock) {
        this.store = store;
        this.devices = devices;
        this.consents = consents;
        this.presences = presences;
        this.payerMaps = payerMaps;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Locks the device and takes the steps that time alone has brought about, so that what is read then is true now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Device> lock(DeviceId id) {
        var device = devices.lock(id);
        if (device.isPresent()) settle(id, clock.instant());
        return device;
    }

    private void settle(DeviceId device, Instant now) {
        boolean changed = false;
        for (var enrollment : store.live(device)) {
            if (enrollment.due(now) instanceof Transition.Taken(var over)) {
                end(over, over.state() == Enrollment.State.ENDED ? Objects.requireNonNull(over.validity().to()) : now);
                changed = true;
            }
        }
        if (changed) payerMaps.rewrite(device);
    }

    /** Stores a step that leaves the enrollment live. The payer map is the caller's to rewrite, once for all steps. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void store(Enrollment changed, EnrollmentStep event) {
        store.update(changed);
        outbox.publish(event);
    }

    /** Stores the last step of an enrollment: its consents are void and its user has no reason to be signed in. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(Enrollment over, Instant at) {
        var reason = Objects.requireNonNull(over.reason()).name();
        boolean rejected = over.state() == Enrollment.State.REJECTED;
        store(over, rejected
                ? new EnrollmentRejected(over.terms(), at, reason)
                : new EnrollmentEnded(over.terms(), at, reason));
        consents.revoke(over.id(), at);
        presences.wipeUnlessEnrolled(over.pairing().deviceId(), over.pairing().userPartyId(), at);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void rewriteMap(DeviceId device) {
        payerMaps.rewrite(device);
    }
}
