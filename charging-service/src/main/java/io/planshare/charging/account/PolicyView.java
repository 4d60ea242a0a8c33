package io.planshare.charging.account;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

import io.planshare.charging.limit.LimitMode;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.charging.sharing.StoredPolicy;
import io.planshare.event.CreditEvent.LimitTrigger;
import io.planshare.model.Units;

/** How an account's limits move. */
@Schema(name = "AdjustmentPolicy")
record PolicyView(@Schema(example = "STRICT") LimitMode mode, @Schema(example = "100") int oversubscriptionPercent,
        @Schema(description = "beside CHANGE, MANUAL and DENIAL_IMMINENT, which always count") List<LimitTrigger> triggers,
        @Schema(example = "60") long minIntervalSeconds, @Schema(example = "2") int hysteresisPercent,
        @Schema(example = "1048576") Units hysteresisUnits,
        @Schema(example = "3", description = "rises with every edit; 0: nobody set it") long version) {

    static PolicyView of(StoredPolicy stored) {
        LimitPolicy policy = stored.policy();
        return new PolicyView(policy.mode(), policy.oversubscriptionPercent(),
                policy.triggers().stream().sorted().toList(), policy.minInterval().toSeconds(),
                policy.hysteresisPercent(), policy.hysteresisUnits(), stored.version());
    }
}
