package io.planshare.charging.rating;

import java.util.Set;

/**
 * A part of the world, as a tariff divides it.
 *
 * @param roaming whether money spent there counts in the roaming cap
 * @param networks countries (MCC, three digits) and networks (MCC and MNC, five or six)
 */
record NetworkZone(String name, boolean roaming, Set<String> networks) {

    /** Where nobody told, and everywhere for a tariff that divides nothing. */
    static final NetworkZone HOME = new NetworkZone("HOME", false, Set.of());
    /** What a tariff that names zones names nowhere. */
    static final NetworkZone ELSEWHERE = new NetworkZone("ELSEWHERE", true, Set.of());

    private static final int MCC = 3;

    NetworkZone {
        networks = Set.copyOf(networks);
    }

    /** How many digits of it this zone names: a network beats its country; 0 for none. */
    int match(String network) {
        if (networks.contains(network)) return network.length();
        return network.length() > MCC && networks.contains(network.substring(0, MCC)) ? MCC : 0;
    }
}
