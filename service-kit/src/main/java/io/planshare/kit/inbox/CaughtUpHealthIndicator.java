package io.planshare.kit.inbox;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Part of readiness: down while a consumer still reads what was told before the start. */
final class CaughtUpHealthIndicator implements HealthIndicator {

    private final CaughtUp caughtUp;

    CaughtUpHealthIndicator(CaughtUp caughtUp) {
        this.caughtUp = caughtUp;
    }

    @Override
    public Health health() {
        return caughtUp.isComplete()
                ? Health.up().build()
                : Health.outOfService().withDetail("behind", caughtUp.behind()).build();
    }
}
