package io.planshare.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** A database of the bench, and who may write it. */
record Database(String url, String user, String password) {

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** How long until all events that are in the outbox now have reached Kafka. */
    Duration drained() throws SQLException, InterruptedException {
        var begin = Instant.now();
        try (var connection = connect(); var statement = connection.createStatement()) {
            while (true) {
                try (var row = statement.executeQuery(
                        "select (select coalesce(max(id), 0) from outbox) <= (select position from outbox_cursor)")) {
                    row.next();
                    if (row.getBoolean(1)) return Duration.between(begin, Instant.now());
                }
                Thread.sleep(50);
            }
        }
    }

    @Override
    public String toString() {
        return url;
    }
}
