package io.planshare.charging.overage;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.planshare.model.Interval;
import io.planshare.model.SubscriptionId;

/**
 * What a subscription spent and holds in one cycle.
 *
 * @param heldUnits so many units are held: where other grants may move the steps to
 * @param positions how many units of the cycle each tariff entry has seen
 */
record Spending(Key key, Instant cycleEnd, Meter all, Meter roaming, long heldUnits, Map<String, Long> positions) {

    record Key(SubscriptionId subscriptionId, String currency, Instant cycleStart) {}

    Spending {
        positions = Map.copyOf(positions);
    }

    static Spending begin(SubscriptionId subscription, String currency, Interval cycle) {
        return new Spending(new Key(subscription, currency, cycle.from()),
                java.util.Objects.requireNonNull(cycle.to()), Meter.NEW, Meter.NEW, 0, Map.of());
    }

    long position(String entry) {
        return positions.getOrDefault(entry, 0L);
    }

    Spending hold(OverageHold hold) {
        return new Spending(key, cycleEnd, all.hold(hold.minor()), roaming.hold(hold.roamingMinor()),
                Math.addExact(heldUnits, hold.units()), positions);
    }

    Spending release(OverageHold hold) {
        return new Spending(key, cycleEnd, all.release(hold.minor()), roaming.release(hold.roamingMinor()),
                Math.subtractExact(heldUnits, hold.units()), positions);
    }

    Spending spend(String entry, long units, long minor, boolean abroad) {
        var moved = new HashMap<>(positions);
        moved.merge(entry, units, Math::addExact);
        return new Spending(key, cycleEnd, all.spend(minor), abroad ? roaming.spend(minor) : roaming, heldUnits,
                moved);
    }

    Spending with(Meter changedAll, Meter changedRoaming) {
        return new Spending(key, cycleEnd, changedAll, changedRoaming, heldUnits, positions);
    }
}
