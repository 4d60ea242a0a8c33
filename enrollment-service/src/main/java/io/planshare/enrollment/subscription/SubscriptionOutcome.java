package io.planshare.enrollment.subscription;

import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SubscriptionId;

/** What became of a wish about a subscription. */
sealed interface SubscriptionOutcome {

    record Done(Subscription subscription) implements SubscriptionOutcome {}

    record UnknownSubscription(SubscriptionId id) implements SubscriptionOutcome {}

    record UnknownAccount(AccountId id) implements SubscriptionOutcome {}

    record UnknownDevice(DeviceId id) implements SubscriptionOutcome {}

    record IdTaken(SubscriptionId id) implements SubscriptionOutcome {}

    /** Another subscription that has not ended has it. @param member of the request */
    record InUse(String member) implements SubscriptionOutcome {}

    record DeviceRetired(DeviceId id) implements SubscriptionOutcome {}

    /** The card may not be moved: the subscription, or the device on either side, is restricted. */
    record Restricted(RestrictionLevel level) implements SubscriptionOutcome {}

    record WrongStatus(SubscriptionStatus status) implements SubscriptionOutcome {}
}
