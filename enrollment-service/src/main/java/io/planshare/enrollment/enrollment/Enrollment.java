package io.planshare.enrollment.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.planshare.event.EnrollmentEvent.EnrollmentTerms;
import io.planshare.model.CapLimit;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Interval;

import static io.planshare.enrollment.enrollment.Enrollment.State.ACTIVE;
import static io.planshare.enrollment.enrollment.Enrollment.State.ENDED;
import static io.planshare.enrollment.enrollment.Enrollment.State.PENDING_OWNER;
import static io.planshare.enrollment.enrollment.Enrollment.State.REJECTED;
import static io.planshare.enrollment.enrollment.Enrollment.State.SUSPENDED;

/**
 * A device is used by a party on that party's subscription (spec S1). Its state says whether it pays; its stretches say
 * when it did, does and will: they are the payer map's intervals.
 *
 * @param validity between the instants at which it may pay at all; may begin in the past
 * @param suspendedFor why it is suspended; it is active again when none of these is left
 * @param reason why it was ended or rejected
 * @param stretches in order of time, without overlap
 */
record Enrollment(EnrollmentId id, long version, Pairing pairing, Interval validity, Set<String> capabilities,
        List<CapLimit> caps, State state, Set<Suspension> suspendedFor, @Nullable Ending reason,
        List<Stretch> stretches, Instant requestedAt, Instant changedAt) {

    /** How long an owner has to consent. */
    static final Duration OWNER_PATIENCE = Duration.ofHours(24);

    enum State {
        PENDING_OWNER, ACTIVE, SUSPENDED, ENDED, REJECTED;

        boolean isLive() {
            return this == PENDING_OWNER || this == ACTIVE || this == SUSPENDED;
        }
    }

    /** Why an enrollment is suspended. */
    enum Suspension {
        QUOTA,
        THEFT,
        NON_PAYMENT,
        OWNER,
        PROVIDER,
        /** Follows the subscription; nobody else may lift it. */
        SUBSCRIPTION
    }

    /** Why an enrollment is over. */
    enum Ending {
        UNENROLLED, OWNER_REVOKED, TRANSFERRED, EXPIRED, SUBSCRIPTION_GONE, OWNER_DECLINED, WITHDRAWN, OWNER_TIMEOUT
    }

    Enrollment {
        capabilities = Collections.unmodifiableSet(new TreeSet<>(capabilities));
        caps = List.copyOf(caps);
        suspendedFor = suspendedFor.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(suspendedFor));
        stretches = List.copyOf(stretches);
    }

    /** As it is requested, before anybody consented. */
    static Enrollment requested(EnrollmentId id, Pairing pairing, Interval validity, Set<String> capabilities,
            List<CapLimit> caps, Instant now) {
        return new Enrollment(id, 1, pairing, validity, capabilities, caps, PENDING_OWNER, Set.of(), null, List.of(),
                now, now);
    }

    /**
     * The owner agrees.
     *
     * @param from when his consent begins to count
     * @param until when it ends by itself: the enrollment is valid no longer; after its validity begins
     */
    Transition consented(Instant from, @Nullable Instant until, List<CapLimit> limits, Instant now) {
        if (state != PENDING_OWNER) return new Transition.NotFrom(state);
        var validTo = validity.to();
        if (until != null && (validTo == null || until.isBefore(validTo))) validTo = until;
        var valid = new Interval(validity.from(), validTo);
        var active = new Enrollment(id, version + 1, pairing, valid, capabilities, Caps.within(caps, limits), ACTIVE,
                Set.of(), null, Stretch.andFrom(stretches, from, valid, capabilities), requestedAt, now);
        return new Transition.Taken(active);
    }

    Transition suspended(Suspension why, Instant now) {
        if (state != ACTIVE && state != SUSPENDED || suspendedFor.contains(why)) return new Transition.NotFrom(state);
        var all = EnumSet.of(why);
        all.addAll(suspendedFor);
        return next(SUSPENDED, all, null, Stretch.until(stretches, now), now);
    }

    Transition resumed(Set<Suspension> lifted, Instant now) {
        if (state != SUSPENDED || Collections.disjoint(suspendedFor, lifted)) return new Transition.NotFrom(state);
        var left = EnumSet.copyOf(suspendedFor);
        left.removeAll(lifted);
        if (!left.isEmpty()) return next(SUSPENDED, left, null, stretches, now);
        return next(ACTIVE, left, null, Stretch.andFrom(stretches, now, validity, capabilities), now);
    }

    Transition ended(Ending why, Instant at, Instant now) {
        if (state != ACTIVE && state != SUSPENDED) return new Transition.NotFrom(state);
        return next(ENDED, Set.of(), why, Stretch.until(stretches, at), now);
    }

    Transition rejected(Ending why, Instant now) {
        return state == PENDING_OWNER ? next(REJECTED, Set.of(), why, stretches, now) : new Transition.NotFrom(state);
    }

    /** Pays for other capabilities from now on; for what was before, those of then stay. */
    Transition withCapabilities(Set<String> wanted, Instant now) {
        if (!state.isLive()) return new Transition.NotFrom(state);
        var changed = state != ACTIVE
                ? stretches
                : Stretch.andFrom(Stretch.until(stretches, now), now, validity, wanted);
        return new Transition.Taken(new Enrollment(id, version + 1, pairing, validity, wanted, caps, state,
                suspendedFor, reason, changed, requestedAt, now));
    }

    Transition withCaps(List<CapLimit> wanted, Instant now) {
        if (!state.isLive()) return new Transition.NotFrom(state);
        return new Transition.Taken(new Enrollment(id, version + 1, pairing, validity, capabilities, wanted, state,
                suspendedFor, reason, stretches, requestedAt, now));
    }

    /** What time alone has brought about by now: the validity is over, or the owner never answered. */
    Transition due(Instant now) {
        var over = validity.to();
        if (over != null && !now.isBefore(over) && state != PENDING_OWNER) return ended(Ending.EXPIRED, over, now);
        if (!now.isBefore(requestedAt.plus(OWNER_PATIENCE))) return rejected(Ending.OWNER_TIMEOUT, now);
        return new Transition.NotFrom(state);
    }

    /** The times and capabilities in which nobody else may take its place: what it paid, and what is agreed on. */
    List<Stretch> claims() {
        if (!state.isLive()) return stretches;
        var claims = new ArrayList<Stretch>();
        var since = validity.from();
        for (var stretch : stretches) {
            var to = stretch.during().to();
            if (to == null || stretch.capabilities().equals(capabilities)) continue;
            claims.add(stretch);
            since = to;
        }
        if (validity.to() == null || since.isBefore(validity.to())) {
            claims.add(new Stretch(new Interval(since, validity.to()), capabilities));
        }
        return claims;
    }

    EnrollmentTerms terms() {
        return new EnrollmentTerms(id, pairing.deviceId(), pairing.userPartyId(), pairing.subscriptionId(),
                pairing.role(), capabilities, pairing.priority());
    }

    private Transition next(State next, Set<Suspension> reasons, @Nullable Ending why, List<Stretch> times,
            Instant now) {
        return new Transition.Taken(new Enrollment(id, version + 1, pairing, validity, capabilities, caps, next,
                reasons, why, times, requestedAt, now));
    }
}
