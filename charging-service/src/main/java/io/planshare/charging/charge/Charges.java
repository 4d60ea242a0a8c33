package io.planshare.charging.charge;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import io.planshare.charging.SqlArray;
import io.planshare.kit.outbox.Outbox;
import io.planshare.kit.page.Cursor;
import io.planshare.kit.page.Page;
import io.planshare.model.AccountId;
import io.planshare.model.ChargeId;
import io.planshare.model.Id;
import io.planshare.model.Money;
import io.planshare.model.SubscriptionId;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

/** Charges: added, put right by further ones, shown. */
@Service
public class Charges {

    private final ChargeStore charges;
    private final Outbox outbox;
    private final Clock clock;

    Charges(ChargeStore charges, Outbox outbox, Clock clock) {
        this.charges = charges;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Saves charges in the caller's transaction, who publishes them too. */
    public void add(List<Charge> rated) {
        charges.save(rated);
    }

    /** So many of the units that a usage record was charged for are not any more. */
    public record Returned(UUID recordId, long units, long ofUnits) {}

    /**
     * Gives back what was charged for usage records, in proportion to the units and rounded in the customer's favour; all that
     * is left for all units. In the caller's transaction.
     */
    public void giveBack(Collection<Returned> returned, String reason) {
        var now = now();
        var byRecord = returned.stream().collect(toMap(Returned::recordId, identity()));
        added(charges.chargedFor(byRecord.keySet()).stream().flatMap(charged -> {
            var part = requireNonNull(byRecord.get(charged.charge().recordId()));
            var kept = BigInteger.valueOf(charged.left()).multiply(BigInteger.valueOf(part.ofUnits() - part.units()))
                    .divide(BigInteger.valueOf(part.ofUnits())).longValueExact();
            return kept == charged.left()
                    ? Stream.empty()
                    : Stream.of(charged.charge().refund(new ChargeId(Id.next()), charged.left() - kept, reason, now));
        }).toList());
    }

    /** Units of a usage record that their owner called back. */
    public record Recalled(UUID recordId, AccountId account, SubscriptionId payer, Money amount, Instant occurredAt) {}

    /** Charges what was agreed for it. In the caller's transaction. */
    public void recall(Collection<Recalled> recalled) {
        var now = now();
        added(recalled.stream().filter(it -> it.amount().amountMinor() > 0).map(it -> Charge.recall(
                new ChargeId(Id.next()), it.account(), it.payer(), it.recordId(), it.amount(), it.occurredAt(), now))
                .toList());
    }

    /** @param minor null for all that was not given back yet */
    @Transactional
    ChargeOutcome refund(ChargeId id, @Nullable Long minor, String reason) {
        charges.serialize(id);
        var found = charges.find(id);
        if (found.isEmpty()) return new ChargeOutcome.UnknownCharge(id);
        var charge = found.get();
        var refundable = switch (charge.kind()) {
            case OVERAGE, RECURRING, RECALL -> true;
            case REFUND, ADJUSTMENT -> false;
        };
        if (!refundable) return new ChargeOutcome.NotRefundable(charge);
        var left = charge.amount().amountMinor() - charges.refunded(id);
        var wanted = minor == null ? left : minor;
        if (wanted > left || left == 0) return new ChargeOutcome.MoreThanCharged(left);
        return added(charge.refund(new ChargeId(Id.next()), wanted, reason, now()));
    }

    @Transactional
    ChargeOutcome adjust(AccountId account, Money amount, @Nullable ChargeId about, String reason) {
        if (!charges.isKnown(account)) return new ChargeOutcome.UnknownAccount(account);
        var found = about == null ? Optional.<Charge>empty() : charges.find(about);
        if (about != null && found.isEmpty()) return new ChargeOutcome.UnknownCharge(about);
        var charge = found.orElse(null);
        if (charge != null && !charge.accountId().equals(account)) return new ChargeOutcome.AnotherAccount();
        if (charge != null && !charge.amount().currency().equals(amount.currency())) {
            return new ChargeOutcome.AnotherCurrency(charge.amount().currency());
        }
        return added(Charge.adjustment(new ChargeId(Id.next()), account, charge, amount, reason, now()));
    }

    Optional<Charge> find(ChargeId id) {
        return charges.find(id);
    }

    Page<Charge> list(AccountId account, @Nullable Instant from, @Nullable Instant to, Cursor cursor) {
        return Page.of(cursor, charges.list(account, from, to, cursor), charge -> charge.id().toString());
    }

    private ChargeOutcome added(Charge charge) {
        added(List.of(charge));
        return new ChargeOutcome.Added(charge);
    }

    private void added(List<Charge> added) {
        charges.save(added);
        outbox.publishAll(added.stream().map(Charge::toEvent).toList());
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
