package io.planshare.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;

import io.planshare.platform.Platform;

/** Which statements took PostgreSQL's time. */
final class Statements implements AutoCloseable {

    private static final int SHOWN = 30;

    private final Connection admin;

    private Statements(Connection admin) {
        this.admin = admin;
    }

    static Statements of(Platform platform) throws SQLException {
        var admin = DriverManager.getConnection(platform.jdbcUrl("postgres"), platform.adminUser(),
                platform.adminPassword());
        try (var statement = admin.createStatement()) {
            statement.execute("create extension if not exists pg_stat_statements");
        }
        return new Statements(admin);
    }

    void reset() throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute("select pg_stat_statements_reset()");
        }
    }

    /** @param requests that were answered since the reset */
    void print(PrintStream out, long requests) throws SQLException {
        out.println("  PostgreSQL's time by statement: µs a request, calls, ms a call, text");
        try (var statement = admin.prepareStatement(
                """
                select total_exec_time, calls, mean_exec_time, left(regexp_replace(query, '\\s+', ' ', 'g'), 100)
                from pg_stat_statements order by total_exec_time desc limit ?""")) {
            statement.setInt(1, SHOWN);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    out.printf(Locale.ROOT, "  %7.1f %8d %8.2f  %s%n", 1_000 * row.getDouble(1) / requests,
                            row.getLong(2), row.getDouble(3), row.getString(4));
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        admin.close();
    }
}
