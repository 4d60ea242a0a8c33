package io.planshare.model;

import java.util.Set;

/**
 * Emergency and eCall traffic of this operator: free, and never blocked by anything in the suite (spec S1, rule 1).
 */
public record ProtectedTraffic(Set<Long> ratingGroups, Set<String> dnns) {

    public ProtectedTraffic {
        ratingGroups = Set.copyOf(ratingGroups);
        dnns = Set.copyOf(dnns);
    }

    public boolean covers(Traffic traffic) {
        return (traffic.ratingGroup() != null && ratingGroups.contains(traffic.ratingGroup()))
                || (traffic.dnn() != null && dnns.contains(traffic.dnn()));
    }
}
