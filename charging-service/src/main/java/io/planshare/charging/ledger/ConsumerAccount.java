package io.planshare.charging.ledger;

import org.jspecify.annotations.Nullable;

import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/**
 * The share of one subscription in a provider account.
 *
 * @param limit at most so many units, used and reserved together; null for as many as there are
 */
public record ConsumerAccount(ProviderAccountId providerAccountId, SubscriptionId subscriptionId,
        @Nullable Units limit, Units consumed, Units reserved) {

    public record Key(ProviderAccountId providerAccountId, SubscriptionId subscriptionId) {}

    public Key key() {
        return new Key(providerAccountId, subscriptionId);
    }

    /** What the limit leaves. A limit lowered below what is used leaves nothing, and never a debt. */
    public Units left() {
        return limit == null ? Units.MAX : limit.excessOver(consumed.plus(reserved));
    }

    ConsumerAccount reserve(Units units) {
        return new ConsumerAccount(providerAccountId, subscriptionId, limit, consumed, reserved.plus(units));
    }

    ConsumerAccount release(Units units) {
        return new ConsumerAccount(providerAccountId, subscriptionId, limit, consumed, reserved.minus(units));
    }

    ConsumerAccount debit(Units units) {
        return new ConsumerAccount(providerAccountId, subscriptionId, limit, consumed.plus(units), reserved);
    }
}
