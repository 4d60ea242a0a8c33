package io.planshare.charging.notify;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.ProtectedTraffic;
import io.planshare.model.Traffic;

/** An open session and the rating groups it is known to use. */
record OpenSession(ChargingDataRef ref, @Nullable String dnn, List<Long> ratingGroups) {

    OpenSession {
        ratingGroups = List.copyOf(ratingGroups);
    }

    /** Whether it carries what nothing may block: such a session is not ended. */
    boolean isProtected(ProtectedTraffic emergency) {
        return emergency.covers(new Traffic(dnn, null, null, null))
                || ratingGroups.stream().anyMatch(group -> emergency.covers(Traffic.ofRatingGroup(group)));
    }

    /** What else it carries. */
    List<Long> otherGroups(ProtectedTraffic emergency) {
        return ratingGroups.stream().filter(group -> !emergency.covers(new Traffic(dnn, null, group, null))).toList();
    }
}
