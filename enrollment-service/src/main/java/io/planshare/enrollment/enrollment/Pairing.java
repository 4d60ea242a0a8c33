package io.planshare.enrollment.enrollment;

import io.planshare.model.AccountId;
import io.planshare.model.DeviceId;
import io.planshare.model.EnrolledPayer;
import io.planshare.model.PartyId;
import io.planshare.model.SubscriptionId;

/**
 * What never changes about an enrollment: who uses which device as what, and pays from which subscription.
 *
 * @param priority 0 to 1000; higher pays first
 */
public record Pairing(DeviceId deviceId, PartyId userPartyId, SubscriptionId subscriptionId, AccountId accountId,
        EnrolledPayer.Role role, int priority, EnrolledPayer.Presence presence) {

    /** Whether the two could be the first choice for the same traffic at the same time, and nothing would tell them apart. */
    boolean competesWith(Pairing other) {
        boolean neverApart = presence == EnrolledPayer.Presence.NOT_REQUIRED
                && other.presence == EnrolledPayer.Presence.NOT_REQUIRED;
        return priority == other.priority && (neverApart || userPartyId.equals(other.userPartyId));
    }
}
