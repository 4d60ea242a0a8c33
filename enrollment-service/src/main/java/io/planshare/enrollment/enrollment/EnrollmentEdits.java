package io.planshare.enrollment.enrollment;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.enrollment.consent.Consent;
import io.planshare.enrollment.consent.Consents;
import io.planshare.enrollment.consent.GivenConsent;
import io.planshare.enrollment.device.Device;
import io.planshare.model.CapLimit;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;

/** Changes what live enrollments are about. */
@Component
class EnrollmentEdits {

    private final EnrollmentStore store;
    private final Admissions admissions;
    private final EnrollmentChanges changes;
    private final Consents consents;
    private final Clock clock;

    EnrollmentEdits(EnrollmentStore store, Admissions admissions, EnrollmentChanges changes, Consents consents,
            Clock clock) {
        this.store = store;
        this.admissions = admissions;
        this.changes = changes;
        this.consents = consents;
        this.clock = clock;
    }

    /** More than the owner consented to needs his consent, and so a device that may be paired. */
    @Transactional
    public EnrollmentOutcome changeCapabilities(EnrollmentId id, Set<String> wanted, List<GivenConsent> given,
            LongConsumer versionCheck) {
        var found = store.find(id).orElse(null);
        if (found == null) return new EnrollmentOutcome.UnknownEnrollment(id);
        var subscription = admissions.lock(found.pairing().subscriptionId()).orElseThrow();
        var device = changes.lock(found.pairing().deviceId()).orElseThrow();
        var before = store.find(id).orElseThrow();
        versionCheck.accept(before.version());
        var now = clock.instant();
        if (!(before.withCapabilities(wanted, now) instanceof Transition.Taken(var changed))) {
            return new EnrollmentOutcome.WrongState(before.state());
        }
        var others = store.liveOrPaidAfter(device.id(), before.validity().from());
        var admission = admissions.of(device, subscription, others);
        var refusal = before.capabilities().containsAll(wanted)
                ? Optional.<EnrollmentOutcome>empty()
                : admission.refusalOfActivation(changed).or(() -> unconsented(changed, device, given, now));
        if (refusal.isPresent()) return refusal.get();
        var rival = admission.rivalOf(changed);
        if (rival.isPresent()) return new EnrollmentOutcome.AmbiguousPayer(rival.get());
        consents.store(id, changed.pairing().userPartyId(), wanted, given, now);
        return stored(changed);
    }

    @Transactional
    public EnrollmentOutcome changeCaps(EnrollmentId id, List<CapLimit> wanted, LongConsumer versionCheck) {
        var found = store.find(id).orElse(null);
        if (found == null) return new EnrollmentOutcome.UnknownEnrollment(id);
        var device = changes.lock(found.pairing().deviceId()).orElseThrow();
        var before = store.find(id).orElseThrow();
        versionCheck.accept(before.version());
        var now = clock.instant();
        var limits = liveConsents(id, device.ownerPartyId(), now).stream()
                .flatMap(consent -> Optional.ofNullable(consent.limit()).stream()).toList();
        return switch (before.withCaps(Caps.within(wanted, limits), now)) {
            case Transition.NotFrom(var state) -> new EnrollmentOutcome.WrongState(state);
            case Transition.Taken(var changed) -> stored(changed);
        };
    }

    private EnrollmentOutcome stored(Enrollment changed) {
        store.update(changed);
        if (changed.state() != Enrollment.State.PENDING_OWNER) changes.rewriteMap(changed.pairing().deviceId());
        return new EnrollmentOutcome.Done(changed);
    }

    private Optional<EnrollmentOutcome> unconsented(Enrollment changed, Device device, List<GivenConsent> given,
            Instant now) {
        var owner = device.ownerPartyId();
        boolean stranger = given.stream().anyMatch(consent -> !consent.by().equals(owner));
        if (stranger) return Optional.of(new EnrollmentOutcome.NoConsent(owner));
        boolean needsNone = changed.pairing().userPartyId().equals(owner) || !given.isEmpty()
                || changed.state() == Enrollment.State.PENDING_OWNER;
        if (needsNone || consented(changed.id(), owner, now).containsAll(changed.capabilities()))
            return Optional.empty();
        return Optional.of(new EnrollmentOutcome.NoConsent(owner));
    }

    private Collection<String> consented(EnrollmentId id, PartyId owner, Instant now) {
        var codes = new HashSet<String>();
        liveConsents(id, owner, now).forEach(consent -> codes.addAll(consent.capabilities()));
        return codes;
    }

    private List<Consent> liveConsents(EnrollmentId id, PartyId owner, Instant now) {
        return consents.of(id).stream().filter(consent -> consent.by().equals(owner) && consent.isLive(now)).toList();
    }
}
