package io.planshare.charging.account;

import io.planshare.charging.limit.LimitAdjustment;
import io.planshare.charging.sharing.RecordedAdjustment;
import io.planshare.charging.sharing.StoredPolicy;

/** What came of setting a policy, or of moving limits by hand. */
sealed interface PolicyOutcome {

    record Set(StoredPolicy policy) implements PolicyOutcome {}

    record Moved(RecordedAdjustment adjustment) implements PolicyOutcome {}

    /** Nothing was changed: it was asked how it would be, or all limits stand well enough. */
    record Proposed(LimitAdjustment adjustment) implements PolicyOutcome {}

    record UnknownAccount() implements PolicyOutcome {}

    /** Its mode is OPEN. */
    record LimitsStandStill() implements PolicyOutcome {}
}
