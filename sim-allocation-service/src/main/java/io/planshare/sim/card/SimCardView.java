package io.planshare.sim.card;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.event.SimEvent.SimCardForm;
import io.planshare.event.SimEvent.SimCardState;
import io.planshare.model.Eid;
import io.planshare.model.Iccid;
import io.planshare.model.Imsi;
import io.planshare.model.PartyId;
import io.planshare.model.SimCardId;

/** A card as the API shows it: its numbers masked. */
@Schema(name = "SimCard", description = "A SIM card or eSIM profile; its numbers are masked")
record SimCardView(
        @Schema(example = "01920000-0000-7000-8000-00000000ca01") SimCardId simCardId,
        @Schema(implementation = String.class, example = "*****************30") Iccid iccid,
        @Schema(implementation = String.class, example = "*************01") Imsi imsi,
        @Schema(implementation = String.class, example = "******************************66") @Nullable Eid eid,
        @Schema(example = "ESIM") SimCardForm form,
        @Schema(example = "ACTIVE") SimCardState state,
        @Schema(description = "A restriction of R3 or more names it, or its SIM group bars it", example = "false") boolean barred,
        @Schema(example = "01920000-0000-7000-8000-00000000fa01") @Nullable PartyId ownerPartyId,
        @Schema(description = "Rises by one with each change; the ETag", example = "2") long version) {

    static SimCardView from(SimCard card) {
        return new SimCardView(card.simCardId(), card.identity().iccid(), card.identity().imsi(),
                card.identity().eid(), card.form(), card.state(), card.barred(), card.ownerPartyId(), card.version());
    }
}
