package io.planshare.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.Interval;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** What charging-service tells about the units of a provider account and who may still draw on them (spec S7). */
public sealed interface CreditEvent extends Event {

    ProviderAccountId providerAccountId();

    @Override
    default String key() {
        return providerAccountId().toString();
    }

    /**
     * Limits of consumers moved, all at once.
     *
     * @param limits those that changed; none where more than 256 moved: the reason says to which levels
     * @param reason the numbers behind it, for people
     */
    record LimitAdjusted(UUID adjustmentId, ProviderAccountId providerAccountId, List<LimitTrigger> triggers,
            List<MovedLimit> limits, String reason, Instant occurredAt) implements CreditEvent {
        public LimitAdjusted {
            triggers = List.copyOf(triggers);
            limits = List.copyOf(limits);
        }
    }

    /** @param before null if it had no limit */
    record MovedLimit(SubscriptionId subscriptionId, @Nullable Units before, Units after) {}

    /** What makes limits move (spec S7 (3); the last one: design section 3). */
    enum LimitTrigger {
        /** (a) 25, 50, 75 or 90 % of the validity is over. */
        TIME,
        /** (b) 25, 50, 75 or 90 % of the units are used. */
        AMOUNT,
        /** (c) Use runs more than 10 points ahead of time, or behind it. */
        RATE,
        /** (d) The fullest limit is used up more than 30 points further than the emptiest. */
        IMBALANCE,
        /** (e) One consumer has come to 80 % of its limit while others have slack. */
        NEAR_LIMIT,
        /** (f) A consumer came, went or has other terms; units or validity changed. */
        CHANGE,
        /** (g) Somebody asked for it. */
        MANUAL,
        /** (h) A grant would be cut short by a limit while the account holds units. */
        DENIAL_IMMINENT
    }

    /**
     * So much of the account is used now.
     *
     * @param percent 50, 75, 90, 95 or 100
     * @param total all units of the account that did not expire or were withdrawn
     * @param remaining of these, not used
     */
    record ThresholdCrossed(ProviderAccountId providerAccountId, int percent, Units total, Units remaining,
            @Nullable Instant validTo, Instant occurredAt) implements CreditEvent {}

    /** All of its units are used. */
    record Exhausted(ProviderAccountId providerAccountId, Units total, @Nullable Instant validTo, Instant occurredAt)
            implements
                CreditEvent {}

    /** Units came on top. */
    record Replenished(ProviderAccountId providerAccountId, Units units, Units remaining, @Nullable Instant validTo,
            Instant occurredAt) implements CreditEvent {}

    /** Units were lost with the end of their validity. */
    record Expired(ProviderAccountId providerAccountId, Units units, Instant validTo, Instant occurredAt)
            implements
                CreditEvent {}

    /** A consumer asked and was granted nothing for lack of credit. It is told when that changes. */
    record ConsumerBlocked(ProviderAccountId providerAccountId, SubscriptionId subscriptionId, long ratingGroup,
            Instant occurredAt) implements CreditEvent {}

    /** A blocked consumer may draw again; its open sessions are made to ask. */
    record ConsumerUnblocked(ProviderAccountId providerAccountId, SubscriptionId subscriptionId, Instant occurredAt)
            implements
                CreditEvent {}

    /** An account came into being. */
    record AccountOpened(ProviderAccountId providerAccountId, AccountId ownerId, @Nullable PackageId packageId,
            UnitType unit, Units units, Interval validity, Instant occurredAt) implements CreditEvent {}
}
