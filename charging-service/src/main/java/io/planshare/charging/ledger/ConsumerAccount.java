package io.planshare.charging.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.limit.LimitEpoch;
import io.planshare.charging.limit.Rate;
import io.planshare.charging.limit.Share;
import io.planshare.model.Interval;
import io.planshare.model.ProviderAccountId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/**
 * The share of one subscription in a provider account.
 *
 * @param limit the one in force: at most so many units, used and reserved together; null for as many as there are
 */
public record ConsumerAccount(ProviderAccountId providerAccountId, SubscriptionId subscriptionId,
        @Nullable Units limit, Units consumed, Units reserved, Membership membership) {

    public record Key(ProviderAccountId providerAccountId, SubscriptionId subscriptionId) {}

    /** Whose limit stands still. */
    public ConsumerAccount(ProviderAccountId providerAccountId, SubscriptionId subscriptionId, @Nullable Units limit,
            Units consumed, Units reserved) {
        this(providerAccountId, subscriptionId, limit, consumed, reserved, Membership.of(limit));
    }

    public Key key() {
        return new Key(providerAccountId, subscriptionId);
    }

    /** What the limit leaves. A limit lowered below what is used leaves nothing, and never a debt. */
    public Units left() {
        return limit == null ? Units.MAX : limit.excessOver(consumed.plus(reserved));
    }

    /** What may still be granted: nothing while it is paused. */
    Units leftToHold() {
        return membership.paused() ? Units.ZERO : left();
    }

    /** What it lacks to the units that are guaranteed to it. */
    public Units floorUnmet() {
        return membership.leftAt() != null ? Units.ZERO : membership.floor().excessOver(consumed.plus(reserved));
    }

    /** Whether it may ever draw: it is a member and not paused. */
    boolean isActive() {
        return !membership.paused() && membership.leftAt() == null;
    }

    /** As the rules of moving limits see it. */
    public Share share(Instant now, Interval validity) {
        var gone = membership.leftAt() != null;
        var forecast = membership.rate().forecast(now, validity);
        return new Share(subscriptionId, consumed, reserved, limit, gone ? Units.ZERO : membership.floor(),
                membership.cap(), membership.weight(), forecast, !isActive()).needing(membership.lacking());
    }

    /** As the epoch has it, in which it was not touched yet. */
    public ConsumerAccount in(LimitEpoch epoch) {
        return with(epoch.limit(share(epoch.at(), epoch.validity())));
    }

    /** Its limit, if it was touched after that one was computed: what it has taken is its own; who came since keeps his. */
    public Units limitAfter(@Nullable Units computed) {
        var taken = consumed.plus(reserved);
        if (computed != null) return computed.compareTo(taken) < 0 ? taken : computed;
        return limit == null ? taken : limit;
    }

    ConsumerAccount reserve(Units units) {
        return lacking(Units.ZERO).with(limit, consumed, reserved.plus(units));
    }

    ConsumerAccount release(Units units) {
        return with(limit, consumed, reserved.minus(units));
    }

    ConsumerAccount debit(Units units) {
        return with(limit, consumed.plus(units), reserved);
    }

    public ConsumerAccount with(Units changedLimit) {
        return with(changedLimit, consumed, reserved);
    }

    ConsumerAccount with(Rate changed) {
        return with(membership.with(changed));
    }

    /** It was denied so much. */
    ConsumerAccount lacking(Units units) {
        return with(membership.lacking(units));
    }

    private ConsumerAccount with(Membership changed) {
        return new ConsumerAccount(providerAccountId, subscriptionId, limit, consumed, reserved, changed);
    }

    private ConsumerAccount with(@Nullable Units changedLimit, Units nowConsumed, Units nowReserved) {
        return new ConsumerAccount(providerAccountId, subscriptionId, changedLimit, nowConsumed, nowReserved,
                membership);
    }
}
