package io.planshare.transfer;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.model.RestrictionLevel;

/**
 * All that a decision rests on beside the transfers themselves.
 *
 * @param reset the end of the cycle; null for a plan without cycle
 * @param connections of the plan, the absent ones too
 * @param policyExpired the figures are too old to rest on: only what is free may be used
 */
public record Situation(Instant now, ZoneId timeZone, @Nullable Instant reset, TransferTerms terms,
        RestrictionLevel restriction, boolean policyExpired, List<Connection> connections) {

    public Situation {
        connections = List.copyOf(connections);
    }

    TransferTerms binding() {
        return restriction.forbidsOverage() ? terms.withoutSpending() : terms;
    }
}
