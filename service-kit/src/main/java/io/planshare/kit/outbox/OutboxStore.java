package io.planshare.kit.outbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Inserts events in the caller's transaction. */
final class OutboxStore {

    // Ids are drawn here, in the order given, and so under the locks that the caller already holds.
    private static final String INSERT = """
                                         INSERT INTO outbox (id, ce_id, ce_type, ce_source, ce_time, topic, key, traceparent, payload)
                                         SELECT nextval('outbox_id_seq'), ce_id, ce_type, :source, :time, topic, key, traceparent, payload
                                         FROM (SELECT * FROM unnest(:ids::uuid[], :types::text[], :topics::text[], :keys::text[],
                                                 :traceparents::text[], :payloads::text[])
                                                 WITH ORDINALITY AS event (ce_id, ce_type, topic, key, traceparent, payload, place) ORDER BY place) AS event
                                         """;

    /** An event that has been written as JSON. */
    record Written(String ceId, String ceType, String topic, String key, @Nullable String traceparent,
            String payload) {}

    private final JdbcClient jdbc;

    OutboxStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(List<Written> events, String source, Instant time) {
        jdbc.sql(INSERT)
                .param("source", source)
                .param("time", time.atOffset(ZoneOffset.UTC))
                .param("ids", column(events, Written::ceId))
                .param("types", column(events, Written::ceType))
                .param("topics", column(events, Written::topic))
                .param("keys", column(events, Written::key))
                .param("traceparents", column(events, Written::traceparent))
                .param("payloads", column(events, Written::payload))
                .update();
    }

    private static @Nullable String[] column(List<Written> events, Function<Written, @Nullable String> value) {
        var texts = new @Nullable String[events.size()];
        for (int i = 0; i < texts.length; i++)
            texts[i] = value.apply(events.get(i));
        return texts;
    }
}
