package io.planshare.charging.notify;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import io.micrometer.core.instrument.MeterRegistry;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Sends what is due, so many at once, in every instance side by side: each takes other rows. Nothing is locked while it
 * talks; an attempt that dies with its instance is taken up again when its lease ends.
 */
@Component
class Notifier implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final List<Outgoing> kinds;
    private final NotifyClient client;
    private final NotifySettings settings;
    private final MeterRegistry metrics;
    private final Semaphore free;
    private volatile CountDownLatch stopping = new CountDownLatch(0);
    private @Nullable Thread loop;

    Notifier(List<Outgoing> kinds, NotifyClient client, NotifySettings settings, MeterRegistry metrics) {
        this.kinds = List.copyOf(kinds);
        this.client = client;
        this.settings = settings;
        this.metrics = metrics;
        this.free = new Semaphore(settings.concurrency());
    }

    @Override
    public synchronized void start() {
        if (loop != null) return;
        stopping = new CountDownLatch(1);
        loop = Thread.ofVirtual().name("notifier").start(this::sendUntilStopped);
    }

    /** What is on its way is waited for; the rest stays in the table. */
    @Override
    public synchronized void stop() {
        if (loop == null) return;
        stopping.countDown();
        try {
            loop.join();
            loop = null;
            if (free.tryAcquire(settings.concurrency(), settings.lease().toMillis(), MILLISECONDS)) {
                free.release(settings.concurrency());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return loop != null;
    }

    private void sendUntilStopped() {
        var pause = Duration.ZERO;
        try {
            while (!stopping.await(pause.toMillis(), MILLISECONDS)) {
                int taken = 0;
                for (var kind : kinds)
                    taken += sendDue(kind);
                pause = taken > 0 ? Duration.ZERO : settings.poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int sendDue(Outgoing kind) throws InterruptedException {
        free.acquire();
        int most = 1 + free.drainPermits();
        int taken = 0;
        try {
            var due = kind.due(most, settings.lease());
            for (var callback : due) {
                Thread.ofVirtual().name("notify-" + callback.id()).start(() -> sendAndFree(kind, callback));
                taken++;
            }
        } catch (RuntimeException e) {
            LOG.warn("What network functions have to be told cannot be read; next attempt in {}", settings.poll(), e);
        } finally {
            free.release(most - taken);
        }
        return taken;
    }

    private void sendAndFree(Outgoing kind, Callback callback) {
        try {
            send(kind, callback);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Telling about {} went wrong; next attempt in {}", callback.about(), settings.lease(), e);
        } finally {
            free.release();
        }
    }

    private void send(Outgoing kind, Callback callback) throws InterruptedException {
        if (callback.moot()) {
            kind.givenUp(callback);
            count(callback, "moot");
            return;
        }
        switch (client.deliver(callback)) {
            case Delivery.Done() -> {
                kind.delivered(callback);
                count(callback, "delivered");
            }
            case Delivery.Gone() -> giveUp(kind, callback, "the network function no longer knows it");
            case Delivery.NotAllowed(var reason) -> giveUp(kind, callback, "its notifyUri " + reason);
            case Delivery.Failed(var reason) -> retry(kind, callback, reason);
        }
    }

    private void retry(Outgoing kind, Callback callback, String reason) {
        if (callback.attempts() >= settings.attemptsMax()) {
            giveUp(kind, callback, callback.attempts() + " attempts failed, the last with " + reason);
            return;
        }
        var wait = settings.waitAfter(callback.attempts());
        LOG.debug("Attempt {} to tell about {} failed with {}; next in {}", callback.attempts(), callback.about(),
                reason, wait);
        kind.again(callback, wait);
        count(callback, "retried");
    }

    private void giveUp(Outgoing kind, Callback callback, String reason) {
        LOG.warn("Gave up {} of {}, for {}: {}", callback.type(), callback.about(), reason, kind.afterwards());
        kind.givenUp(callback);
        count(callback, "given_up");
    }

    private void count(Callback callback, String result) {
        metrics.counter("planshare.charging.notifications", "type", callback.type().toLowerCase(Locale.ROOT), "result",
                result).increment();
    }
}
