package io.planshare.platform;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlatformTest {
    @TempDir
    Path directory;

    @Test
    void all_tests_of_a_jvm_share_one_platform() {
        assertThat(Platform.shared()).isSameAs(Platform.shared());
    }

    @Test
    void a_killed_test_run_leaves_neither_server_nor_files() throws Exception {
        String url;
        try (var child = ChildJvm.start("shared", directory, 0)) {
            url = child.awaitReady();
            assertThat(leftBy(directory)).isNotEmpty();
            child.kill();
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> leftBy(directory).isEmpty());
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> DriverManager.getConnection(url, "postgres", ""))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08001"));
    }

    @Test
    void when_one_server_cannot_start_the_other_does_not_stay() throws Exception {
        int postgresPort = Ports.free();
        int kafkaPort = Ports.free();
        try (var _ = PrivateDirectory.take(directory.resolve("postgres"))) {
            assertThatExceptionOfType(PlatformUnavailable.class)
                    .isThrownBy(() -> Platform.start(directory, postgresPort, kafkaPort, Map.of()));
        }
        Ports.requireFree(kafkaPort, "Kafka");
        try (var _ = PrivateDirectory.take(directory.resolve("kafka"))) {
            assertThatExceptionOfType(PlatformUnavailable.class)
                    .isThrownBy(() -> Platform.start(directory, postgresPort, kafkaPort, Map.of()));
        }
        Ports.requireFree(postgresPort, "PostgreSQL");
    }

    @Test
    void databases_and_roles_are_there_again_after_a_restart() throws Exception {
        int postgresPort = Ports.free();
        int kafkaPort = Ports.free();
        try (var platform = Platform.start(directory, postgresPort, kafkaPort, Map.of())) {
            Databases.create(platform, "quota", "first", "second");
            assertThat(platform.databaseOrigin()).isEqualTo(Platform.Origin.EMBEDDED);
            assertThat(platform.brokerOrigin()).isEqualTo(Platform.Origin.EMBEDDED);
            assertThat(platform.bootstrapServers()).isEqualTo("127.0.0.1:" + kafkaPort);
            try (var socket = new Socket("127.0.0.1", kafkaPort)) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
        try (var platform = Platform.start(directory, postgresPort, kafkaPort, Map.of());
                var app = DriverManager.getConnection(platform.jdbcUrl("quota"), "quota_app", "second")) {
            assertThat(Sql.texts(app, "SELECT current_database()")).containsExactly("quota");
        }
    }

    private static Set<Path> leftBy(Path temporary) throws IOException {
        try (var files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("planshare-"))
                    .collect(Collectors.toSet());
        }
    }
}
