package io.planshare.kit.outbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The relay's own session with the database. The lock that makes it the only sender lives and ends with the session, so
 * the cursor is moved through it too: who has lost the lock cannot move the cursor.
 */
final class RelaySession implements AutoCloseable {

    private static final long LOCK = 0x6f7574626f78L;
    private static final int SOCKET_TIMEOUT_SECONDS = 30;

    /** A batch is read into memory; one larger event still makes a batch. */
    private static final long BATCH_OCTETS_MAX = 8L << 20;

    // Most partitions hold nothing beyond the cursor and have no statistics yet: the ids' indexes are always right.
    // The keep-alives let the server give the lock away about 25 s after this machine is gone, not after two hours.
    private static final String SETTINGS = """
                                           SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_bitmapscan = off;
                                           SET statement_timeout = '20s'; SET lock_timeout = '10s';
                                           SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3
                                           """;

    private static final String NEXT = """
                                       SELECT * FROM (
                                           SELECT o.*, sum(octet_length(payload)) OVER (ORDER BY id) - octet_length(payload) AS octets_before,
                                                  EXISTS (SELECT FROM outbox_parked p WHERE p.outbox_id = o.id) AS parked
                                           FROM (SELECT * FROM outbox WHERE id > :after ORDER BY id LIMIT :max) o) batch
                                       WHERE octets_before < :octets ORDER BY id
                                       """;

    private static final String WRITERS = """
                                          SELECT virtualtransaction FROM pg_locks
                                          WHERE locktype = 'relation' AND relation = 'outbox'::regclass AND mode = 'RowExclusiveLock' AND granted
                                            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                                          """;

    private static final String LAG = """
                                      SELECT CASE WHEN s.is_called THEN s.last_value - c.position ELSE 0 END AS events,
                                             coalesce((SELECT extract(epoch FROM clock_timestamp() - recorded_at) FROM outbox
                                                       WHERE id > c.position ORDER BY id LIMIT 1), 0) AS seconds
                                      FROM outbox_cursor c, outbox_id_seq s
                                      """;

    /** Where the relay stands: all up to {@code sent} is in Kafka, gaps up to {@code passed} will stay. */
    record Cursor(long sent, long passed) {}

    /** What is not sent yet: how many ids, and how old the first event is. */
    record Lag(long events, Duration age) {}

    private final Connection connection;
    private final JdbcClient jdbc;

    private RelaySession(Connection connection) {
        this.connection = connection;
        this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    static RelaySession open(RelayDatabase database) throws SQLException {
        var properties = new Properties();
        properties.put("user", database.user());
        properties.put("password", database.password());
        properties.put("ApplicationName", "outbox-relay");
        properties.put("tcpKeepAlive", "true");
        properties.put("socketTimeout", Integer.toString(SOCKET_TIMEOUT_SECONDS));
        var connection = DriverManager.getConnection(database.url(), properties);
        try (var statement = connection.createStatement()) {
            statement.execute(SETTINGS);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new RelaySession(connection);
    }

    /** False while another instance of the service is the relay. */
    boolean takeLock() {
        return jdbc.sql("SELECT pg_try_advisory_lock(:lock)").param("lock", LOCK).query(Boolean.class).single();
    }

    Cursor cursor() {
        return jdbc.sql("SELECT position, passed FROM outbox_cursor")
                .query((row, n) -> new Cursor(row.getLong("position"), row.getLong("passed"))).single();
    }

    /** The next visible events in the order of their ids, parked ones included. */
    List<OutboxRow> after(long id, int max) {
        return jdbc.sql(NEXT).param("after", id).param("max", max).param("octets", BATCH_OCTETS_MAX)
                .query(RelaySession::row).list();
    }

    /** The transactions that have written to the outbox of this database and still run. */
    Set<String> writers() {
        return jdbc.sql(WRITERS).query((row, n) -> row.getString(1)).set();
    }

    /** Moves the cursor; false if somebody has set it back in the meantime. */
    boolean move(long from, long to) {
        return jdbc
                .sql("UPDATE outbox_cursor SET position = :to, passed = greatest(passed, :to) WHERE position = :from")
                .param("from", from).param("to", to).update() == 1;
    }

    void park(OutboxRow row, String cause) {
        jdbc.sql("""
                 INSERT INTO outbox_parked (outbox_id, ce_id, topic, cause) VALUES (:id, :ceId, :topic, :cause)
                 ON CONFLICT DO NOTHING""")
                .param("id", row.id()).param("ceId", row.ceId()).param("topic", row.topic()).param("cause", cause)
                .update();
    }

    Lag lag() {
        return jdbc.sql(LAG).query((row, n) -> new Lag(Math.max(0, row.getLong("events")),
                Duration.ofMillis(Math.max(0, (long) (row.getDouble("seconds") * 1000))))).single();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is of no use any more, which is why it is closed.
        }
    }

    private static OutboxRow row(ResultSet row, int n) throws SQLException {
        return new OutboxRow(row.getLong("id"), row.getObject("ce_id", UUID.class), row.getString("ce_type"),
                row.getString("ce_source"), row.getObject("ce_time", OffsetDateTime.class).toInstant(),
                row.getString("topic"), row.getString("key"), row.getString("traceparent"), row.getString("payload"),
                row.getBoolean("parked"));
    }
}
