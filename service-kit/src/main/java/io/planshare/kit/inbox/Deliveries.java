package io.planshare.kit.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

import io.planshare.kit.topic.KafkaClients;

/**
 * Applies what one consumer was delivered: all in one transaction if that succeeds, else in halves, until a record that
 * cannot be applied stands alone and goes to the dead letters.
 */
final class Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    /** A poll full of poison must not keep the thread from Kafka until it is thought dead (5 minutes). */
    private static final Duration TURN = Duration.ofSeconds(30);

    /** What the consumers of a service share. */
    record Surroundings(KafkaClients clients, InboxStore inbox, TransactionOperations transaction,
            DeadLetters deadLetters,
            Spans spans, Duration poisonPatience) {}

    private final EventConsumer consumer;
    private final Surroundings with;
    private final InboxMetrics metrics;
    private final String group;

    Deliveries(EventConsumer consumer, Surroundings surroundings, InboxMetrics metrics) {
        this.consumer = consumer;
        this.with = surroundings;
        this.metrics = metrics;
        this.group = surroundings.clients().group(consumer.name());
    }

    private record Turn(BooleanSupplier stopping, long endsAt) {
        boolean isOver() {
            return stopping.getAsBoolean() || System.nanoTime() - endsAt > 0;
        }
    }

    /** How far it got: so many of the records are done with, and why it stopped before the end. */
    record Progress(int done, boolean waits) {}

    /** Applies records in their order. What it says is done is committed, dead or of no concern here. */
    Progress apply(List<ConsumerRecord<byte[], byte[]>> records, BooleanSupplier stopping) {
        var turn = new Turn(stopping, System.nanoTime() + TURN.toNanos());
        var decoded = records.stream().map(this::decoded).toList();
        int done = 0;
        while (done < decoded.size()) {
            if (turn.isOver()) return new Progress(done, false);
            int end = decoded.get(done) instanceof Decoded.Broken ? done + 1 : endOfReadable(decoded, done);
            done += decoded.get(done) instanceof Decoded.Broken broken
                    ? buried(broken.record(), broken.cause())
                    : applied(decoded.subList(done, end), turn);
            if (done < end) return new Progress(done, !turn.isOver());
        }
        return new Progress(done, false);
    }

    /** One record by itself, once; the cause if it failed. */
    Optional<Exception> applyOnce(ConsumerRecord<byte[], byte[]> record) {
        var decoded = decoded(record);
        if (decoded instanceof Decoded.Broken(_, var cause)) return Optional.of(cause);
        try {
            applyTogether(List.of(decoded));
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }

    EventConsumer consumer() {
        return consumer;
    }

    /** The Kafka consumer group. */
    String group() {
        return group;
    }

    private Decoded decoded(ConsumerRecord<byte[], byte[]> record) {
        return Decoded.of(record, with.clients()::topicName);
    }

    private int endOfReadable(List<Decoded> decoded, int from) {
        int end = from;
        while (end < decoded.size() && end - from < consumer.batchMax()
                && !(decoded.get(end) instanceof Decoded.Broken))
            end++;
        return end;
    }

    /** How many of the first are done; fewer than all only if there is something to wait for. */
    private int applied(List<Decoded> part, Turn turn) {
        try {
            applyTogether(part);
            return part.size();
        } catch (Throwable failure) {
            var kind = Failures.of(failure);
            if (kind == Failures.TRANSIENT || kind == Failures.TOO_LONG && part.size() == 1) {
                LOG.warn("{} waits and tries again: {}", group, failure.toString());
                return 0;
            }
            if (part.size() == 1) return retriedAlone(part.getFirst(), failure, turn);
            int half = part.size() / 2;
            int first = applied(part.subList(0, half), turn);
            if (first < half || turn.isOver()) return first;
            return first + applied(part.subList(half, part.size()), turn);
        }
    }

    private int retriedAlone(Decoded poison, Throwable first, Turn turn) {
        var failure = first;
        long giveUpAt = System.nanoTime() + with.poisonPatience().toNanos();
        for (var pause = FIRST_RETRY; System.nanoTime() + pause.toNanos() < giveUpAt; pause = pause.multipliedBy(2)) {
            if (turn.stopping.getAsBoolean() || !slept(pause)) return 0;
            try {
                applyTogether(List.of(poison));
                return 1;
            } catch (Throwable again) {
                failure = again;
                if (Failures.of(again) != Failures.POISON) return 0;
            }
        }
        return buried(poison.record(), failure instanceof Exception known ? known : new IllegalStateException(failure));
    }

    private int buried(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        try {
            with.deadLetters().bury(group, record, cause);
            metrics.buried();
            LOG.error("{} cannot apply {}-{}@{} ({}{}); it is among the dead letters until a replay", group,
                    record.topic(), record.partition(), record.offset(), cause.getClass().getName(), placeOf(cause));
            return 1;
        } catch (DeadLetters.DeadLetterNotWritten e) {
            metrics.stuck();
            LOG.error("{} can neither apply {}-{}@{} nor put it away, and waits: {}", group, record.topic(),
                    record.partition(), record.offset(), String.valueOf(e.getCause()));
            return 0;
        }
    }

    /** Where to look for the mistake, since the message might show personal data. */
    private static String placeOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null && root.getCause() != root)
            root = root.getCause();
        return Arrays.stream(root.getStackTrace()).filter(frame -> frame.getClassName().startsWith("io.planshare"))
                .findFirst().map(frame -> " at " + frame.getClassName() + ":" + frame.getLineNumber()).orElse("");
    }

    private void applyTogether(List<Decoded> part) {
        var known = new ArrayList<Decoded.Known>();
        for (var each : part) {
            if (each instanceof Decoded.Known event) known.add(event);
        }
        int applied = known.isEmpty() ? 0 : with.spans().within(consumer.name(), known, () -> inTransaction(known));
        metrics.applied(applied);
        metrics.repeated(known.size() - applied);
        metrics.unknown(part.size() - known.size());
    }

    /** Fails with the reason why, also if the connection is lost for it and so cannot be rolled back. */
    private int inTransaction(List<Decoded.Known> known) {
        var reason = new AtomicReference<@Nullable RuntimeException>();
        try {
            Integer applied = with.transaction().execute(open -> accepted(known, reason));
            return applied == null ? 0 : applied;
        } catch (RuntimeException e) {
            var own = reason.get();
            throw own == null ? e : own;
        }
    }

    private int accepted(List<Decoded.Known> known, AtomicReference<@Nullable RuntimeException> reason) {
        try {
            var fresh = fresh(known);
            if (!fresh.isEmpty()) consumer.accept(fresh);
            return fresh.size();
        } catch (RuntimeException e) {
            reason.set(e);
            throw e;
        }
    }

    /** Without what has had its effect before, in the order of delivery. */
    private List<Received> fresh(List<Decoded.Known> known) {
        var once = new LinkedHashMap<String, Received>();
        for (var each : known) {
            if (remembers(each)) once.putIfAbsent(each.received().id(), each.received());
        }
        var firstTimers = once.isEmpty() ? Set.<String>of() : with.inbox().firstTimers(consumer.name(), once.values());
        var fresh = new ArrayList<Received>();
        for (var each : known) {
            var received = each.received();
            if (!remembers(each)) {
                fresh.add(received);
            } else if (once.get(received.id()) == received && firstTimers.contains(received.id())) {
                fresh.add(received);
            }
        }
        return fresh;
    }

    private boolean remembers(Decoded.Known event) {
        return !event.type().topic().isState() && !consumer.idempotentByNature();
    }

    private static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
