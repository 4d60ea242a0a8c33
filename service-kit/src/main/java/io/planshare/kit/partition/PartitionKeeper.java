package io.planshare.kit.partition;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Calls the database's functions that make tomorrow's partitions and drop the old ones, at the start and every hour. Missed
 * for days it does no harm: rows then go to the default partition and move once their own is made.
 */
final class PartitionKeeper implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionKeeper.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private volatile @Nullable ScheduledExecutorService executor;

    PartitionKeeper(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void start() {
        var started = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("partition-keeper").daemon().factory());
        started.scheduleWithFixedDelay(this::keep, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
        executor = started;
    }

    @Override
    public void stop() {
        var running = executor;
        if (running != null) running.shutdownNow();
        executor = null;
    }

    @Override
    public boolean isRunning() {
        return executor != null;
    }

    /** Two statements, so that no lock is held from one to the other. */
    void keep() {
        try {
            int created = jdbc.sql("SELECT create_partitions()").query(Integer.class).single();
            int dropped = jdbc.sql("SELECT drop_partitions()").query(Integer.class).single();
            if (created + dropped > 0) LOG.info("{} partitions made, {} dropped", created, dropped);
        } catch (DataAccessException e) {
            LOG.warn("Partitions could not be kept, tried again in {} min: {}", EVERY.toMinutes(), e.toString());
        }
    }
}
