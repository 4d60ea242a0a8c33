package io.planshare.enrollment.enrollment;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.function.BiFunction;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.event.EnrollmentEvent.EnrollmentResumed;
import io.planshare.event.EnrollmentEvent.EnrollmentSuspended;
import io.planshare.model.SubscriptionId;

/**
 * Lets enrollments follow the subscription that pays for them. Its caller holds the lock on the subscription's row, so that
 * no enrollment is added meanwhile.
 */
@Component
public class PaidEnrollments {

    private final EnrollmentStore store;
    private final EnrollmentChanges changes;
    private final Clock clock;

    PaidEnrollments(EnrollmentStore store, EnrollmentChanges changes, Clock clock) {
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void suspendAllOf(SubscriptionId subscription) {
        each(subscription, (enrollment, now) -> {
            if (!(enrollment.suspended(Enrollment.Suspension.SUBSCRIPTION,
                    now) instanceof Transition.Taken(var next))) {
                return false;
            }
            changes.store(next,
                    new EnrollmentSuspended(next.terms(), now, Enrollment.Suspension.SUBSCRIPTION.name()));
            return true;
        });
    }

    /** Those that are suspended for other reasons too stay so. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void resumeAllOf(SubscriptionId subscription) {
        var lifted = EnumSet.of(Enrollment.Suspension.SUBSCRIPTION);
        each(subscription, (enrollment, now) -> {
            if (!(enrollment.resumed(lifted, now) instanceof Transition.Taken(var next))) return false;
            if (next.state() == Enrollment.State.ACTIVE) {
                changes.store(next, new EnrollmentResumed(next.terms(), now));
            } else {
                store.update(next);
            }
            return true;
        });
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void endAllOf(SubscriptionId subscription) {
        each(subscription, (enrollment, now) -> {
            var gone = Enrollment.Ending.SUBSCRIPTION_GONE;
            var step = enrollment.state() == Enrollment.State.PENDING_OWNER
                    ? enrollment.rejected(gone, now)
                    : enrollment.ended(gone, now, now);
            if (!(step instanceof Transition.Taken(var over))) return false;
            changes.end(over, now);
            return true;
        });
    }

    private void each(SubscriptionId subscription, BiFunction<Enrollment, Instant, Boolean> step) {
        var devices = store.liveOn(subscription).stream().map(enrollment -> enrollment.pairing().deviceId())
                .distinct().sorted((a, b) -> a.value().compareTo(b.value())).toList();
        devices.forEach(changes::lock);
        var now = clock.instant();
        var current = store.liveOn(subscription);
        for (var device : devices) {
            boolean changed = false;
            for (var enrollment : current) {
                if (enrollment.pairing().deviceId().equals(device)) changed |= step.apply(enrollment, now);
            }
            if (changed) changes.rewriteMap(device);
        }
    }
}
