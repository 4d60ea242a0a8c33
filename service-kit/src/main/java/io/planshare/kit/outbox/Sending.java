package io.planshare.kit.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's work with one session and one producer: read, send, move the cursor, and again. */
final class Sending {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
    private static final Duration LAG_EVERY = Duration.ofSeconds(1);
    private static final Duration GAP_MIN = Duration.ofMillis(2);
    private static final Duration GAP_MAX = Duration.ofMillis(40);

    private final RelaySession session;
    private final Sender sender;
    private final OutboxSettings settings;
    private final OutboxMetrics metrics;
    private final Signal signal;
    private final BooleanSupplier stopping;
    private final Pauses retries;
    private final Pauses gapPauses = new Pauses(GAP_MIN, GAP_MAX);
    private Gaps gaps = Gaps.from(0);
    private long lagToldAt = System.nanoTime() - LAG_EVERY.toNanos();

    Sending(RelaySession session, Sender sender, OutboxSettings settings, OutboxMetrics metrics, Signal signal,
            BooleanSupplier stopping, Pauses retries) {
        this.session = session;
        this.sender = sender;
        this.settings = settings;
        this.metrics = metrics;
        this.signal = signal;
        this.stopping = stopping;
        this.retries = retries;
    }

    /** True when the service stops and everything is sent, false after a failure. */
    boolean untilFailure() throws InterruptedException {
        while (true) {
            tellLag();
            var cursor = session.cursor();
            // In this order: a list of writers, then the ids. See Gaps.
            if (gaps.isWaiting()) gaps = gaps.given(session.writers());
            gaps = gaps.knowing(cursor.passed());
            var visible = session.after(cursor.sent(), settings.batchMax());
            int count = gaps.sendable(cursor.sent(), visible.stream().map(OutboxRow::id).toList());
            if (count < visible.size() && !gaps.isWaiting()) {
                gaps = gaps.waitFor(visible.getLast().id(), session.writers());
            }
            if (count > 0) {
                if (!sent(cursor.sent(), visible.subList(0, count))) return false;
                if (count < settings.batchMax() && !stopping.getAsBoolean()) Thread.sleep(settings.linger());
            } else if (!visible.isEmpty()) {
                signal.await(gapPauses.next());
            } else if (stopping.getAsBoolean()) {
                return true;
            } else {
                signal.await(settings.pollInterval());
            }
        }
    }

    private boolean sent(long cursor, List<OutboxRow> rows) {
        var fresh = rows.stream().filter(row -> !row.parked()).toList();
        return switch (sender.send(fresh)) {
            case Sender.Outcome.Done done -> {
                park(done.refused());
                session.move(cursor, rows.getLast().id());
                metrics.sent(fresh.size() - done.refused().size());
                recover();
                gapPauses.reset();
                yield true;
            }
            case Sender.Outcome.Failed failed -> {
                park(failed.refused());
                metrics.failed();
                if (retries.isFirst()) {
                    LOG.warn("Kafka did not take {} events, which are sent again from the cursor: {}", fresh.size(),
                            failed.cause().toString());
                }
                yield false;
            }
        };
    }

    private void recover() {
        if (!retries.isFirst()) LOG.info("Kafka takes events again");
        retries.reset();
    }

    private void park(Map<OutboxRow, String> refused) {
        refused.forEach((row, cause) -> {
            session.park(row, cause);
            LOG.error("Kafka refuses event {} ({}) on {} with {}: it is parked and stays so until a replay",
                    row.ceId(), row.ceType(), row.topic(), cause);
        });
        metrics.parked(refused.size());
    }

    private void tellLag() {
        if (System.nanoTime() - lagToldAt >= LAG_EVERY.toNanos()) {
            lagToldAt = System.nanoTime();
            metrics.lags(session.lag());
        }
    }
}
