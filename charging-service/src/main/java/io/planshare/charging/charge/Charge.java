package io.planshare.charging.charge;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.planshare.event.ChargingEvent;
import io.planshare.event.ChargingEvent.AccountAdjusted;
import io.planshare.event.ChargingEvent.ChargeKind;
import io.planshare.event.ChargingEvent.ChargeRated;
import io.planshare.event.ChargingEvent.ChargeRefunded;
import io.planshare.event.ChargingEvent.UsageRecorded;
import io.planshare.model.AccountId;
import io.planshare.model.ChargeId;
import io.planshare.model.Interval;
import io.planshare.model.Money;
import io.planshare.model.PlanId;
import io.planshare.model.SubscriptionId;

/**
 * An entry on an account's bill.
 *
 * @param amount positive is owed to the operator; never zero
 * @param recordId the usage record that overage or a recall was charged for
 * @param corrects what a refund gives back, or an adjustment is about
 * @param cycle that a recurring fee pays for
 * @param reason why it was put right by hand
 */
public record Charge(ChargeId id, AccountId accountId, @Nullable SubscriptionId subscriptionId, Kind kind, Money amount,
        @Nullable UUID recordId, @Nullable ChargeId corrects, @Nullable PlanId planId, @Nullable Interval cycle,
        @Nullable String reason, Instant occurredAt, Instant recordedAt) {

    enum Kind {
        OVERAGE,
        RECURRING,
        REFUND,
        ADJUSTMENT,
        /** Units that their owner called back. */
        RECALL
    }

    /** What a usage record costs in money; empty when that is nothing, as for a part too small for a minor unit. */
    public static Optional<Charge> of(UsageRecorded usage, Supplier<UUID> ids) {
        var payer = usage.payer();
        var sum = usage.overage().stream().map(ChargingEvent.Overage::amount).reduce(Money::plus)
                .filter(amount -> amount.amountMinor() > 0);
        if (payer == null || sum.isEmpty()) return Optional.empty();
        return Optional.of(new Charge(new ChargeId(ids.get()), payer.accountId(), payer.subscriptionId(), Kind.OVERAGE,
                sum.get(), usage.recordId(), null, null, null, null, usage.occurredAt(), usage.recordedAt()));
    }

    /** Units of a usage record that their owner called back cost what was agreed. */
    static Charge recall(ChargeId id, AccountId account, SubscriptionId subscription, UUID recordId, Money amount,
            Instant occurredAt, Instant now) {
        return new Charge(id, account, subscription, Kind.RECALL, amount, recordId, null, null, null, null, occurredAt,
                now);
    }

    static Charge fee(ChargeId id, AccountId account, SubscriptionId subscription, PlanId plan, Money amount,
            Interval cycle, Instant now) {
        return new Charge(id, account, subscription, Kind.RECURRING, amount, null, null, plan, cycle, null,
                cycle.from(), now);
    }

    /** @param minor so much of this charge is given back */
    Charge refund(ChargeId refundId, long minor, String why, Instant now) {
        return new Charge(refundId, accountId, subscriptionId, Kind.REFUND, new Money(-minor, amount.currency()), null,
                id, null, null, why, now, now);
    }

    static Charge adjustment(ChargeId id, AccountId account, @Nullable Charge about, Money amount, String why,
            Instant now) {
        return new Charge(id, account, about == null ? null : about.subscriptionId, Kind.ADJUSTMENT, amount, null,
                about == null ? null : about.id, null, null, why, now, now);
    }

    /** As others are told. */
    public ChargingEvent toEvent() {
        return switch (kind) {
            case OVERAGE -> rated(ChargeKind.OVERAGE);
            case RECURRING -> rated(ChargeKind.RECURRING);
            case RECALL -> rated(ChargeKind.RECALL);
            case REFUND -> new ChargeRefunded(id, Objects.requireNonNull(corrects), accountId, subscriptionId, amount,
                    Objects.requireNonNull(reason), recordedAt);
            case ADJUSTMENT -> new AccountAdjusted(id, corrects, accountId, amount, Objects.requireNonNull(reason),
                    recordedAt);
        };
    }

    private ChargeRated rated(ChargeKind rated) {
        return new ChargeRated(id, accountId, Objects.requireNonNull(subscriptionId), rated, amount, recordId,
                cycle == null ? null : cycle.from(), cycle == null ? null : cycle.to(), occurredAt, recordedAt);
    }
}
