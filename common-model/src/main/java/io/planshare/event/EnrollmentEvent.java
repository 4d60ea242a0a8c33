package io.planshare.event;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.IdentifierHmac;
import io.planshare.model.PartyId;
import io.planshare.model.PayerMap;
import io.planshare.model.PlanId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;

/** What enrollment-service tells: devices, subscriptions, enrollments, and who pays for what. */
public sealed interface EnrollmentEvent extends Event {

    /** The whole state of a device. */
    record DeviceChanged(DeviceId deviceId, long version, List<IdentifierHmac> identifiers, String kind,
            PartyId ownerPartyId, DeviceStatus status) implements EnrollmentEvent, StateEvent {
        @Override
        public String key() {
            return deviceId.toString();
        }
    }

    enum DeviceStatus {
        ACTIVE, RETIRED
    }

    /**
     * The whole state of a subscription.
     *
     * @param simCardId the card that carries it, if one is bound
     * @param deviceId the device that holds this card, if known
     * @param payerMapVersion the version that this device's payer map had at least when this was committed, 0 without device
     */
    record SubscriptionChanged(SubscriptionId subscriptionId, long version, AccountId accountId, PlanId planId,
            SubscriptionStatus status, IdentifierHmac supi, @Nullable IdentifierHmac gpsi,
            @Nullable IdentifierHmac iccid, @Nullable SimCardId simCardId, @Nullable DeviceId deviceId,
            long payerMapVersion) implements EnrollmentEvent, StateEvent {
        @Override
        public String key() {
            return subscriptionId.toString();
        }
    }

    enum SubscriptionStatus {
        ACTIVE, SUSPENDED, ENDED
    }

    /** Who pays for what on a device changed; the whole map as it is now. */
    record PayerMapChanged(PayerMap map) implements EnrollmentEvent, StateEvent {
        @Override
        public String key() {
            return map.deviceId().toString();
        }

        @Override
        public long version() {
            return map.version();
        }
    }

    /** What an enrollment is about; the same in each of its events. */
    record EnrollmentTerms(EnrollmentId enrollmentId, DeviceId deviceId, PartyId userPartyId,
            SubscriptionId subscriptionId, EnrolledPayer.Role role, Set<String> capabilities, int priority) {
        public EnrollmentTerms {
            capabilities = Set.copyOf(capabilities);
        }
    }

    /** A step in an enrollment's life. */
    sealed interface EnrollmentStep extends EnrollmentEvent {
        EnrollmentTerms terms();

        @Override
        default String key() {
            return terms().deviceId().toString();
        }
    }

    record EnrollmentRequested(EnrollmentTerms terms, Instant occurredAt) implements EnrollmentStep {}

    record EnrollmentActivated(EnrollmentTerms terms, Instant occurredAt) implements EnrollmentStep {}

    record EnrollmentSuspended(EnrollmentTerms terms, Instant occurredAt, String reason) implements EnrollmentStep {}

    record EnrollmentResumed(EnrollmentTerms terms, Instant occurredAt) implements EnrollmentStep {}

    record EnrollmentEnded(EnrollmentTerms terms, Instant occurredAt, String reason) implements EnrollmentStep {}

    record EnrollmentRejected(EnrollmentTerms terms, Instant occurredAt, String reason) implements EnrollmentStep {}
}
