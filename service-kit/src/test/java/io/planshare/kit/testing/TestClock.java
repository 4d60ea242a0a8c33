package io.planshare.kit.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The business clock of a test context: runs with the machine's until a test moves it. In microseconds. */
public final class TestClock extends Clock {

    private static final Clock MACHINE = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));

    private final AtomicReference<Clock> current = new AtomicReference<>(MACHINE);

    /** Stands still at this instant from now on. */
    public void stopAt(Instant instant) {
        current.set(Clock.fixed(instant, ZoneOffset.UTC));
    }

    /** Moves it; it keeps standing or running as before. */
    public void advance(Duration by) {
        current.updateAndGet(clock -> Clock.offset(clock, by));
    }

    /** Back to the machine's time. */
    public void reset() {
        current.set(MACHINE);
    }

    @Override
    public Instant instant() {
        return current.get().instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return current.get().withZone(zone);
    }
}
