package io.planshare.suite;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Room for a whole suite beside whatever runs on this machine. */
final class FreePorts {
    private static final int ATTEMPTS = 100;
    /** Even Kafka's port, 11012 higher, stays below what systems hand out to clients. */
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 20_000;

    private FreePorts() {}

    /** A port base under which all ports of two instances each are free at this moment. */
    static int base() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int base = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST) / 20 * 20;
            var plan = new PortPlan(base);
            boolean free = IntStream
                    .concat(IntStream.range(base, base + 20), IntStream.of(plan.postgres(), plan.kafka()))
                    .allMatch(PortCheck::isFree);
            if (free) {
                return base;
            }
        }
        throw new AssertionError("No room for a suite: ports of " + LOWEST + " to " + HIGHEST + " are taken");
    }
}
