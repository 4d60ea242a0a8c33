package io.planshare.quota.simgroup;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;
import io.planshare.model.SimCardId;

/** A card that is to join a group. */
@Schema(name = "NewSimGroupMember")
record NewMember(
        @Schema(description = "18 to 20 digits, Luhn-checked from 19 on (ITU-T E.118)", implementation = String.class, example = "8949000000000001230") @NotNull Iccid iccid,
        @Schema(description = "OWN: in our register, charged by us. FOREIGN: another carrier's, whose device reports", example = "OWN") @NotNull GroupMember.Carrier carrier,
        @Schema(description = "The device that holds it now, if known", example = "01920000-0000-7000-8000-00000000d001") @Nullable DeviceId deviceId,
        @Schema(description = "The lowest is restricted first under LOWEST_PRIORITY", example = "10") @Min(0) @Max(1000) int priority,
        @Schema(description = "Never restricted; it can still not use more than the allowance", example = "false") boolean exempt) {

    /** With the id of the card: of our register, or drawn for one of another carrier. */
    record Named(NewMember asked, SimCardId simCardId) {}
}
