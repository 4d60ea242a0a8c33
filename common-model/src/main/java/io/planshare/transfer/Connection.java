package io.planshare.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

import io.planshare.model.Units;

/** A connection as a decision sees it: what the plan says, what the device sees, and how far it is used. */
public record Connection(PlannedConnection planned, ConnectionState state, Meter meter) {

    /** What an octet is thought to be worth where the plan names no price: a minor unit for a megabyte. */
    private static final double WORTH = 1e-6;
    /** Octets a second, where nobody has measured. */
    private static final long THROUGHPUT_UNKNOWN = 128 * 1024;

    public String name() {
        return planned.name();
    }

    boolean isRoaming() {
        return planned.type() == ConnectionType.ROAMING || state.roaming() && !planned.isHome(state.network());
    }

    /** The columns of the table in which it stands; never empty. */
    public Set<ConnectionClass> classes(Instant now, ZoneId zone) {
        var classes = EnumSet.noneOf(ConnectionClass.class);
        if (isRoaming()) classes.add(ConnectionClass.ROAM);
        if (state.congested() || planned.peakWindows().stream().anyMatch(it -> it.contains(now, zone))) {
            classes.add(ConnectionClass.CONGESTED);
        }
        if (meter.isOver()) {
            classes.add(planned.limitBehavior() == LimitBehavior.THROTTLED
                    ? ConnectionClass.CONGESTED
                    : ConnectionClass.OVER);
        } else if (planned.costType() != CostType.UNRESTRICTED) {
            classes.add(meter.isNear(planned.warnPercent()) ? ConnectionClass.NEAR : ConnectionClass.OK);
        }
        if (classes.isEmpty()) classes.add(ConnectionClass.FREE);
        return classes;
    }

    /** What one more octet costs (spec S2 rule 1): orders connections, no money is counted with it. */
    double cost() {
        if (planned.costType() == CostType.UNRESTRICTED && !isRoaming()) return 0;
        var price = planned.price() == null ? WORTH : planned.price().perOctet();
        var threshold = meter.threshold();
        if (planned.costType() != CostType.FIXED || isRoaming() || threshold == null || meter.isOver()) return price;
        // The part of what is left that will be needed anyway: the nearer to all, the dearer is an octet. Never zero, as
        // what is paid for is worth more than what is free.
        double needed = meter.forecast().excessOver(meter.used()).count() + 1.0;
        double left = threshold.excessOver(meter.used()).count() + 1.0;
        return price * Math.min(1, needed / left);
    }

    long throughput() {
        var measured = state.throughput();
        return measured == null ? THROUGHPUT_UNKNOWN : measured;
    }

    /** How long so many octets take. */
    Duration estimate(Units size) {
        return Duration.ofSeconds(size.count() / throughput() + 1);
    }
}
