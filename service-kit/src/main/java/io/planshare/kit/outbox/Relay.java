package io.planshare.kit.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Sends committed events to Kafka, in one instance of the service at a time: whoever holds the lock. It stops after the
 * web server and the readers have, so that what they committed is on its way before the service ends.
 */
final class Relay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LOCK_RETRY = Duration.ofMillis(500);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(1);

    private final RelayDatabase database;
    private final Supplier<Sender> senders;
    private final OutboxSettings settings;
    private final OutboxMetrics metrics;
    private final Signal signal = new Signal();
    /** Apart from the other, which an instance that only waits for the lock hears all the time. */
    private final Signal stop = new Signal();
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    Relay(RelayDatabase database, Supplier<Sender> senders, OutboxSettings settings, OutboxMetrics metrics) {
        this.database = database;
        this.senders = senders;
        this.settings = settings;
        this.metrics = metrics;
    }

    /** Something was committed. */
    void wake() {
        signal.wake();
    }

    @Override
    public boolean isAutoStartup() {
        return settings.relay();
    }

    @Override
    public void start() {
        stopping = false;
        thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
    }

    /** Returns when what is committed has been sent, or after the time for that. */
    @Override
    public void stop() {
        var running = thread;
        if (running == null) return;
        stopping = true;
        signal.wake();
        stop.wake();
        try {
            if (!running.join(settings.drain())) {
                LOG.warn("Not all events could be sent in time; they are sent after the next start");
                running.interrupt();
                running.join(DATABASE_RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 4096;
    }

    private void run() {
        while (!stopping) {
            try (var session = RelaySession.open(database)) {
                if (awaitLock(session)) {
                    metrics.leads(true);
                    lead(session);
                }
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | DataAccessException e) {
                LOG.warn("The outbox's database does not answer, tried again every {} s: {}",
                        DATABASE_RETRY.toSeconds(),
                        e.toString());
                pauseUnlessStopping();
            } catch (RuntimeException e) {
                LOG.error("The relay failed and begins again from its cursor", e);
                pauseUnlessStopping();
            } finally {
                metrics.leads(false);
            }
        }
    }

    private boolean awaitLock(RelaySession session) throws InterruptedException {
        while (!session.takeLock()) {
            if (stopping) return false;
            stop.await(LOCK_RETRY);
        }
        return true;
    }

    /** Sends until the service stops and nothing is left, with a new producer after each failure. */
    private void lead(RelaySession session) throws InterruptedException {
        var pauses = new Pauses(FIRST_RETRY, settings.retryMax());
        while (true) {
            if (sendUntilFailure(session, pauses) || stopping) return;
            metrics.lags(session.lag());
            Thread.sleep(pauses.next());
        }
    }

    private boolean sendUntilFailure(RelaySession session, Pauses pauses) throws InterruptedException {
        try (var sender = senders.get()) {
            return new Sending(session, sender, settings, metrics, signal, () -> stopping, pauses).untilFailure();
        } catch (InterruptException e) {
            throw new InterruptedException("while sending");
        } catch (KafkaException e) {
            if (pauses.isFirst()) LOG.warn("Kafka cannot be reached, events wait in the outbox: {}", e.toString());
            metrics.failed();
            return false;
        }
    }

    private void pauseUnlessStopping() {
        try {
            if (!stopping) stop.await(DATABASE_RETRY);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }
}
