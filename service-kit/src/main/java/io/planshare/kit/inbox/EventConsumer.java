package io.planshare.kit.inbox;

import java.util.List;
import java.util.Set;

import io.planshare.event.Topic;

/** A reader of topics: declare one or more as beans, and each gets a consumer group of its own. */
public interface EventConsumer {

    /**
     * Names it within the service, for good: it is part of the consumer group ({@code <service>.<name>}) and of the inbox's key,
     * so another name reads everything again. Lower case letters, digits and hyphens, 1 to 60.
     */
    String name();

    /** What it reads; at least one, the same on every call. */
    Set<Topic> topics();

    /**
     * Applies deliveries in one transaction, which the kit opens and commits. Each event comes for the first time: repeated ones
     * are left out by their id, except on state topics and where {@link #idempotentByNature()}, where they may come again and a
     * lower version may follow a higher one. Events of one key come in order, those of several keys mixed.
     *
     * <p>An exception rolls all of it back. A failing database is waited for; any other cause is tried again for about five seconds
     * with the offending event alone, which then goes to the dead letters. So it may run more than once for one delivery, and may only
     * change the database.
     *
     * @param events one or more
     */
    void accept(List<Received> events);

    /** Whether a repeated delivery changes nothing by itself (a natural key); saves the row in the inbox. */
    default boolean idempotentByNature() {
        return false;
    }

    /** The most events in one transaction, for a reader whose every event is much work. */
    default int batchMax() {
        return Integer.MAX_VALUE;
    }

    /**
     * Whether the service is ready only once this reader has applied what its state topics held when the service started; by
     * default it is if there is one.
     */
    default boolean caughtUpBeforeReady() {
        return topics().stream().anyMatch(Topic::isState);
    }
}
