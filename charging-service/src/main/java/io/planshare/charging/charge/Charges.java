package io.planshare.charging.charge;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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

    /**
     * Gives back so much of what was charged for a usage record, but never more than is left of it; answers how much that is.
     * In the caller's transaction.
     */
    public long giveBack(UUID recordId, long minor, String reason) {
        var found = charges.ofRecord(recordId);
        if (found.isEmpty() || minor <= 0) return 0;
        charges.serialize(found.get().id());
        var left = found.get().amount().amountMinor() - charges.refunded(found.get().id());
        var given = Math.min(left, minor);
        if (given > 0) added(found.get().refund(new ChargeId(Id.next()), given, reason, now()));
        return given;
    }

    /** Puts an amount on an account that its holder has agreed to, such as for units called back. In the caller's transaction. */
    public void put(AccountId account, Money amount, String reason) {
        added(Charge.adjustment(new ChargeId(Id.next()), account, null, amount, reason, now()));
    }

    /** @param minor null for all that was not given back yet */
    @Transactional
    ChargeOutcome refund(ChargeId id, @Nullable Long minor, String reason) {
        charges.serialize(id);
        var found = charges.find(id);
        if (found.isEmpty()) return new ChargeOutcome.UnknownCharge(id);
        var charge = found.get();
        var refundable = switch (charge.kind()) {
            case OVERAGE, RECURRING -> true;
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
        charges.save(List.of(charge));
        outbox.publish(charge.toEvent());
        return new ChargeOutcome.Added(charge);
    }

    private Instant now() {
        return SqlArray.micros(clock.instant());
    }
}
