package io.planshare.kit.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Forgets expired keys every ten minutes, each instance at another moment. */
final class KeyPurge implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KeyPurge.class);
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final IdempotencyKeyStore keys;
    private final Clock clock;
    private @Nullable ScheduledExecutorService schedule;

    KeyPurge(IdempotencyKeyStore keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public void start() {
        var thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("key-purge").factory());
        var first = ThreadLocalRandom.current().nextLong(EVERY.toMillis());
        thread.scheduleWithFixedDelay(this::purge, first, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        schedule = thread;
    }

    private void purge() {
        try {
            while (keys.purge(clock.instant()) > 0 && isRunning())
                LOG.debug("Forgot some expired keys");
        } catch (DataAccessException e) {
            LOG.warn("Expired keys stay until the next attempt in {}", EVERY, e);
        }
    }

    @Override
    public void stop() {
        if (schedule != null) schedule.shutdownNow();
        schedule = null;
    }

    @Override
    public boolean isRunning() {
        return schedule != null;
    }
}
