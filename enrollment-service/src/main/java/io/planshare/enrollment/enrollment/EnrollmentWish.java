package io.planshare.enrollment.enrollment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.planshare.enrollment.consent.GivenConsent;
import io.planshare.model.AccountId;
import io.planshare.model.CapLimit;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Interval;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;

import static java.util.Comparator.naturalOrder;

/** Somebody asks that a device be used on his subscription. */
record EnrollmentWish(EnrollmentId id, DeviceId deviceId, PartyId userPartyId, EnrolledPayer.Role role,
        SubscriptionId subscriptionId, Set<String> capabilities, int priority, EnrolledPayer.Presence presence,
        List<CapLimit> caps, Interval validity, List<GivenConsent> consents) {

    Enrollment requested(AccountId account, Instant now) {
        var pairing = new Pairing(deviceId, userPartyId, subscriptionId, account, role, priority, presence);
        return Enrollment.requested(id, pairing, validity, capabilities, caps, now);
    }

    List<GivenConsent> consentsOf(PartyId party) {
        return consents.stream().filter(consent -> consent.by().equals(party)).toList();
    }

    /** When the first of these consents ends by itself. */
    static Optional<Instant> earliestEnd(List<GivenConsent> consents) {
        return consents.stream().flatMap(consent -> Optional.ofNullable(consent.until()).stream()).min(naturalOrder());
    }

    static List<CapLimit> limits(List<GivenConsent> consents) {
        return consents.stream().flatMap(consent -> Optional.ofNullable(consent.limit()).stream()).toList();
    }
}
