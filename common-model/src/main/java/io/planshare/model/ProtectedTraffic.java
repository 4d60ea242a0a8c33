package io.planshare.model;

import java.util.Locale;
import java.util.Set;

import static java.util.stream.Collectors.toUnmodifiableSet;

/**
 * Emergency and eCall traffic of this operator: free, and never blocked by anything in the suite (spec S1, rule 1).
 */
public record ProtectedTraffic(Set<Long> ratingGroups, Set<String> dnns) {

    public ProtectedTraffic {
        ratingGroups = Set.copyOf(ratingGroups);
        dnns = dnns.stream().map(ProtectedTraffic::folded).collect(toUnmodifiableSet());
    }

    public boolean covers(Traffic traffic) {
        return (traffic.ratingGroup() != null && ratingGroups.contains(traffic.ratingGroup()))
                || (traffic.dnn() != null && dnns.contains(folded(traffic.dnn())));
    }

    /** Names of data networks are the same in either case (TS 23.003 clause 9.1). */
    private static String folded(String dnn) {
        return dnn.toLowerCase(Locale.ROOT);
    }
}
