package io.planshare.model;

import org.jspecify.annotations.Nullable;

/**
 * Traffic that belongs to a capability: all members that are given must be equal, and at least one is given.
 */
public record TrafficMatch(@Nullable String dnn, @Nullable SNssai sNssai, @Nullable Long ratingGroup,
        @Nullable Long serviceId) {

    /** More specific is larger: rating group or service before data network or slice (spec S1, rule 3). */
    private static final int SERVICE_WEIGHT = 4;

    public TrafficMatch {
        if (dnn == null && sNssai == null && ratingGroup == null && serviceId == null) {
            throw new IllegalArgumentException("a match names at least one of dnn, sNssai, ratingGroup, serviceId");
        }
    }

    public static TrafficMatch ofRatingGroup(long ratingGroup) {
        return new TrafficMatch(null, null, ratingGroup, null);
    }

    public boolean matches(Traffic traffic) {
        return (dnn == null || dnn.equalsIgnoreCase(traffic.dnn()))
                && (sNssai == null || sNssai.equals(traffic.sNssai()))
                && (ratingGroup == null || ratingGroup.equals(traffic.ratingGroup()))
                && (serviceId == null || serviceId.equals(traffic.serviceId()));
    }

    public int specificity() {
        return (serviceId != null ? SERVICE_WEIGHT + 1 : 0) + (ratingGroup != null ? SERVICE_WEIGHT : 0)
                + (dnn != null ? 1 : 0) + (sNssai != null ? 1 : 0);
    }
}
