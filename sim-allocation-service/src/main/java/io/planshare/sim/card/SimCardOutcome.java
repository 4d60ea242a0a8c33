package io.planshare.sim.card;

import io.planshare.event.SimEvent.SimCardState;
import io.planshare.model.PersonalIdentifier;
import io.planshare.model.RestrictionLevel;

/** What became of a command to the register. */
sealed interface SimCardOutcome {

    sealed interface OfRegistration extends SimCardOutcome {}

    record Registered(SimCard card) implements OfRegistration {}

    /** A card with this ICCID or IMSI is there already. */
    record AlreadyRegistered(PersonalIdentifier.Kind kind) implements OfRegistration {}

    sealed interface OfMove extends SimCardOutcome {}

    record Moved(SimCard card) implements OfMove {}

    record Unknown() implements OfMove {}

    /** The table has no such move from where the card stands. */
    record NotInState(SimCardState state, SimCardMove move) implements OfMove {}

    /** Its device is restricted at R2 or more: its identity is frozen. */
    record Restricted(RestrictionLevel level) implements OfMove {}
}
