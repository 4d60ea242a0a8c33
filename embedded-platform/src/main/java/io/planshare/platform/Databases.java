package io.planshare.platform;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One database per service, each with a role that migrates it and a role that uses it. */
public final class Databases {
    private static final Logger LOG = LoggerFactory.getLogger(Databases.class);
    /** Leaves room for {@code _owner} within PostgreSQL's 63 octets. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,56}");
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Two JVMs may prepare the same server at the same moment. */
    private static final long LOCK = 0x706c616e73686172L;

    private Databases() {}

    /**
     * Makes sure that database {@code service} and the roles {@code service_owner} and {@code service_app} exist with these passwords. What
     * exists is kept, so this may be called on every start. The platform's admin must be allowed to create roles and databases.
     *
     * @param service a lower-case word, also digits and {@code _}, at most 57 characters
     * @throws IllegalArgumentException the name has another form
     * @throws PlatformUnavailable the server refused
     */
    public static DatabaseAccess create(Platform platform, String service, String ownerPassword, String appPassword) {
        return create(platform.databases(), service, ownerPassword, appPassword);
    }

    static DatabaseAccess create(DatabaseServer server, String service, String ownerPassword, String appPassword) {
        if (!NAME.matcher(service).matches()) {
            throw new IllegalArgumentException("Not a database name: \"" + service + "\"; expected " + NAME.pattern());
        }
        var access = new DatabaseAccess(server.jdbcUrl(service), service + "_owner", ownerPassword, service + "_app",
                appPassword);
        try {
            try (var admin = server.connect("postgres")) {
                execute(admin, "SELECT pg_advisory_lock(" + LOCK + ")");
                keepRole(admin, access.ownerUser(), ownerPassword);
                keepRole(admin, access.appUser(), appPassword);
                keepDatabase(admin, service, access);
            }
            try (var admin = server.connect(service)) {
                execute(admin, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
                execute(admin, "GRANT USAGE ON SCHEMA public TO " + access.appUser());
            }
            return access;
        } catch (SQLException e) {
            throw new PlatformUnavailable("Database " + service + " could not be prepared: " + e.getMessage(), e);
        }
    }

    static DatabaseAccess createFresh(DatabaseServer server, String prefix) {
        return create(server, prefix + "_" + randomPassword().substring(0, 12), randomPassword(), randomPassword());
    }

    static void dropAtExit(DatabaseServer server, DatabaseAccess access) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(server, access)));
    }

    private static void drop(DatabaseServer server, DatabaseAccess access) {
        String database = access.ownerUser().substring(0, access.ownerUser().length() - "_owner".length());
        try (var admin = server.connect("postgres")) {
            execute(admin, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
            execute(admin, "DROP ROLE IF EXISTS " + access.ownerUser() + ", " + access.appUser());
        } catch (SQLException e) {
            LOG.warn("Database {} stays on the server: drop it by hand", database, e);
        }
    }

    static String randomPassword() {
        var octets = new byte[16];
        RANDOM.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    private static void keepRole(Connection admin, String role, String password) throws SQLException {
        String verb = exists(admin, "SELECT FROM pg_roles WHERE rolname = ?", role) ? "ALTER" : "CREATE";
        execute(admin, verb + " ROLE " + role + " LOGIN PASSWORD " + quoted(admin, password));
    }

    private static void keepDatabase(Connection admin, String name, DatabaseAccess access) throws SQLException {
        if (!exists(admin, "SELECT FROM pg_database WHERE datname = ?", name)) {
            // The same order of text on every machine, whatever the server's own locale.
            execute(admin, "CREATE DATABASE " + name + " OWNER " + access.ownerUser()
                    + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'");
        }
        execute(admin, "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
        execute(admin, "GRANT CONNECT ON DATABASE " + name + " TO " + access.appUser());
    }

    private static boolean exists(Connection admin, String query, String name) throws SQLException {
        try (var statement = admin.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }

    private static String quoted(Connection admin, String text) throws SQLException {
        try (var statement = admin.createStatement()) {
            return statement.enquoteLiteral(text);
        }
    }

    private static void execute(Connection admin, String sql) throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }
}
