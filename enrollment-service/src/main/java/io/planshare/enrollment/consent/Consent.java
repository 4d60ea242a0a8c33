package io.planshare.enrollment.consent;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.planshare.model.CapLimit;
import io.planshare.model.EnrollmentId;
import io.planshare.model.PartyId;

/**
 * A party allows another to use capabilities of a device (spec chapter 0: who, whom, scope, limit, until).
 *
 * @param limit no more than this may be used under it
 * @param reference where the proof is: a signed paper, a recorded call, a log-in
 * @param until it ends by itself
 */
public record Consent(UUID id, EnrollmentId enrollmentId, PartyId by, PartyId to, Set<String> capabilities,
        @Nullable CapLimit limit, String reference, Instant givenAt, @Nullable Instant until,
        @Nullable Instant revokedAt) {

    public Consent {
        capabilities = new TreeSet<>(capabilities);
    }

    public boolean isLive(Instant at) {
        return revokedAt == null && (until == null || at.isBefore(until));
    }

    boolean covers(Collection<String> wanted, PartyId owner, Instant at) {
        return by.equals(owner) && isLive(at) && capabilities.containsAll(wanted);
    }
}
