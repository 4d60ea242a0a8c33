package io.planshare.enrollment.subscription;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.planshare.enrollment.identifier.StoredIdentifier;
import io.planshare.event.EnrollmentEvent.SubscriptionChanged;
import io.planshare.event.EnrollmentEvent.SubscriptionStatus;
import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.PlanId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

import static io.planshare.event.EnrollmentEvent.SubscriptionStatus.ACTIVE;
import static io.planshare.event.EnrollmentEvent.SubscriptionStatus.ENDED;
import static io.planshare.event.EnrollmentEvent.SubscriptionStatus.SUSPENDED;

/**
 * A plan on an account, carried by a SIM.
 *
 * @param version rises by one with each change
 * @param deviceId the device that holds its card, if known
 */
record Subscription(SubscriptionId id, long version, AccountId accountId, PlanId planId, SubscriptionStatus status,
        Instant statusSince, StoredIdentifier imsi, @Nullable StoredIdentifier msisdn, @Nullable StoredIdentifier iccid,
        @Nullable SimCardId simCardId, @Nullable DeviceId deviceId, Instant createdAt) {

    /** Empty unless it is active. */
    Optional<Subscription> suspended(Instant now) {
        return status == ACTIVE ? Optional.of(changed(SUSPENDED, now, deviceId)) : Optional.empty();
    }

    /** Empty unless it is suspended. */
    Optional<Subscription> resumed(Instant now) {
        return status == SUSPENDED ? Optional.of(changed(ACTIVE, now, deviceId)) : Optional.empty();
    }

    /** For good: its card is in no device any more. Empty if it is so already. */
    Optional<Subscription> ended(Instant now) {
        return status == ENDED ? Optional.empty() : Optional.of(changed(ENDED, now, null));
    }

    Subscription in(@Nullable DeviceId device) {
        return changed(status, statusSince, device);
    }

    /** @param payerMapVersion of the device that holds its card, 0 without one */
    SubscriptionChanged event(long payerMapVersion) {
        return new SubscriptionChanged(id, version, accountId, planId, status, imsi.hmac(), hmac(msisdn), hmac(iccid),
                simCardId, deviceId, payerMapVersion);
    }

    private Subscription changed(SubscriptionStatus next, Instant since, @Nullable DeviceId device) {
        return new Subscription(id, version + 1, accountId, planId, next, since, imsi, msisdn, iccid, simCardId,
                device, createdAt);
    }

    private static @Nullable IdentifierHmac hmac(@Nullable StoredIdentifier identifier) {
        return identifier == null ? null : identifier.hmac();
    }
}
