package io.planshare.charging.decision;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.session.SimulationOutcome;
import io.planshare.model.DeviceId;
import io.planshare.model.SubscriptionId;

/** How a request would be decided; nothing of it happened. */
@Schema(name = "SimulatedDecision")
record SimulationView(@Schema(example = "01930000-0000-7000-8000-000000000031") SubscriptionId subscriptionId,
        @Schema(description = "the device that it would be charged on; null: the subscription pays itself") @Nullable DeviceId deviceId,
        @Schema(description = "the equipment told is not the one the card is bound to") boolean mismatch, Instant at,
        List<GroupView> ratingGroups) {

    static SimulationView of(SimulationOutcome.Simulated simulated) {
        return new SimulationView(simulated.subscriptionId(), simulated.deviceId(), simulated.mismatch(),
                simulated.at(), simulated.why().groups().stream().map(GroupView::of).toList());
    }
}
