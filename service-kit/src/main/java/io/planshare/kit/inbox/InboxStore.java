package io.planshare.kit.inbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Remembers in the caller's transaction what has had its effect. */
final class InboxStore {

    // Always in the same order, or two readers that meet in a rebalance could wait for each other.
    private static final String INSERT = """
                                         INSERT INTO inbox (consumer, event_id, ce_time)
                                         SELECT :consumer, event_id, ce_time FROM unnest(:ids::uuid[], :times::timestamptz[]) AS event (event_id, ce_time)
                                         ORDER BY event_id
                                         ON CONFLICT DO NOTHING
                                         RETURNING event_id::text
                                         """;

    private final JdbcClient jdbc;

    InboxStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The ids among these that this consumer sees for the first time. Waits for another transaction that has just seen one. */
    Set<String> firstTimers(String consumer, Collection<Received> events) {
        return jdbc.sql(INSERT)
                .param("consumer", consumer)
                .param("ids", events.stream().map(Received::id).toArray(String[]::new))
                .param("times", events.stream().map(Received::time).map(InboxStore::text).toArray(String[]::new))
                .query((row, n) -> row.getString(1)).set();
    }

    private static String text(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toString();
    }
}
