package io.planshare.charging.sharing;

import org.jspecify.annotations.Nullable;

import io.planshare.charging.ledger.Limits.Epochs;
import io.planshare.charging.ledger.Limits.Moving;
import io.planshare.charging.limit.LimitPolicy;
import io.planshare.charging.limit.Pool.Progress;

/**
 * An account's policy as stored.
 *
 * @param version rises with every edit; 0 for a policy that nobody set
 */
public record StoredPolicy(LimitPolicy policy, Progress progress, long version) {

    Moving moving(@Nullable Epochs epochs) {
        return new Moving(policy, progress, epochs);
    }
}
