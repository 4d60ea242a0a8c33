package io.planshare.charging.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.planshare.model.UnitType;
import io.planshare.model.Units;

/** What becomes of a {@link ChargingRequest}. The edge maps each to its status and cause (TS 32.291, TS 29.500). */
public sealed interface ChargingOutcome {

    /**
     * It was decided and is durable; or was before, and this is the same answer again.
     *
     * @param decidedAt when
     * @param units one for each rating group that asked for units, in the order asked
     */
    record Answered(ChargingDataRef ref, long sequenceNumber, Instant decidedAt, List<UnitAnswer> units)
            implements
                ChargingOutcome {
        public Answered {
            units = List.copyOf(units);
        }
    }

    /** No subscription has this SUPI. */
    record UserUnknown() implements ChargingOutcome {}

    /** No such session, or one that has ended. */
    record ContextNotFound() implements ChargingOutcome {}

    /** The subscription may not be served. */
    record RequestDenied(String reason) implements ChargingOutcome {}

    /** It can be decided soon, not now: facts of other services are still on their way, or the queue is full. */
    record TryLater(String reason, Duration after) implements ChargingOutcome {
        public static final TryLater TOO_MANY = new TryLater("Too much is waiting.", Duration.ofSeconds(1));
    }

    /** What one rating group was given. */
    record UnitAnswer(long ratingGroup, ResultCode resultCode, UnitType unit, @Nullable QuotaGrant grant) {}

    /** TS 32.291 ResultCode, as far as we answer it. */
    enum ResultCode {
        SUCCESS,
        /** Nobody pays for it, or the device is restricted. */
        END_USER_SERVICE_DENIED,
        /** An account, a limit or a cap leaves nothing. */
        QUOTA_LIMIT_REACHED
    }

    /**
     * Units that may be used now.
     *
     * @param units 1 to 2^31-1: clients hold them in 32 bits
     * @param validFor after that the network has to report and ask again; zero when they are charged already (an event)
     * @param threshold so many units before the end it should ask for more
     * @param last there are no more after these
     */
    record QuotaGrant(Units units, Duration validFor, Units threshold, boolean last) {}
}
