package io.planshare.kit.outbox;

import java.util.Collection;
import java.util.List;

import io.planshare.event.Event;

/**
 * Tells other services what a transaction has done: the event is stored with the change and sent to Kafka once both are
 * committed (design section 5).
 */
public final class Outbox {

    /** The most octets an event may have as JSON in UTF-8. */
    public static final int PAYLOAD_OCTETS_MAX = 256 * 1024;

    /**
     * Stores an event in the caller's transaction. Call it after the row that the event is about is locked or changed: ids
     * are drawn here, and events of one key are sent in the order of their ids.
     *
     * @throws IllegalStateException outside a transaction, or for a topic that {@code planshare.events.publishes} does not name
     * @throws IllegalArgumentException for more than {@link #PAYLOAD_OCTETS_MAX} octets; let it fail the command
     */
    public void publish(Event event) {
        publishAll(List.of(event));
    }

    /** As {@link #publish}, for many in one statement; they are sent in the order given. */
    public void publishAll(Collection<? extends Event> events) {
        throw new UnsupportedOperationException("coming: " + events.size());
    }
}
