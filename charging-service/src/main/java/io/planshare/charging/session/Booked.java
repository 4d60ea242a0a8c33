package io.planshare.charging.session;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.ledger.Draw;
import io.planshare.charging.payer.Payer;
import io.planshare.event.ChargingEvent.Allocation;
import io.planshare.event.ChargingEvent.Overage;
import io.planshare.event.ChargingEvent.UncoveredReason;
import io.planshare.event.ChargingEvent.UsagePayer;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Where used units went: the payer's caps bound what may be paid, his accounts pay along the walk, then consented overage;
 * what is left is written off with its reason.
 *
 * @param payer who paid; null when nobody does
 */
record Booked(@Nullable UsagePayer payer, List<Allocation> allocations, List<Overage> overage, Units uncovered,
        @Nullable UncoveredReason reason) {

    /**
     * Use of one rating group.
     *
     * @param at when it occurred: decides about accounts, caps and cycle
     * @param network that served: MCC and MNC; null when nobody told
     * @param onGrantOf who had the grant that it was used on; null without one
     */
    record Use(long ratingGroup, UnitType unit, Units units, Instant at, @Nullable String network,
            @Nullable SubscriptionId onGrantOf) {}

    static Booked of(Use use, Payer payer, boolean overageForbidden, Books books) {
        return switch (payer) {
            case Payer.Operator() -> writtenOff(use, UncoveredReason.EMERGENCY);
            case Payer.Nobody(var restricted) -> writtenOff(use,
                    restricted ? UncoveredReason.RESTRICTED : UncoveredReason.NO_PAYER);
            case Payer.Subscriber subscriber -> charged(use, subscriber, overageForbidden, books);
        };
    }

    private static Booked charged(Use use, Payer.Subscriber payer, boolean overageForbidden, Books books) {
        var coverable = use.units().atMost(books.caps().left(payer.enrollment(), use.unit(), use.at()));
        var draw = new Draw(payer.subscriptionId(), payer.accountId(), use.ratingGroup(), use.unit(), use.at());
        var allocations = books.ledger().debit(draw, coverable);
        var covered = allocations.stream().map(Allocation::units).reduce(Units.ZERO, Units::plus);
        var rest = coverable.minus(covered);
        var overage = overageForbidden
                ? List.<Overage>of()
                : books.overages().debit(payer.subscriptionId(),
                        new io.planshare.charging.rating.Use(use.unit(), use.ratingGroup(), use.at(), use.network()),
                        rest);
        var paid = overage.stream().map(Overage::units).reduce(covered, Units::plus);
        books.caps().use(payer.enrollment(), use.unit(), use.at(), paid);
        var uncovered = use.units().minus(paid);
        return new Booked(payer.asUsagePayer(), allocations, overage, uncovered,
                uncovered.isZero() ? null : reason(use, payer, rest, draw, books));
    }

    private static UncoveredReason reason(Use use, Payer.Subscriber payer, Units rest, Draw draw, Books books) {
        if (rest.isPositive() && books.ledger().frozenFor(draw).isPresent()) return UncoveredReason.ACCOUNT_FROZEN;
        var switched = use.onGrantOf() != null && !use.onGrantOf().equals(payer.subscriptionId());
        return switched ? UncoveredReason.SWITCH : UncoveredReason.OVERSHOOT;
    }

    private static Booked writtenOff(Use use, UncoveredReason reason) {
        return new Booked(null, List.of(), List.of(), use.units(), use.units().isZero() ? null : reason);
    }
}
