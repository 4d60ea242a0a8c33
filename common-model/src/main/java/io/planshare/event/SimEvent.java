package io.planshare.event;

import org.jspecify.annotations.Nullable;

import io.planshare.model.IdentifierHmac;
import io.planshare.model.SimCardId;

/** What sim-allocation-service tells: cards and their states. */
public sealed interface SimEvent extends Event {

    /** The whole state of a card. */
    record SimCardChanged(SimCardId simCardId, long version, SimCardState state, SimCardForm form,
            IdentifierHmac iccid, @Nullable IdentifierHmac supi, boolean barred) implements SimEvent, StateEvent {
        @Override
        public String key() {
            return simCardId.toString();
        }
    }

    /** Where a card stands (TMF639's words where they exist; spec S9). */
    enum SimCardState {
        AVAILABLE, RESERVED, ACTIVE, SUSPENDED, STANDBY, RETIRED
    }

    enum SimCardForm {
        PHYSICAL, ESIM, SOFT
    }
}
