package io.planshare.sim.card;

import org.jspecify.annotations.Nullable;

import io.planshare.event.SimEvent.SimCardForm;
import io.planshare.event.SimEvent.SimCardState;
import io.planshare.model.Eid;
import io.planshare.model.Iccid;
import io.planshare.model.Imsi;
import io.planshare.model.PartyId;
import io.planshare.model.RestrictionLevel;
import io.planshare.model.SimCardId;

/**
 * A SIM card or eSIM profile, as the register knows it.
 *
 * @param version rises by one with each change of state or bar
 * @param barred a restriction of R3 or more names it, or its SIM group bars its data: the packet service is off but for emergency
 * @param ownerPartyId whose card it is, if that was told
 */
record SimCard(SimCardId simCardId, long version, Identity identity, SimCardForm form, SimCardState state,
        boolean barred, @Nullable PartyId ownerPartyId) {

    /**
     * The numbers on the card; they never change.
     *
     * @param eid the chip that holds the profile, when it is known
     */
    record Identity(Iccid iccid, Imsi imsi, @Nullable Eid eid) {}

    static SimCard registered(SimCardId id, Identity identity, SimCardForm form, @Nullable PartyId owner) {
        return new SimCard(id, 1, identity, form, SimCardState.AVAILABLE, false, owner);
    }

    /** @param restriction the strongest that names this card, NONE without one */
    SimCardOutcome.OfMove move(SimCardMove move, RestrictionLevel restriction) {
        if (restriction.freezesIdentity()) return new SimCardOutcome.Restricted(restriction);
        if (!move.isAllowedFrom(state)) return new SimCardOutcome.NotInState(state, move);
        return new SimCardOutcome.Moved(
                new SimCard(simCardId, version + 1, identity, form, move.target(), barred, ownerPartyId));
    }

    /**
     * The card under this restriction and its SIM group's bar: the same one when they change nothing about its own.
     */
    SimCard under(RestrictionLevel restriction, boolean barredByGroup) {
        var bar = restriction.deniesTraffic() || barredByGroup;
        return bar == barred
                ? this
                : new SimCard(simCardId, version + 1, identity, form, state, bar, ownerPartyId);
    }
}
