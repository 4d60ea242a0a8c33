package io.planshare.charging.account;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.planshare.charging.payer.Subscription;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.kit.problem.Problem;
import io.planshare.model.SubscriptionId;

/** A subscription that can not become a consumer: a mistyped id must not stand there as one who never draws. */
sealed interface Unusable {

    Duration UNTIL_TOLD = Duration.ofSeconds(1);

    /** Its place among those that were asked for. */
    int place();

    SubscriptionId subscriptionId();

    /** Enrollment has not told of it: it is mistyped, or so young that its news is still on its way. */
    record Unknown(int place, SubscriptionId subscriptionId) implements Unusable {}

    record Ended(int place, SubscriptionId subscriptionId) implements Unusable {}

    static Optional<Unusable> first(List<SubscriptionId> wanted, Map<SubscriptionId, Subscription> known) {
        for (int place = 0; place < wanted.size(); place++) {
            var id = wanted.get(place);
            var subscription = known.get(id);
            if (subscription == null) return Optional.of(new Unknown(place, id));
            if (subscription.status() == SubscriptionStatus.ENDED) return Optional.of(new Ended(place, id));
        }
        return Optional.empty();
    }

    /** As the client is told. */
    default Problem problem(String pointer) {
        return switch (this) {
            // Not 409: that would be kept under the Idempotency-Key, and a retry could never succeed.
            case Unknown _ -> Problem.of(400, "unknown-subscription", "Subscription " + subscriptionId()
                    + " is not known here (yet): if it was created a moment ago, try again, with the same key too.")
                    .at(pointer, "is not known here").retryAfter(UNTIL_TOLD);
            case Ended _ -> Problem.of(409, "subscription-ended", "Subscription " + subscriptionId() + " has ended.")
                    .at(pointer, "has ended");
        };
    }
}
