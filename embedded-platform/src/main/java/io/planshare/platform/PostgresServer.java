package io.planshare.platform;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import com.sun.security.auth.module.UnixSystem;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * A PostgreSQL 18 of our own on the loopback interface. It is a process beside this JVM: when the JVM dies it lives on, and the next start
 * on the same directory and port adopts it with all it holds.
 */
public final class PostgresServer implements AutoCloseable {
    static final String ADMIN = "postgres";

    /** Long, because the start after a crash first replays what was not yet written. */
    private static final Duration START = Duration.ofSeconds(120);
    private static final long LOG_OCTETS_MAX = 16L << 20;
    /** Six services with twelve connections each, their tests, and room. */
    static final int CONNECTIONS = 200;

    private final PrivateDirectory directory;
    private final EmbeddedPostgres process;
    private final int port;
    private final String adminPassword;
    private boolean closed;

    private PostgresServer(PrivateDirectory directory, EmbeddedPostgres process, int port, String adminPassword) {
        this.directory = directory;
        this.process = process;
        this.port = port;
        this.adminPassword = adminPassword;
    }

    /**
     * Starts the server, or adopts the one that a killed JVM left running, with every commit on the disk before it is answered.
     *
     * @param directory kept between starts; created if missing, closed to other users; holds programs, data, log and the admin's password
     * @param port on 127.0.0.1; another port than last time moves the server
     * @throws PlatformUnavailable with a sentence that says what to do: port taken, directory in use or of another version, root without
     *         user namespaces, or PostgreSQL's own reason
     */
    public static PostgresServer start(Path directory, int port) {
        return start(directory, port, directory.resolve("bin"), Durability.CRASH_OF_THE_MACHINE);
    }

    static PostgresServer start(Path path, int port, Path programs, Durability durability) {
        refuseRootWithoutNamespaces();
        var directory = PrivateDirectory.take(path.toAbsolutePath());
        try {
            makeWay(directory, port);
            String password = adminPassword(directory);
            var process = builder(directory, port, programs, durability, password).start();
            Files.writeString(directory.resolve("initialised"), "");
            return new PostgresServer(directory, process, port, password);
        } catch (PlatformUnavailable e) {
            directory.close();
            throw e;
        } catch (IOException | RuntimeException | ExceptionInInitializerError e) { // the last: zonky could not unpack
            String reason = lastWords(directory);
            directory.close();
            throw new PlatformUnavailable("PostgreSQL did not start in " + path + ": " + reason, e);
        }
    }

    /** What a commit survives. */
    enum Durability {
        CRASH_OF_THE_MACHINE("on"), CRASH_OF_THE_PROCESS("off");

        private final String fsync;

        Durability(String fsync) {
            this.fsync = fsync;
        }
    }

    /** Address of a database on this server, without credentials. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The superuser; passwords are checked, also on the loopback interface. */
    public String adminUser() {
        return ADMIN;
    }

    /** Drawn when the directory was first used, and kept in it. */
    public String adminPassword() {
        return adminPassword;
    }

    /** This server as the place of new databases. */
    DatabaseServer asDatabaseServer() {
        return new DatabaseServer(Platform.Origin.EMBEDDED, "127.0.0.1:" + port, "", ADMIN, adminPassword, this);
    }

    /** TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Ends the server at once, as a crash would ({@code kill -9}); committed rows are there after the next start. */
    public synchronized void kill() {
        Postmaster.runningIn(data(directory)).ifPresent(Postmaster::kill);
        close();
    }

    /** Cuts the sessions, writes everything and returns when the process is gone. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        var postmaster = Postmaster.runningIn(data(directory));
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            postmaster.ifPresent(Postmaster::awaitEnd);
            directory.close();
        }
    }

    private static EmbeddedPostgres.Builder builder(PrivateDirectory directory, int port, Path programs,
            Durability durability,
            String password) {
        File log = directory.resolve("postgres.log").toFile();
        return EmbeddedPostgres.builder()
                .setDataDirectory(data(directory))
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(programs.toAbsolutePath().toFile())
                .setPort(port)
                .setPGStartupWait(START)
                .setRegisterShutdownHook(false)
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log))
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log))
                .setConnectConfig("password", password)
                // These become options of initdb. Without its own locale it fails where LANG names one that is not installed.
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile(directory).toString())
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("max_connections", Integer.toString(CONNECTIONS))
                .setServerConfig("shared_buffers", "512MB")
                // Rows all over a large table change between two checkpoints: each page's first change writes the whole page.
                .setServerConfig("max_wal_size", "2GB")
                .setServerConfig("wal_compression", "on")
                // Which statements take the time: `create extension pg_stat_statements` shows it.
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .setServerConfig("fsync", durability.fsync)
                .setServerConfig("full_page_writes", durability.fsync)
                .setServerConfig("synchronous_commit", "on");
    }

    private static void refuseRootWithoutNamespaces() {
        if (new UnixSystem().getUid() == 0 && !LinuxUtils.isUnshareAvailable()) {
            throw new PlatformUnavailable(
                    "PostgreSQL refuses to run as root, and `unshare -U` does not work here: run this as an ordinary user"
                            + " (for example `runuser -u nobody -- COMMAND`), or name a server in "
                            + External.DATABASE);
        }
    }

    /** After this the directory holds no data or complete data, and nobody sits on the port but a server to adopt. */
    private static void makeWay(PrivateDirectory directory, int port) throws IOException {
        Path data = data(directory);
        var orphan = Postmaster.runningIn(data);
        if (orphan.isPresent() && orphan.get().port() == port) {
            return;
        }
        orphan.ifPresent(Postmaster::stop);
        Postmaster.forgetMistakable(data);
        Ports.requireFree(port, "PostgreSQL");
        if (!Files.exists(directory.resolve("initialised"))) {
            // A first start that was cut short; nobody has been given this server's address yet.
            PrivateDirectory.delete(data);
        }
        var log = directory.resolve("postgres.log");
        if (Files.exists(log) && Files.size(log) > LOG_OCTETS_MAX) {
            Files.delete(log);
        }
    }

    private static String adminPassword(PrivateDirectory directory) throws IOException {
        Path file = passwordFile(directory);
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Databases.randomPassword());
        }
        return Files.readString(file).strip();
    }

    private static String lastWords(PrivateDirectory directory) {
        Path log = directory.resolve("postgres.log");
        try {
            List<String> lines = Files.readAllLines(log);
            return "its last words in " + log + " are: "
                    + String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        } catch (IOException e) {
            return "it left no log";
        }
    }

    private static Path data(PrivateDirectory directory) {
        return directory.resolve("data");
    }

    private static Path passwordFile(PrivateDirectory directory) {
        return directory.resolve("admin-password");
    }
}
