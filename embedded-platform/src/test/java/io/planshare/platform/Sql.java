package io.planshare.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** SQL in one line, for tests. */
final class Sql {
    private Sql() {}

    static void run(PostgresServer server, String... statements) {
        try (var admin = admin(server); var statement = admin.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> texts(PostgresServer server, String query) {
        try (var admin = admin(server)) {
            return texts(admin, query);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> texts(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private static Connection admin(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), server.adminUser(), server.adminPassword());
    }
}
