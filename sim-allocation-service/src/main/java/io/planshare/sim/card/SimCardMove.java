package io.planshare.sim.card;

import java.util.EnumSet;
import java.util.Set;

import io.planshare.event.SimEvent.SimCardState;

import static io.planshare.event.SimEvent.SimCardState.ACTIVE;
import static io.planshare.event.SimEvent.SimCardState.AVAILABLE;
import static io.planshare.event.SimEvent.SimCardState.RESERVED;
import static io.planshare.event.SimEvent.SimCardState.RETIRED;
import static io.planshare.event.SimEvent.SimCardState.SUSPENDED;

/** The one table of a card's life: what may be done to it, from which states, and where it stands then (spec S9). */
enum SimCardMove {
    /** Put aside for someone. */
    RESERVE(RESERVED, AVAILABLE),
    /** Given full service. */
    ACTIVATE(ACTIVE, AVAILABLE, RESERVED, SimCardState.STANDBY),
    /** Service taken away for a while: unpaid, lost, or its number is on another card. */
    SUSPEND(SUSPENDED, ACTIVE, SimCardState.STANDBY),
    RESUME(ACTIVE, SUSPENDED),
    /** A shared card between two users: it may attach, and serves no user. */
    STANDBY(SimCardState.STANDBY, RESERVED, ACTIVE),
    /** For ever. */
    RETIRE(RETIRED, AVAILABLE, RESERVED, ACTIVE, SUSPENDED, SimCardState.STANDBY);

    private final SimCardState target;
    private final Set<SimCardState> from;

    SimCardMove(SimCardState target, SimCardState first, SimCardState... others) {
        this.target = target;
        this.from = EnumSet.of(first, others);
    }

    boolean isAllowedFrom(SimCardState state) {
        return from.contains(state);
    }

    SimCardState target() {
        return target;
    }
}
