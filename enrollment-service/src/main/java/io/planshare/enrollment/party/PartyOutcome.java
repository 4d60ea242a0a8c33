package io.planshare.enrollment.party;

import io.planshare.model.PartyId;

/** What became of the wish to register a party. */
sealed interface PartyOutcome {

    record Registered(Party party) implements PartyOutcome {}

    record IdTaken(PartyId id) implements PartyOutcome {}
}
