package io.planshare.enrollment.enrollment;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.consent.Consents;
import io.planshare.enrollment.consent.GivenConsent;
import io.planshare.event.EnrollmentEvent.EnrollmentActivated;
import io.planshare.event.EnrollmentEvent.EnrollmentResumed;
import io.planshare.event.EnrollmentEvent.EnrollmentSuspended;
import io.planshare.model.EnrollmentId;

/** Takes enrollments through their life. */
@Component
class EnrollmentSteps {

    /** What people lift when they resume without saying what. */
    private static final Set<Enrollment.Suspension> BY_PEOPLE = EnumSet
            .complementOf(EnumSet.of(Enrollment.Suspension.SUBSCRIPTION));

    private final EnrollmentStore store;
    private final Admissions admissions;
    private final EnrollmentChanges changes;
    private final Consents consents;
    private final Clock clock;

    EnrollmentSteps(EnrollmentStore store, Admissions admissions, EnrollmentChanges changes, Consents consents,
            Clock clock) {
        this.store = store;
        this.admissions = admissions;
        this.changes = changes;
        this.consents = consents;
        this.clock = clock;
    }

    @Transactional
    public EnrollmentOutcome consent(EnrollmentId id, GivenConsent consent) {
        var found = store.find(id).orElse(null);
        if (found == null) return new EnrollmentOutcome.UnknownEnrollment(id);
        var subscription = admissions.lock(found.pairing().subscriptionId()).orElseThrow();
        var device = changes.lock(found.pairing().deviceId()).orElseThrow();
        var pending = store.find(id).orElseThrow();
        if (!consent.by().equals(device.ownerPartyId())) return new EnrollmentOutcome.NoConsent(device.ownerPartyId());
        var refusal = admissions.of(device, subscription, List.of()).refusalOfActivation(pending);
        if (refusal.isPresent()) return refusal.get();
        var now = clock.instant();
        var until = consent.until();
        if (until != null && !(until.isAfter(now) && until.isAfter(pending.validity().from()))) {
            return new EnrollmentOutcome.ConsentTooShort();
        }
        var limits = EnrollmentWish.limits(List.of(consent));
        return switch (pending.consented(now, until, limits, now)) {
            case Transition.NotFrom(var state) -> new EnrollmentOutcome.WrongState(state);
            case Transition.Taken(var active) -> {
                consents.store(id, pending.pairing().userPartyId(), pending.capabilities(), List.of(consent), now);
                changes.store(active, new EnrollmentActivated(active.terms(), now));
                changes.rewriteMap(device.id());
                yield new EnrollmentOutcome.Done(active);
            }
        };
    }

    @Transactional
    public EnrollmentOutcome suspend(EnrollmentId id, Enrollment.Suspension why) {
        return step(id, (enrollment, now) -> enrollment.suspended(why, now), (suspended, now) -> changes
                .store(suspended, new EnrollmentSuspended(suspended.terms(), now, why.name())));
    }

    /** @param why null for all reasons that people can lift */
    @Transactional
    public EnrollmentOutcome resume(EnrollmentId id, Enrollment.@Nullable Suspension why) {
        var lifted = why == null ? BY_PEOPLE : EnumSet.of(why);
        return step(id, (enrollment, now) -> enrollment.resumed(lifted, now), (resumed, now) -> {
            if (resumed.state() == Enrollment.State.ACTIVE) {
                changes.store(resumed, new EnrollmentResumed(resumed.terms(), now));
            } else {
                store.update(resumed);
            }
        });
    }

    @Transactional
    public EnrollmentOutcome end(EnrollmentId id, Enrollment.Ending why) {
        return step(id, (enrollment, now) -> enrollment.ended(why, now, now), changes::end);
    }

    @Transactional
    public EnrollmentOutcome reject(EnrollmentId id, Enrollment.Ending why) {
        return step(id, (enrollment, now) -> enrollment.rejected(why, now), changes::end);
    }

    private interface Decision {
        Transition of(Enrollment enrollment, Instant now);
    }

    private interface Effect {
        void of(Enrollment changed, Instant now);
    }

    private EnrollmentOutcome step(EnrollmentId id, Decision decision, Effect effect) {
        var found = store.find(id).orElse(null);
        if (found == null) return new EnrollmentOutcome.UnknownEnrollment(id);
        var device = changes.lock(found.pairing().deviceId()).orElseThrow();
        var now = clock.instant();
        return switch (decision.of(store.find(id).orElseThrow(), now)) {
            case Transition.NotFrom(var state) -> new EnrollmentOutcome.WrongState(state);
            case Transition.Taken(var changed) -> {
                effect.of(changed, now);
                changes.rewriteMap(device.id());
                yield new EnrollmentOutcome.Done(changed);
            }
        };
    }
}
