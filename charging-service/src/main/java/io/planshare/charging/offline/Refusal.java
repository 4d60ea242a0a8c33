package io.planshare.charging.offline;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

/** A record that was not charged, and why. */
@Schema(name = "UsageRecordRefusal")
record Refusal(@Schema(example = "17", description = "its place among the records of this call, from 0") int index,
        @Schema(description = "null where it could not be read") @Nullable UUID id,
        @Schema(example = "UNKNOWN_SUBSCRIPTION") Reason reason,
        @Schema(example = "is not known here (yet)") String message,
        @Schema(example = "/subscriptionId", description = "the member that is wrong, if one is") @Nullable String pointer,
        @Schema(description = "whether the same record may be charged when it is sent again later") boolean retry) {

    enum Reason {
        /** It can not be read. */
        MALFORMED,
        /** It lies beyond the most records of one call, or so does the file; nothing from here on was read. */
        TOO_MANY,
        /** Another record was charged under this id. */
        ID_TAKEN,
        UNKNOWN_SUBSCRIPTION,
        /** Who pays on the device is not known here yet. */
        UNKNOWN_DEVICE,
        /** The device neither holds the subscription's card nor does the subscription pay on it. */
        OTHER_DEVICE,
        /** It is so old that only enrollment knows who paid, and enrollment does not tell now. */
        HISTORY_UNKNOWN,
        /** The database does not answer. */
        TRY_LATER,
        /** Something went wrong on our side: it is in the log. */
        FAILED
    }

    static Refusal of(int index, @Nullable UUID id, Reason reason, String message, @Nullable String pointer) {
        var retry = switch (reason) {
            case MALFORMED, ID_TAKEN, OTHER_DEVICE -> false;
            case TOO_MANY, UNKNOWN_SUBSCRIPTION, UNKNOWN_DEVICE, HISTORY_UNKNOWN, TRY_LATER, FAILED -> true;
        };
        return new Refusal(index, id, reason, message, pointer, retry);
    }
}
