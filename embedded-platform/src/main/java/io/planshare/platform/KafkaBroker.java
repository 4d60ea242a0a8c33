package io.planshare.platform;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

/**
 * A Kafka broker, with its own controller, inside this JVM and on the loopback interface. Its classes are Kafka's internals: nothing
 * outside this file may use them.
 *
 * <p>When the broker meets an error that it must not survive (its directory is gone, its disk full) it ends the JVM, as Kafka does.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final String NODE = "1";

    private final PrivateDirectory directory;
    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private KafkaBroker(PrivateDirectory directory, KafkaRaftServer server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker; topics, records, offsets and transactions of the last run are there again. After a kill the start takes a few
     * seconds longer, because the old registration has to expire.
     *
     * @param directory kept between starts; created if missing, closed to other users
     * @param port on 127.0.0.1; may change between starts
     * @throws PlatformUnavailable with a sentence that says what to do: port taken, directory in use, or Kafka's own reason
     */
    public static KafkaBroker start(Path directory, int port) {
        var owned = PrivateDirectory.take(directory.toAbsolutePath());
        try {
            Ports.requireFree(port, "Kafka");
            Path log = owned.resolve("log");
            format(log);
            var server = new KafkaRaftServer(new KafkaConfig(settings(log, port), false), Time.SYSTEM);
            return started(new KafkaBroker(owned, server, port));
        } catch (PlatformUnavailable e) {
            owned.close();
            throw e;
        } catch (Exception e) {
            owned.close();
            throw new PlatformUnavailable("Kafka did not start in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** What clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Returns when everything is written and the port is free. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        directory.close();
    }

    MessageServer asMessageServer() {
        return new MessageServer(Platform.Origin.EMBEDDED, bootstrapServers(), this);
    }

    private static KafkaBroker started(KafkaBroker broker) {
        try {
            broker.server.startup();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static void format(Path log) throws Exception {
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        // Whatever lies here was left by a first start that was cut short.
        PrivateDirectory.delete(log);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(Integer.parseInt(NODE))
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .addDirectory(log.toString())
                .setMetadataLogDirectory(log.toString())
                .setControllerListenerName("CONTROLLER")
                .run();
    }

    private static Map<String, String> settings(Path log, int port) {
        int controllerPort = Ports.free();
        String listeners = "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort;
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", NODE),
                Map.entry("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listeners", listeners),
                Map.entry("advertised.listeners", listeners),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT"),
                Map.entry("log.dirs", log.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("log.retention.hours", "336"),
                Map.entry("num.partitions", "3"),
                // One broker: nothing can be replicated, and no other member is waited for.
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "3"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "3"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // How long the start after a kill waits for the dead registration to expire.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                // A small machine: memory and threads by the handful.
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "4"));
    }
}
