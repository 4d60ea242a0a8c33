package io.planshare.charging.rating;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.planshare.model.Cycle;
import io.planshare.model.Money;
import io.planshare.model.PlanId;
import io.planshare.model.TariffId;

/**
 * A plan of the catalogue: what a subscription is on.
 *
 * @param tariffId null: nothing on it can be paid for in money
 */
public record RatePlan(PlanId id, String name, @Nullable TariffId tariffId, Cycle cycle, @Nullable Fee fee,
        long version) {

    /**
     * What each cycle costs.
     *
     * @param from cycles that begin then or later are charged
     */
    public record Fee(Money amount, Instant from) {}
}
