package io.planshare.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.planshare.charging.ChargingApplication;
import io.planshare.kit.testing.TestSettings;
import io.planshare.kit.testing.Tokens;
import io.planshare.model.Id;

/** charging-service in this JVM, on a PostgreSQL and a Kafka of its own that go with the JVM. */
final class EmbeddedCharging implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final int port;
    private final Connection owner;

    private EmbeddedCharging(int port, Connection owner) {
        this.port = port;
        this.owner = owner;
    }

    static EmbeddedCharging start() throws IOException, SQLException {
        var settings = TestSettings.fresh();
        int port = freePort();
        settings.put("server.port", Integer.toString(port));
        settings.put("server.address", "127.0.0.1");
        ChargingApplication.main(TestSettings.arguments(settings));
        return new EmbeddedCharging(port, owner(settings));
    }

    private static Connection owner(Map<String, String> settings) throws SQLException {
        return DriverManager.getConnection(value(settings, "planshare.db.url"),
                value(settings, "planshare.db.owner-user"), value(settings, "planshare.db.owner-password"));
    }

    private static String value(Map<String, String> settings, String name) {
        var value = settings.get(name);
        if (value == null) throw new IllegalStateException("no " + name);
        return value;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    String token(String scopes) {
        return Tokens.bearer(scopes);
    }

    /** So many fresh ones, as enrollment would have told of them. */
    List<UUID> subscriptions(int count) throws SQLException {
        var ids = new ArrayList<UUID>();
        try (var insert = owner
                .prepareStatement("insert into subscription values (?, 1, ?, ?, 'ACTIVE', ?, null, null, 0)")) {
            for (int i = 0; i < count; i++) {
                var id = Id.next();
                ids.add(id);
                insert.setObject(1, id);
                insert.setObject(2, id);
                insert.setObject(3, id);
                insert.setString(4, id.toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return ids;
    }

    ProcessorTime processorTime() throws SQLException {
        try (var statement = owner.createStatement(); var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return ProcessorTime.now(ProcessHandle.current(),
                    ProcessHandle.of(row.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow());
        }
    }

    long backlog() throws SQLException {
        try (var statement = owner.createStatement();
                var row = statement.executeQuery(
                        "select count(*) from outbox where id > (select position from outbox_cursor)")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns once Kafka has acknowledged all that is committed, and says how long that took. */
    Duration awaitDrained() throws SQLException, InterruptedException {
        long began = System.nanoTime();
        while (backlog() > 0) {
            var waited = Duration.ofNanos(System.nanoTime() - began);
            if (waited.compareTo(PATIENCE) > 0) throw new IllegalStateException("events wait for " + waited);
            Thread.sleep(50);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() throws SQLException {
        owner.close();
    }
}
