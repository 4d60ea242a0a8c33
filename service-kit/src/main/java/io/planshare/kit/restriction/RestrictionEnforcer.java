package io.planshare.kit.restriction;

import io.planshare.event.TheftEvent;

/**
 * What a service does about a restriction besides knowing it, such as suspending lines or closing sessions: an optional bean.
 */
public interface RestrictionEnforcer {

    /**
     * Called in the transaction that stores the restriction, once for each version that is higher than the stored one, lifts included.
     *
     * @return a few words for the acknowledgement, such as {@code "2 sessions closed"}; no personal data
     */
    String apply(TheftEvent.RestrictionChanged change);
}
