package io.planshare.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Money;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** What charging-service tells: use, and who paid for it. */
public sealed interface ChargingEvent extends Event {

    /**
     * Use was charged, once and for good. metered = sum of allocations + sum of overage + uncovered (design section 3).
     *
     * @param subscriptionId whose SUPI used it
     * @param payer who paid; null when nobody did (emergency, no payer)
     * @param startedAt begin of the span it was used in, when the network told
     * @param occurredAt end of that span; decides about payer, account and cycle
     * @param estimated the network's report spanned a change of payer and was cut pro rata by time
     */
    record UsageRecorded(UUID recordId, @Nullable DeviceId deviceId, SubscriptionId subscriptionId,
            @Nullable SimCardId simCardId, @Nullable UsagePayer payer, String chargingDataRef,
            @Nullable Long ratingGroup, UnitType unit, Units metered, List<Allocation> allocations,
            List<Overage> overage, Units uncovered, @Nullable UncoveredReason uncoveredReason,
            @Nullable Instant startedAt, Instant occurredAt, Instant recordedAt, boolean estimated)
            implements
                ChargingEvent {
        public UsageRecorded {
            allocations = List.copyOf(allocations);
            overage = List.copyOf(overage);
        }

        @Override
        public String key() {
            return deviceId == null ? subscriptionId.toString() : deviceId.toString();
        }
    }

    /** @param enrollmentId null when a subscription without a shared device pays for itself */
    record UsagePayer(@Nullable EnrollmentId enrollmentId, SubscriptionId subscriptionId, AccountId accountId,
            @Nullable String capability) {}

    record Allocation(ProviderAccountId providerAccountId, Units units) {}

    /** Units beyond all accounts, paid in money by consent. */
    record Overage(Units units, Money amount) {}

    /** Why units were written off. */
    enum UncoveredReason {
        /** Free by law. */
        EMERGENCY,
        /** The network let pass more than the payer's accounts, limits and consent cover. */
        OVERSHOOT,
        /** Used after somebody else began to pay, on a grant of before, and beyond what the new payer's accounts cover. */
        SWITCH,
        /** It was used although nobody pays for it. */
        NO_PAYER,
        /** The device was restricted. */
        RESTRICTED,
        /** An account that would have paid is frozen until somebody has looked into its figures. */
        ACCOUNT_FROZEN
    }

    /** Something theft-detection may want to judge. */
    record Observed(UUID observationId, @Nullable DeviceId deviceId, SubscriptionId subscriptionId,
            ObservationKind kind, Instant occurredAt) implements ChargingEvent {
        @Override
        public String key() {
            return deviceId == null ? subscriptionId.toString() : deviceId.toString();
        }
    }

    enum ObservationKind {
        /** A card reports from an equipment that it is not bound to: a new handset, a moved card, or a cloned IMEI. */
        PEI_MISMATCH
    }
}
