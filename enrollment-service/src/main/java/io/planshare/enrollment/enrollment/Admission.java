package io.planshare.enrollment.enrollment;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.planshare.enrollment.consent.GivenConsent;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.event.TheftEvent.EquipmentStatus;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/**
 * Whether a device may be used on a subscription (spec S1, validation). What it lets pass leaves no doubt about who pays:
 * of any two enrollments that could both be first, one was refused.
 *
 * @param others the device's enrollments that are live, or paid at a time in which the new one would
 */
record Admission(DeviceOfOwner device, PayingSubscription subscription, List<Enrollment> others) {

    /** How many enrollments a device may have at a time. */
    static final int LIVE_MAX = 32;

    /** What the decision needs to know of the device. */
    record DeviceOfOwner(DeviceId id, PartyId owner, boolean retired, Set<String> offered, EquipmentStatus equipment,
            RestrictionLevel restriction) {}

    /** What it needs to know of the subscription. @param holder whose account it is billed to */
    record PayingSubscription(SubscriptionId id, AccountId accountId, PartyId holder, SubscriptionStatus status,
            RestrictionLevel restriction) {}

    /** The enrollment as it begins: pending, or active if the owner is the user or consented; else why not. */
    EnrollmentOutcome decide(EnrollmentWish wish, Instant now) {
        var refusal = refusal(wish.userPartyId()).or(() -> refusal(wish.capabilities())).or(() -> refusal(wish));
        if (refusal.isPresent()) return refusal.get();
        var requested = wish.requested(subscription.accountId(), now);
        var rival = rivalOf(requested);
        if (rival.isPresent()) return new EnrollmentOutcome.AmbiguousPayer(rival.get());
        if (wish.userPartyId().equals(device.owner())) return begun(requested, wish, List.of(), now);
        var ofOwner = wish.consentsOf(device.owner());
        return ofOwner.isEmpty() ? new EnrollmentOutcome.Done(requested) : begun(requested, wish, ofOwner, now);
    }

    /** Why a pending one cannot become active now, whatever was true when it was requested. */
    Optional<EnrollmentOutcome> refusalOfActivation(Enrollment pending) {
        return refusal(pending.pairing().userPartyId()).or(() -> refusal(pending.capabilities()));
    }

    /** Another that could be first for the same traffic at the same time. */
    Optional<EnrollmentId> rivalOf(Enrollment enrollment) {
        return others.stream()
                .filter(other -> !other.id().equals(enrollment.id())
                        && other.pairing().competesWith(enrollment.pairing()))
                .filter(other -> enrollment.claims().stream()
                        .anyMatch(claim -> other.claims().stream().anyMatch(claim::clashesWith)))
                .map(Enrollment::id).min((a, b) -> a.value().compareTo(b.value()));
    }

    Optional<EnrollmentOutcome> refusal(Collection<String> capabilities) {
        return capabilities.stream().filter(code -> !device.offered().contains(code)).sorted().findFirst()
                .map(EnrollmentOutcome.NotOffered::new);
    }

    private Optional<EnrollmentOutcome> refusal(PartyId user) {
        if (device.retired()) return Optional.of(new EnrollmentOutcome.DeviceRetired(device.id()));
        if (device.equipment() == EquipmentStatus.BLACKLISTED) {
            return Optional.of(new EnrollmentOutcome.EquipmentBlacklisted(device.id()));
        }
        if (device.restriction().freezesIdentity()) {
            return Optional.of(new EnrollmentOutcome.Restricted(device.restriction()));
        }
        if (!subscription.holder().equals(user)) {
            return Optional.of(new EnrollmentOutcome.SubscriptionOfAnother(subscription.id()));
        }
        if (subscription.restriction().freezesIdentity()) {
            return Optional.of(new EnrollmentOutcome.Restricted(subscription.restriction()));
        }
        return subscription.status() == SubscriptionStatus.ACTIVE
                ? Optional.empty()
                : Optional.of(new EnrollmentOutcome.SubscriptionNotActive(subscription.status()));
    }

    private Optional<EnrollmentOutcome> refusal(EnrollmentWish wish) {
        boolean stranger = wish.consents().stream().map(GivenConsent::by)
                .anyMatch(by -> !by.equals(device.owner()) && !by.equals(wish.userPartyId()));
        if (stranger) return Optional.of(new EnrollmentOutcome.NoConsent(device.owner()));
        long live = others.stream().filter(other -> other.state().isLive()).count();
        return live < LIVE_MAX ? Optional.empty() : Optional.of(new EnrollmentOutcome.Full(LIVE_MAX));
    }

    private static EnrollmentOutcome begun(Enrollment requested, EnrollmentWish wish,
            List<GivenConsent> consents, Instant now) {
        var until = EnrollmentWish.earliestEnd(consents);
        var begin = wish.validity().from();
        if (until.isPresent() && !until.get().isAfter(begin)) return new EnrollmentOutcome.ConsentTooShort();
        return switch (requested.consented(begin, until.orElse(null), EnrollmentWish.limits(consents), now)) {
            case Transition.Taken(var active) -> new EnrollmentOutcome.Done(active);
            case Transition.NotFrom(var state) -> new EnrollmentOutcome.WrongState(state);
        };
    }
}
