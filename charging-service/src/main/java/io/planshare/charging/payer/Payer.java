package io.planshare.charging.payer;

import org.jspecify.annotations.Nullable;

import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.model.AccountId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.SubscriptionId;

/** Who bears traffic. */
public sealed interface Payer {

    /** The operator, by law. */
    record Operator() implements Payer {}

    /** Nobody: it is denied. */
    record Nobody(boolean restricted) implements Payer {}

    /**
     * A subscription.
     *
     * @param enrollment what makes it pay; null for a subscription that is on no shared device
     */
    record Subscriber(SubscriptionId subscriptionId, AccountId accountId, @Nullable EnrolledPayer enrollment,
            @Nullable String capability) implements Payer {

        public UsagePayer asUsagePayer() {
            return new UsagePayer(enrollment == null ? null : enrollment.enrollmentId(), subscriptionId, accountId,
                    capability);
        }
    }
}
