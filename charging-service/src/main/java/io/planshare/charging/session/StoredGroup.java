package io.planshare.charging.session;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.planshare.charging.session.ChargingSession.OpenGrant;
import io.planshare.charging.session.ChargingSession.RatingGroupState;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PayerMap;
import io.planshare.model.SimGroupId;
import io.planshare.model.SubscriptionId;
import io.planshare.model.UnitType;
import io.planshare.model.Units;

/**
 * Where one rating group of a session stands, as its row keeps it.
 *
 * @param payer of the grant that is out; null if none is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredGroup(UnitType unit, Instant reportedUntil, @Nullable SubscriptionId payer,
        @Nullable EnrollmentId enrollmentId, @Nullable Instant grantedAt, Units capped, Units overageHeld,
        @Nullable SimGroupId simGroupId) {

    static Map<Long, StoredGroup> of(ChargingSession session) {
        var groups = new HashMap<Long, StoredGroup>();
        session.ratingGroups().forEach((ratingGroup, state) -> groups.put(ratingGroup, of(state)));
        return groups;
    }

    private static StoredGroup of(RatingGroupState state) {
        var grant = state.grant();
        if (grant == null) {
            return new StoredGroup(state.unit(), state.reportedUntil(), null, null, null, Units.ZERO, Units.ZERO,
                    null);
        }
        var enrollment = grant.enrollment();
        return new StoredGroup(state.unit(), state.reportedUntil(), grant.payer(),
                enrollment == null ? null : enrollment.enrollmentId(), grant.grantedAt(), grant.capped(),
                grant.overage(), grant.simGroup());
    }

    RatingGroupState state(@Nullable PayerMap map) {
        return new RatingGroupState(reportedUntil, unit, payer == null || grantedAt == null
                ? null
                : new OpenGrant(payer, enrolled(map), grantedAt, capped, overageHeld, simGroupId));
    }

    private @Nullable EnrolledPayer enrolled(@Nullable PayerMap map) {
        if (map == null || enrollmentId == null) return null;
        return map.payers().stream().filter(it -> it.enrollmentId().equals(enrollmentId)).findFirst().orElse(null);
    }
}
