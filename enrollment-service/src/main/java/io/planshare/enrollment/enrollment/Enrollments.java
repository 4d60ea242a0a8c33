package io.planshare.enrollment.enrollment;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.consent.Consents;
import io.planshare.enrollment.party.Parties;
import io.planshare.event.EnrollmentEvent.EnrollmentActivated;
import io.planshare.event.EnrollmentEvent.EnrollmentRequested;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.page.Cursor;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;

/** Enrols devices on subscriptions. */
@Component
class Enrollments {

    private static final UUID FIRST = new UUID(0, 0);

    private final EnrollmentStore store;
    private final Admissions admissions;
    private final EnrollmentChanges changes;
    private final Parties parties;
    private final Consents consents;
    private final Outbox outbox;
    private final Clock clock;

    Enrollments(EnrollmentStore store, Admissions admissions, EnrollmentChanges changes, Parties parties,
            Consents consents, Outbox outbox, Clock clock) {
        this.store = store;
        this.admissions = admissions;
        this.changes = changes;
        this.parties = parties;
        this.consents = consents;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public EnrollmentOutcome request(EnrollmentWish wish) {
        var subscription = admissions.lock(wish.subscriptionId()).orElse(null);
        var device = changes.lock(wish.deviceId()).orElse(null);
        if (device == null) return new EnrollmentOutcome.UnknownDevice(wish.deviceId());
        if (subscription == null) return new EnrollmentOutcome.UnknownSubscription(wish.subscriptionId());
        if (!parties.exists(wish.userPartyId())) return new EnrollmentOutcome.UnknownUser(wish.userPartyId());
        var others = store.liveOrPaidAfter(wish.deviceId(), wish.validity().from());
        var outcome = admissions.of(device, subscription, others).decide(wish, clock.instant());
        return outcome instanceof EnrollmentOutcome.Done(var enrollment) ? begin(enrollment, wish) : outcome;
    }

    private EnrollmentOutcome begin(Enrollment enrollment, EnrollmentWish wish) {
        if (!store.insert(enrollment)) return new EnrollmentOutcome.IdTaken(enrollment.id());
        var now = enrollment.requestedAt();
        consents.store(enrollment.id(), wish.userPartyId(), wish.capabilities(), wish.consents(), now);
        var requested = new EnrollmentRequested(enrollment.terms(), now);
        if (enrollment.state() == Enrollment.State.ACTIVE) {
            outbox.publishAll(List.of(requested, new EnrollmentActivated(enrollment.terms(), now)));
            changes.rewriteMap(wish.deviceId());
        } else {
            outbox.publish(requested);
        }
        return new EnrollmentOutcome.Done(enrollment);
    }

    @Transactional(readOnly = true)
    public Optional<Enrollment> find(EnrollmentId id) {
        return store.find(id);
    }

    @Transactional(readOnly = true)
    public List<Enrollment> page(DeviceId device, Enrollment.@Nullable State state, Cursor cursor) {
        return store.page(device, state, cursor.afterId().orElse(FIRST), cursor.limit() + 1);
    }
}
