package io.planshare.enrollment.enrollment;

import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/** What became of a wish about an enrollment. */
sealed interface EnrollmentOutcome {

    record Done(Enrollment enrollment) implements EnrollmentOutcome {}

    record UnknownEnrollment(EnrollmentId id) implements EnrollmentOutcome {}

    record UnknownDevice(DeviceId id) implements EnrollmentOutcome {}

    record UnknownUser(PartyId id) implements EnrollmentOutcome {}

    record UnknownSubscription(SubscriptionId id) implements EnrollmentOutcome {}

    record IdTaken(EnrollmentId id) implements EnrollmentOutcome {}

    record DeviceRetired(DeviceId id) implements EnrollmentOutcome {}

    record EquipmentBlacklisted(DeviceId id) implements EnrollmentOutcome {}

    /** The device, or the subscription that should pay, may not be paired at present. */
    record Restricted(RestrictionLevel level) implements EnrollmentOutcome {}

    /** A user pays from a subscription of his own. */
    record SubscriptionOfAnother(SubscriptionId id) implements EnrollmentOutcome {}

    record SubscriptionNotActive(SubscriptionStatus status) implements EnrollmentOutcome {}

    record NotOffered(String capability) implements EnrollmentOutcome {}

    /** The owner did not consent to this, or somebody did whose consent counts for nothing here. */
    record NoConsent(PartyId owner) implements EnrollmentOutcome {}

    /** A consent that ends before the enrollment begins. */
    record ConsentTooShort() implements EnrollmentOutcome {}

    record Full(int max) implements EnrollmentOutcome {}

    /** Both would be first to pay for the same traffic at the same time. */
    record AmbiguousPayer(EnrollmentId other) implements EnrollmentOutcome {}

    record WrongState(Enrollment.State state) implements EnrollmentOutcome {}
}
