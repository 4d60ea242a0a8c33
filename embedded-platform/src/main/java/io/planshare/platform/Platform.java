package io.planshare.platform;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL and a Kafka broker that are ready to use, and where they came from. */
public final class Platform implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private final DatabaseServer databases;
    private final MessageServer messages;

    private Platform(DatabaseServer databases, MessageServer messages) {
        this.databases = databases;
        this.messages = messages;
    }

    /** Who runs a server. */
    public enum Origin {
        /** This JVM started it. */
        EMBEDDED,
        /** This JVM started it in a container. */
        TESTCONTAINERS,
        /** Somebody else; named by {@code PLANSHARE_DB_URL} or {@code PLANSHARE_KAFKA}. */
        EXTERNAL
    }

    /**
     * The one platform of all tests in this JVM, started at the first call. Each server is the one named by the environment, else a
     * container where a Docker engine answers within 2 s and has the image (or pulls it in 20 s), else embedded; one log line says which and
     * why. It goes away with the JVM, however that ends, and so do its files; nobody closes it.
     *
     * @throws PlatformUnavailable as {@link PostgresServer#start} and {@link KafkaBroker#start}
     */
    public static Platform shared() {
        return SharedPlatform.get();
    }

    /**
     * Servers that keep what they hold between runs: those that the environment names, the others embedded. {@code PLANSHARE_DB_URL} is a
     * JDBC address with {@code user} and {@code password} of an admin, {@code PLANSHARE_KAFKA} a list of {@code host:port}.
     *
     * @param directory the servers' files; created if missing
     * @param postgresPort on 127.0.0.1; keep it the same for a directory
     * @param kafkaPort on 127.0.0.1
     * @throws PlatformUnavailable as {@link PostgresServer#start} and {@link KafkaBroker#start}; then neither runs
     */
    public static Platform start(Path directory, int postgresPort, int kafkaPort) {
        return start(directory, postgresPort, kafkaPort, System.getenv());
    }

    static Platform start(Path directory, int postgresPort, int kafkaPort, Map<String, String> environment) {
        return start(
                () -> External.databases(environment)
                        .orElseGet(() -> PostgresServer.start(directory.resolve("postgres"), postgresPort)
                                .asDatabaseServer()),
                () -> External.messages(environment)
                        .orElseGet(() -> KafkaBroker.start(directory.resolve("kafka"), kafkaPort).asMessageServer()),
                "data in " + directory);
    }

    /** Both at once; when one fails, the other is closed again. */
    static Platform start(Supplier<DatabaseServer> databases, Supplier<MessageServer> messages, String reason) {
        // A thread of our own, because the common pool's would not see the classes of an executable jar.
        var second = new FutureTask<>(messages::get);
        Thread.ofPlatform().name("kafka-start").start(second);
        DatabaseServer first;
        try {
            first = databases.get();
        } catch (RuntimeException e) {
            closeQuietly(second);
            throw e;
        }
        try {
            var platform = new Platform(first, second.get());
            LOG.info("PostgreSQL {} at {}, Kafka {} at {}: {}", platform.databaseOrigin(), first.address(),
                    platform.brokerOrigin(),
                    platform.bootstrapServers(), reason);
            return platform;
        } catch (ExecutionException e) {
            close(first.server());
            throw e.getCause() instanceof PlatformUnavailable known
                    ? known
                    : new PlatformUnavailable("Kafka did not start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(first.server());
            throw new PlatformUnavailable("Interrupted while Kafka was starting", e);
        }
    }

    /** Who runs PostgreSQL. */
    public Origin databaseOrigin() {
        return databases.origin();
    }

    /** Who runs Kafka. */
    public Origin brokerOrigin() {
        return messages.origin();
    }

    /** Address of a database on this server, without credentials; that it exists is not checked. */
    public String jdbcUrl(String database) {
        return databases.jdbcUrl(database);
    }

    /** A role that may create databases and roles. */
    public String adminUser() {
        return databases.adminUser();
    }

    /** The admin's password: never to be logged. */
    public String adminPassword() {
        return databases.adminPassword();
    }

    /** What Kafka clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return messages.bootstrapServers();
    }

    /**
     * A new, empty database for one test class, with a role pair and passwords of its own. On an external server it is dropped when the JVM
     * ends, elsewhere it goes with the server.
     *
     * @param prefix begins its name, so that a person can tell whose it is; form as in {@link Databases#create}, at most 44 characters
     * @throws PlatformUnavailable the server refused
     */
    public DatabaseAccess freshDatabase(String prefix) {
        var access = Databases.createFresh(databases, prefix);
        if (databaseOrigin() == Origin.EXTERNAL) {
            Databases.dropAtExit(databases, access);
        }
        return access;
    }

    /** Stops what this JVM started, Kafka first; data of {@link #start} stays. */
    @Override
    public void close() {
        close(messages.server());
        close(databases.server());
    }

    DatabaseServer databases() {
        return databases;
    }

    private static void closeQuietly(FutureTask<MessageServer> messages) {
        try {
            close(messages.get().server());
        } catch (ExecutionException e) {
            LOG.debug("Kafka did not start either", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            LOG.warn("A server did not close; what it holds is recovered at the next start", e);
        }
    }
}
