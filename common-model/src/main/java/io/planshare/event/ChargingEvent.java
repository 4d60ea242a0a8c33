package io.planshare.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.AccountId;
import io.planshare.model.ChargeId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrollmentId;
import io.planshare.model.Interval;
import io.planshare.model.Money;
import io.planshare.model.PackageId;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SimCardId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.TariffId;
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

    /**
     * Units beyond all accounts, paid in money by consent.
     *
     * @param rating how the amount came about; null in records of before it was told
     */
    record Overage(Units units, Money amount, @Nullable Rating rating) {
        public Overage(Units units, Money amount) {
            this(units, amount, null);
        }
    }

    /**
     * How an amount came about: all that a bill and a dispute need.
     *
     * @param consentId the terms that the payer had agreed to
     * @param tariffId with version and entry; null where the consent itself named the price
     * @param price minor units for {@code priceSize} units, a plain decimal
     * @param zone where it was used, as the tariff divides the world
     * @param timeBand the tariff's time of day; null where the entry knows none
     * @param network that served, MCC and MNC; null when the network did not tell
     * @param cycleStart of the cycle whose cap it counts in; null for a consent that counts for ever
     */
    record Rating(UUID consentId, @Nullable TariffId tariffId, @Nullable Integer tariffVersion,
            @Nullable String entry, String price, long priceSize, @Nullable String zone, @Nullable String timeBand,
            @Nullable String network, @Nullable Instant cycleStart) {}

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

    /**
     * Money on an account's bill: charges are added, never edited.
     *
     * @param recordId the usage record it is for; null for a recurring fee
     * @param cycleStart with {@code cycleEnd}: the cycle that a recurring fee pays for
     */
    record ChargeRated(ChargeId chargeId, AccountId accountId, SubscriptionId subscriptionId, ChargeKind kind,
            Money amount, @Nullable UUID recordId, @Nullable Instant cycleStart, @Nullable Instant cycleEnd,
            Instant occurredAt, Instant recordedAt) implements ChargingEvent {
        @Override
        public String key() {
            return accountId.toString();
        }
    }

    enum ChargeKind {
        /** Units beyond all accounts. */
        OVERAGE,
        /** A plan's fee for one cycle. */
        RECURRING,
        /** Units that their owner called back at a close, at the price that was agreed. */
        RECALL
    }

    /**
     * Money given back.
     *
     * @param corrects the charge that it gives back, in whole or in part
     * @param amount negative
     */
    record ChargeRefunded(ChargeId chargeId, ChargeId corrects, AccountId accountId,
            @Nullable SubscriptionId subscriptionId, Money amount, String reason, Instant recordedAt)
            implements
                ChargingEvent {
        @Override
        public String key() {
            return accountId.toString();
        }
    }

    /**
     * An amount put on an account by hand.
     *
     * @param corrects the charge that it is about, if any
     * @param amount positive to charge, negative to credit
     */
    record AccountAdjusted(ChargeId chargeId, @Nullable ChargeId corrects, AccountId accountId, Money amount,
            String reason, Instant recordedAt) implements ChargingEvent {
        @Override
        public String key() {
            return accountId.toString();
        }
    }

    /**
     * A subscription spent so much of a cap on money: once for each cycle and percentage, for whoever tells the customer.
     *
     * @param percent 80, or 100: there is no more
     */
    record SpendingCapReached(AccountId accountId, SubscriptionId subscriptionId, SpendingScope scope, int percent,
            Money spent, Money limit, Instant cycleStart, Instant cycleEnd, Instant occurredAt)
            implements
                ChargingEvent {
        @Override
        public String key() {
            return accountId.toString();
        }
    }

    enum SpendingScope {
        /** All overage of a cycle. */
        OVERAGE,
        /** The part of it that was used abroad. */
        ROAMING
    }

    /**
     * What lies in a sharing group's accounts, as a close needs it (design section 3): its stored input. In parts, each of which
     * a broker takes; an account with many consumers is told in several of them.
     *
     * @param part 1 to {@code parts}
     * @param records so many use records of the accounts' consumers of the time that is asked for, and rebookings of them, were
     *        recorded by {@code preparedAt}: who knows fewer waits
     */
    record ClosePrepared(UUID runId, int round, AccountId groupId, int part, int parts, List<CloseAccount> accounts,
            long records, Instant preparedAt) implements ChargingEvent {
        public ClosePrepared {
            accounts = List.copyOf(accounts);
        }

        @Override
        public String key() {
            return groupId.toString();
        }
    }

    /**
     * One account of a close.
     *
     * @param ended whether its cycle has ended; units of others are only there for what else would be excess
     * @param spare what lies in it
     * @param consumed all that was taken from it
     */
    record CloseAccount(ProviderAccountId providerAccountId, AccountId ownerId, @Nullable PackageId packageId,
            UnitType unit, List<Long> ratingGroups, Interval validity, boolean ended, Units spare, Units consumed,
            List<CloseConsumer> consumers) {
        public CloseAccount {
            ratingGroups = List.copyOf(ratingGroups);
            consumers = List.copyOf(consumers);
        }
    }

    /**
     * @param left what its limit leaves; null without a limit
     * @param leftAt since when it draws no more
     */
    record CloseConsumer(SubscriptionId subscriptionId, AccountId accountId, @Nullable Units left,
            @Nullable Instant leftAt) {}

    /**
     * @param posted all moves of the round are booked; if not, balances had changed since it was prepared: nothing was booked
     *     from the first part on that did not fit any more
     */
    record ClosePosted(UUID runId, int round, AccountId groupId, boolean posted, Instant postedAt)
            implements
                ChargingEvent {
        @Override
        public String key() {
            return groupId.toString();
        }
    }

    /**
     * Use of before was taken from other accounts, as a reversal and a new entry.
     */
    record UsageRebooked(UUID rebookingId, UUID recordId, @Nullable DeviceId deviceId, SubscriptionId subscriptionId,
            UUID runId, List<Rebooking> parts, Instant occurredAt, Instant recordedAt) implements ChargingEvent {
        public UsageRebooked {
            parts = List.copyOf(parts);
        }

        @Override
        public String key() {
            return deviceId == null ? subscriptionId.toString() : deviceId.toString();
        }
    }

    /** From an account, or from beyond all accounts, to another. */
    record Rebooking(Place from, Place to, Units units) {}

    /** @param providerAccountId for an account only */
    record Place(PlaceKind kind, @Nullable ProviderAccountId providerAccountId) {}

    enum PlaceKind {
        ACCOUNT,
        /** Paid in money. */
        OVERAGE,
        /** Written off. */
        UNCOVERED
    }
}
