package io.planshare.model;

import org.jspecify.annotations.Nullable;

/**
 * What the network says about a flow when it asks who pays. Hosts, ports and applications have become rating groups
 * before (as a user plane function does); what the network does not know is null.
 *
 * @param dnn data network name
 * @param ratingGroup 0 to 2^32-1 (TS 29.571 RatingGroup)
 * @param serviceId 0 to 2^32-1 (TS 29.571 ServiceId)
 */
public record Traffic(@Nullable String dnn, @Nullable SNssai sNssai, @Nullable Long ratingGroup,
        @Nullable Long serviceId) {

    public static Traffic ofRatingGroup(long ratingGroup) {
        return new Traffic(null, null, ratingGroup, null);
    }
}
