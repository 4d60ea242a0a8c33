package io.planshare.model;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One enrollment as the payer map carries it: the subscription that pays for some capabilities of a device, while active.
 * An enrollment whose capabilities were changed stands in the map once for each set that it had, at other times; its
 * caps are those of now in all of them.
 *
 * @param priority higher pays first
 * @param active when the enrollment was, is or will be ACTIVE; intervals do not overlap
 * @param caps the enrollment's own limits
 */
public record EnrolledPayer(EnrollmentId enrollmentId, PartyId userPartyId, SubscriptionId subscriptionId,
        AccountId accountId, Role role, int priority, Set<String> capabilities, Presence presence,
        List<Interval> active, List<CapLimit> caps) {

    /** Why a party pays (spec S1). */
    public enum Role {
        /** The device's own first purpose: the maker's telematics, the meter's readings. */
        PRIMARY_PURPOSE, CONSUMER, SPONSOR
    }

    /** Whether the user has to be signed in to the device for the enrollment to pay. */
    public enum Presence {
        REQUIRED, NOT_REQUIRED
    }

    public EnrolledPayer {
        capabilities = Set.copyOf(capabilities);
        active = List.copyOf(active);
        caps = List.copyOf(caps);
    }

    boolean isActive(Instant at) {
        return active.stream().anyMatch(interval -> interval.contains(at));
    }
}
