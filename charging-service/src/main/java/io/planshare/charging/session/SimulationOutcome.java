package io.planshare.charging.session;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

/** What comes of a simulation. */
public sealed interface SimulationOutcome {

    /**
     * It would be answered so.
     *
     * @param deviceId the device that it would be charged on; null where the subscription pays itself
     * @param mismatch the equipment told is not the one the card is bound to
     */
    record Simulated(SubscriptionId subscriptionId, @Nullable DeviceId deviceId, boolean mismatch, Instant at,
            Explained why) implements SimulationOutcome {}

    record UnknownSubscription() implements SimulationOutcome {}

    /** The payer map that decides has not arrived here yet. */
    record NotYetKnown() implements SimulationOutcome {}

    /** Who paid so long ago only enrollment knows, and it does not tell now. */
    record HistoryUnknown() implements SimulationOutcome {}
}
