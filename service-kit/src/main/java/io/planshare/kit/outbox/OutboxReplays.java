package io.planshare.kit.outbox;

import java.time.Instant;
import java.time.ZoneOffset;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sends events again that were sent before, with the ids they had: for a broker that has lost them, or a reader that
 * must see them again.
 */
public final class OutboxReplays {

    // What came before is never sent again by this, and what was passed over because Kafka refused it gets another chance.
    private static final String SET_BACK = """
                                           UPDATE outbox_cursor SET position = least(position, :position) RETURNING position
                                           """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Runnable wakeRelay;

    OutboxReplays(JdbcClient jdbc, TransactionOperations transaction, Runnable wakeRelay) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.wakeRelay = wakeRelay;
    }

    /** What a replay sends again. */
    public sealed interface Outcome {

        /**
         * The relay has been set back; new events follow after these, so that each key stays in order.
         *
         * @param fromId the first event sent again
         * @param events how many there are, new ones included
         */
        record Started(long fromId, long events) implements Outcome {}

        /** The outbox keeps nothing from then on. */
        record NothingToSend() implements Outcome {}
    }

    /** From the first event that was recorded then or later; the outbox keeps 14 days. */
    public Outcome from(Instant time) {
        return replay(jdbc.sql("SELECT coalesce(min(id), 0) FROM outbox WHERE recorded_at >= :time")
                .param("time", time.atOffset(ZoneOffset.UTC)).query(Long.class).single());
    }

    /** From the event with this number, or the next one there is. */
    public Outcome from(long id) {
        return replay(jdbc.sql("SELECT coalesce(min(id), 0) FROM outbox WHERE id >= :id")
                .param("id", id).query(Long.class).single());
    }

    private Outcome replay(long first) {
        if (first == 0) return new Outcome.NothingToSend();
        transaction.executeWithoutResult(open -> {
            jdbc.sql("DELETE FROM outbox_parked WHERE outbox_id >= :first").param("first", first).update();
            jdbc.sql(SET_BACK).param("position", first - 1).query(Long.class).single();
        });
        wakeRelay.run();
        long events = jdbc.sql("SELECT count(*) FROM outbox WHERE id >= :first").param("first", first)
                .query(Long.class).single();
        return new Outcome.Started(first, events);
    }
}
