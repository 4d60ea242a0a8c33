package io.planshare.charging.notify;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.session.ChargingDataRef;
import io.planshare.model.PayerMap;
import io.planshare.model.PayerResolution;
import io.planshare.model.ProtectedTraffic;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.Traffic;

/**
 * One rating group of an open session, and who pays for what the network holds of it.
 *
 * @param payer the subscription; null if the operator or nobody does
 * @param enrollment null if the payer is on no shared device
 */
record OpenQuota(ChargingDataRef session, long ratingGroup, Traffic traffic, @Nullable UUID payer,
        @Nullable UUID enrollment) {

    /** Whether this map lets somebody else pay now, so that what the network holds is in the wrong hands. */
    boolean changesHands(PayerMap map, Instant now, RestrictionLevel restriction, ProtectedTraffic emergency) {
        return switch (map.resolve(traffic, now, restriction, emergency)) {
            case PayerResolution.Emergency(),PayerResolution.Denied(_) -> payer != null;
            case PayerResolution.Paid(var paying, _, _) -> !paying.subscriptionId().value().equals(payer)
                    || !Objects.equals(paying.enrollmentId().value(), enrollment);
        };
    }
}
