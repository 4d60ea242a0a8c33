package io.planshare.kit.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import jakarta.persistence.EntityManagerFactory;

import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.planshare.event.Event;
import io.planshare.event.EventType;
import io.planshare.event.Topic;
import io.planshare.kit.topic.EventJson;
import io.planshare.model.Id;

/**
 * Tells other services what a transaction has done: the event is stored with the change and sent to Kafka once both are
 * committed (design section 5).
 */
public final class Outbox {

    /** The most octets an event may have as JSON in UTF-8. */
    public static final int PAYLOAD_OCTETS_MAX = 256 * 1024;

    private final OutboxStore store;
    private final String source;
    private final Set<Topic> published;
    private final Function<Topic, String> topicName;
    private final Clock clock;
    private final CurrentTrace trace;
    private final @Nullable EntityManagerFactory entities;
    private final Runnable wakeRelay;

    Outbox(OutboxStore store, String service, Set<Topic> published,
            Function<Topic, String> topicName, Clock clock, CurrentTrace trace,
            @Nullable EntityManagerFactory entities, Runnable wakeRelay) {
        this.store = store;
        this.source = "/planshare/" + service;
        this.published = Set.copyOf(published);
        this.topicName = topicName;
        this.clock = clock;
        this.trace = trace;
        this.entities = entities;
        this.wakeRelay = wakeRelay;
    }

    /**
     * Stores an event in the caller's transaction. Call it after the row that the event is about is locked or changed: ids
     * are drawn here, and events of one key are sent in the order of their ids. Changes that JPA still holds back are
     * written first.
     *
     * @throws IllegalStateException outside a transaction, or for a topic that {@code planshare.events.publishes} does not name
     * @throws IllegalArgumentException for more than {@link #PAYLOAD_OCTETS_MAX} octets; let it fail the command
     */
    public void publish(Event event) {
        publishAll(List.of(event));
    }

    /** As {@link #publish}, for many in one statement; they are sent in the order given. */
    public void publishAll(Collection<? extends Event> events) {
        var traceparent = traceparent();
        publishTraced(events.stream().map(event -> new Traced(event, traceparent)).toList());
    }

    /**
     * An event of a request whose trace is not the current one, as when several requests are decided together.
     *
     * @param traceparent what {@link #traceparent()} answered in that request
     */
    public record Traced(Event event, @Nullable String traceparent) {}

    /** The trace of whoever calls, to publish under it later; null outside a trace. */
    public @Nullable String traceparent() {
        return trace.traceparent();
    }

    /** As {@link #publishAll}, each event in its own trace. */
    public void publishTraced(Collection<Traced> events) {
        if (events.isEmpty()) return;
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("events are published in the transaction that they tell about");
        }
        var written = events.stream().map(this::written).toList();
        flushEntities();
        store.insert(written, source, clock.instant().truncatedTo(ChronoUnit.MICROS));
        TransactionSynchronizationManager.registerSynchronization(new WakeUp(wakeRelay));
    }

    private OutboxStore.Written written(Traced traced) {
        var event = traced.event();
        var type = EventType.of(event);
        if (!published.contains(type.topic())) {
            throw new IllegalStateException("planshare.events.publishes does not name " + type.topic().stem());
        }
        var payload = EventJson.write(event);
        if (octets(payload) > PAYLOAD_OCTETS_MAX) {
            throw new IllegalArgumentException(type.ceType() + " of " + event.key() + " takes " + octets(payload)
                    + " octets, more than " + PAYLOAD_OCTETS_MAX);
        }
        return new OutboxStore.Written(Id.next().toString(), type.ceType(), topicName.apply(type.topic()), event.key(),
                traced.traceparent(), payload);
    }

    private static int octets(String payload) {
        // No character takes more than three octets for each of its chars.
        return payload.length() * 3L <= PAYLOAD_OCTETS_MAX
                ? payload.length()
                : payload.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Else JPA would lock the owning row only at the commit, after the id was drawn. */
    private void flushEntities() {
        if (entities != null && TransactionSynchronizationManager
                .getResource(entities) instanceof EntityManagerHolder holder) {
            holder.getEntityManager().flush();
        }
    }

    /** Equal for one relay, so that a transaction wakes it once. */
    private record WakeUp(Runnable wakeRelay) implements TransactionSynchronization {
        @Override
        public void afterCommit() {
            wakeRelay.run();
        }
    }
}
