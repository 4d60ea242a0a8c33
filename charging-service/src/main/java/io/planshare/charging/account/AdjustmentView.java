package io.planshare.charging.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.charging.limit.LimitAdjustment.Limit;
import io.planshare.charging.sharing.RecordedAdjustment;
import io.planshare.charging.sharing.Sharing;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.SubscriptionId;
import io.planshare.model.Units;

/** Limits before and after they moved, or as they would move. */
@Schema(name = "LimitAdjustment")
record AdjustmentView(@Schema(description = "null: nothing was changed") @Nullable UUID id, List<LimitTrigger> triggers,
        @Schema(description = "none of more than 256: the reason says to which levels they rise") List<LimitView> limits,
        @Schema(example = "0", description = "units that no limit promises") Units inCommon,
        @Schema(example = "STEADY: 450 free of 1000, 0 left in common") String reason,
        @Nullable Instant adjustedAt) {

    @Schema(name = "MovedLimit")
    record LimitView(@Schema(example = "01930000-0000-7000-8000-000000000031") SubscriptionId subscriptionId,
            @Schema(example = "5000000000", description = "null: it had none") @Nullable Units before,
            @Schema(example = "7000000000") Units after) {}

    static AdjustmentView of(RecordedAdjustment made) {
        return new AdjustmentView(made.id(), made.triggers().stream().sorted().toList(), limits(made.limits()),
                made.inCommon(), made.reason(), made.adjustedAt());
    }

    static AdjustmentView of(LimitAdjustment proposed) {
        return new AdjustmentView(null, proposed.triggers().stream().sorted().toList(),
                proposed.limits().size() > Sharing.IN_PASS_MAX ? List.of() : limits(proposed.limits()),
                proposed.inCommon(), proposed.reason(), null);
    }

    private static List<LimitView> limits(List<Limit> limits) {
        return limits.stream().map(limit -> new LimitView(limit.id(), limit.before(), limit.after())).toList();
    }
}
