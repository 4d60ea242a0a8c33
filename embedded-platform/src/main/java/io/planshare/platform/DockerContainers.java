package io.planshare.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.kafka.common.utils.AppInfoParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The only file that touches Testcontainers, so that a class path without it still works. */
record DockerContainers(String reason) implements Containers {
    private static final Logger LOG = LoggerFactory.getLogger(DockerContainers.class);

    private static final String POSTGRES = "postgres:18-alpine";
    /** The broker of the client's version. */
    private static final String KAFKA = "apache/kafka:" + AppInfoParser.getVersion();
    static final List<String> IMAGE_NAMES = List.of(POSTGRES, KAFKA);

    /** Pulls what is missing; may take minutes. */
    static boolean haveImages() throws Exception {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        for (String name : IMAGE_NAMES) {
            new RemoteDockerImage(DockerImageName.parse(name)).get();
        }
        return true;
    }

    @Override
    public Optional<DatabaseServer> databases() {
        return orEmbedded(() -> {
            String password = Databases.randomPassword();
            var container = new PostgreSQLContainer(POSTGRES).withUsername(PostgresServer.ADMIN).withPassword(password)
                    .withDatabaseName("postgres")
                    .withCommand("postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c",
                            "max_connections=" + PostgresServer.CONNECTIONS);
            container.start();
            String address = container.getHost() + ":" + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
            return new DatabaseServer(Platform.Origin.TESTCONTAINERS, address, "", PostgresServer.ADMIN, password,
                    container);
        });
    }

    @Override
    public Optional<MessageServer> messages() {
        return orEmbedded(() -> {
            var container = new KafkaContainer(KAFKA).withEnv(Map.of(
                    "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
                    "KAFKA_LOG_RETENTION_HOURS", "336",
                    "KAFKA_NUM_PARTITIONS", "3",
                    "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "3",
                    "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "3",
                    "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"));
            container.start();
            return new MessageServer(Platform.Origin.TESTCONTAINERS, container.getBootstrapServers(), container);
        });
    }

    private static <T> Optional<T> orEmbedded(Supplier<T> start) {
        try {
            return Optional.of(start.get());
        } catch (RuntimeException e) {
            LOG.warn("A container did not start; the embedded server takes its place", e);
            return Optional.empty();
        }
    }
}
