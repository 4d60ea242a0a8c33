package io.planshare.transfer;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Units;

/**
 * A connection as the data usage plan knows it.
 *
 * @param name its name in the plan, which reports and requests use: 1 to 40 letters, digits, - or _
 * @param networkId which network it is, such as an SSID or MCC and MNC; null for any of the type
 * @param threshold octets of a cycle that are paid for; needed unless UNRESTRICTED
 * @param warnPercent of the threshold, 1 to 99: from there on the threshold is near
 * @param price what an octet beyond costs (FIXED) or each octet (VARIABLE, needed there)
 * @param roamingZones countries (MCC) and networks (MCC and MNC) abroad in which it counts as at home
 */
public record PlannedConnection(String name, ConnectionType type, @Nullable String networkId, CostType costType,
        @Nullable Units threshold, int warnPercent, LimitBehavior limitBehavior, @Nullable UnitPrice price,
        List<PeakWindow> peakWindows, Set<String> roamingZones) {

    public static final int WARN_PERCENT_DEFAULT = 80;

    public PlannedConnection {
        peakWindows = List.copyOf(peakWindows);
        roamingZones = Set.copyOf(roamingZones);
        if (!name.matches("[A-Za-z0-9_-]{1,40}")) {
            throw new IllegalArgumentException("must be a name of 1 to 40 letters, digits, - or _");
        }
        if (warnPercent < 1 || warnPercent > 99) {
            throw new IllegalArgumentException("warnPercent must lie between 1 and 99");
        }
        if (costType != CostType.UNRESTRICTED && threshold == null) {
            throw new IllegalArgumentException("a connection that costs needs a threshold");
        }
        if (costType == CostType.VARIABLE && price == null) {
            throw new IllegalArgumentException("VARIABLE needs a price");
        }
        if (costType == CostType.UNRESTRICTED && threshold != null && limitBehavior != LimitBehavior.THROTTLED) {
            throw new IllegalArgumentException("UNRESTRICTED has no threshold but one at which it is THROTTLED");
        }
    }

    /** Whether octets must be counted against a threshold. */
    public boolean hasThreshold() {
        return threshold != null;
    }

    boolean isHome(@Nullable String network) {
        return network != null && roamingZones.stream().anyMatch(network::startsWith);
    }
}
