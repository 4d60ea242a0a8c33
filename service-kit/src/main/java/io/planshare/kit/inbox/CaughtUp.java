package io.planshare.kit.inbox;

/**
 * Whether this service has read what other services had told when it started (design section 2). Readiness waits for it.
 */
public final class CaughtUp {

    /**
     * Whether that consumer has committed everything its state topics held at this service's start. Once true it stays true;
     * true from the start for a consumer that {@link EventConsumer#caughtUpBeforeReady() need not} catch up.
     *
     * @throws IllegalArgumentException there is no such consumer
     */
    public boolean isCaughtUp(String consumerName) {
        throw new UnsupportedOperationException("coming: " + consumerName);
    }
}
