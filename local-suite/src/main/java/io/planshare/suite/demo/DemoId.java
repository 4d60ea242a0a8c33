package io.planshare.suite.demo;

import java.util.UUID;

/** The story's ids: the same on every machine, so that documentation can name them. */
final class DemoId {
    private static final long PREFIX = 0x0193_0000_0000_7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private DemoId() {}

    /** {@code 01930000-0000-7000-8000-0000000000xx}. */
    static UUID of(int number) {
        return new UUID(PREFIX, VARIANT | number);
    }
}
