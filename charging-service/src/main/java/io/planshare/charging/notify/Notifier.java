package io.planshare.charging.notify;

import java.time.Duration;
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

    private final NotificationStore store;
    private final NotifyClient client;
    private final NotifySettings settings;
    private final MeterRegistry metrics;
    private final Semaphore free;
    private volatile CountDownLatch stopping = new CountDownLatch(0);
    private @Nullable Thread loop;

    Notifier(NotificationStore store, NotifyClient client, NotifySettings settings, MeterRegistry metrics) {
        this.store = store;
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
            while (!stopping.await(pause.toMillis(), MILLISECONDS))
                pause = sendDue() > 0 ? Duration.ZERO : settings.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int sendDue() throws InterruptedException {
        free.acquire();
        int most = 1 + free.drainPermits();
        int taken = 0;
        try {
            var due = store.due(most, settings.lease());
            for (var notification : due) {
                Thread.ofVirtual().name("notify-" + notification.id()).start(() -> sendAndFree(notification));
                taken++;
            }
        } catch (RuntimeException e) {
            LOG.warn("What network functions have to be told cannot be read; next attempt in {}", settings.poll(), e);
        } finally {
            free.release(most - taken);
        }
        return taken;
    }

    private void sendAndFree(Notification notification) {
        try {
            send(notification);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Telling about session {} went wrong; next attempt in {}", notification.session(),
                    settings.lease(), e);
        } finally {
            free.release();
        }
    }

    private void send(Notification notification) throws InterruptedException {
        if (!notification.stillOpen()) {
            store.givenUp(notification);
            count(notification, "moot");
            return;
        }
        switch (client.deliver(notification)) {
            case Delivery.Done() -> {
                store.delivered(notification);
                count(notification, "delivered");
            }
            case Delivery.Gone() -> giveUp(notification, "the network function no longer knows it");
            case Delivery.NotAllowed(var reason) -> giveUp(notification, "its notifyUri " + reason);
            case Delivery.Failed(var reason) -> retry(notification, reason);
        }
    }

    private void retry(Notification notification, String reason) {
        if (notification.attempts() >= settings.attemptsMax()) {
            giveUp(notification, notification.attempts() + " attempts failed, the last with " + reason);
            return;
        }
        var wait = settings.waitAfter(notification.attempts());
        LOG.debug("Attempt {} to tell about session {} failed with {}; next in {}", notification.attempts(),
                notification.session(), reason, wait);
        store.again(notification, wait);
        count(notification, "retried");
    }

    private void giveUp(Notification notification, String reason) {
        LOG.warn("Gave up {} of session {}, for {}: what it holds is settled when it reports next or falls silent",
                notification.type(), notification.session(), reason);
        store.givenUp(notification);
        count(notification, "given_up");
    }

    private void count(Notification notification, String result) {
        metrics.counter("planshare.charging.notifications", "type",
                notification.type().name().toLowerCase(Locale.ROOT), "result", result).increment();
    }
}
