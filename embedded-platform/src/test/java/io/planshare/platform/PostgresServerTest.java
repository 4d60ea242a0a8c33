package io.planshare.platform;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PostgresServerTest {
    @TempDir
    Path temporary;

    private final int port = Ports.free();

    @Test
    void a_restart_keeps_what_was_committed_and_a_kill_too() {
        Path directory = temporary.resolve("a name with spaces");
        try (var server = PostgresServer.start(directory, port)) {
            Sql.run(server, "CREATE TABLE fact (said text)", "INSERT INTO fact VALUES ('before the restart')");
        }
        var second = PostgresServer.start(directory, port);
        Sql.run(second, "INSERT INTO fact VALUES ('before the kill')");
        second.kill();
        assertThat(Postmaster.runningIn(directory.resolve("data"))).isEmpty();
        try (var third = PostgresServer.start(directory, port)) {
            second.close();
            assertThat(Sql.texts(third, "SELECT said FROM fact ORDER BY said")).containsExactly("before the kill",
                    "before the restart");
        }
    }

    @Test
    void an_answered_commit_is_on_the_disk_and_only_the_admin_with_his_password_gets_in() throws Exception {
        try (var server = Servers.postgres(temporary.resolve("pg"), port)) {
            for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
                assertThat(Sql.texts(server, "SHOW " + setting)).as(setting).containsExactly("on");
            }
            assertThat(Sql.texts(server, "SHOW max_connections")).containsExactly("200");
            assertThat(Sql.texts(server, "SHOW server_version").getFirst()).startsWith("18.");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve("pg"))))
                    .isEqualTo("rwx------");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(
                            () -> DriverManager.getConnection(server.jdbcUrl("postgres"), server.adminUser(), "guess"))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void a_taken_port_is_named_and_so_is_a_directory_in_use() throws Exception {
        try (var stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(PlatformUnavailable.class)
                    .isThrownBy(() -> Servers.postgres(temporary.resolve("pg"), stranger.getLocalPort()))
                    .withMessageContaining("Port " + stranger.getLocalPort() + ", meant for PostgreSQL, is taken");
        }
        try (var holder = PrivateDirectory.take(temporary.resolve("pg"))) {
            assertThatExceptionOfType(PlatformUnavailable.class)
                    .isThrownBy(() -> Servers.postgres(temporary.resolve("pg"), port))
                    .withMessageContaining("in use by another running suite");
            assertThat(holder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void a_first_start_that_was_cut_short_starts_over() throws Exception {
        Path data = temporary.resolve("pg").resolve("data");
        Files.createDirectories(data.resolve("base"));
        Files.writeString(data.resolve("postgresql.conf"), "half a fi");
        try (var server = Servers.postgres(temporary.resolve("pg"), port)) {
            assertThat(Sql.texts(server, "SELECT 'ready'")).containsExactly("ready");
        }
    }

    @Test
    void a_process_number_that_another_program_got_does_not_stop_the_start() throws Exception {
        Path directory = temporary.resolve("pg");
        Servers.postgres(directory, port).close();
        Files.write(directory.resolve("data").resolve("postmaster.pid"),
                List.of(Long.toString(ProcessHandle.current().pid()),
                        directory.resolve("data").toString(), "1700000000", Integer.toString(port), "", "127.0.0.1",
                        "1 1", "ready   "));
        try (var server = Servers.postgres(directory, port)) {
            assertThat(Sql.texts(server, "SELECT 'ready'")).containsExactly("ready");
        }
    }

    @Test
    void what_a_killed_jvm_left_running_is_adopted_or_moved_to_another_port_whatever_its_language() {
        Path directory = temporary.resolve("pg");
        try (var child = ChildJvm.start("durable", temporary, port)) {
            child.awaitReady();
            child.kill();
        }
        var orphan = Postmaster.runningIn(directory.resolve("data"));
        assertThat(orphan).isPresent();
        try (var server = Servers.postgres(directory, port)) {
            assertThat(Postmaster.runningIn(directory.resolve("data"))).isEqualTo(orphan);
            assertThat(Sql.texts(server, "SELECT said FROM fact")).containsExactly("by the child");
        }
        assertThat(Postmaster.runningIn(directory.resolve("data"))).isEmpty();

        try (var child = ChildJvm.start("durable", temporary, port)) {
            child.awaitReady();
            child.kill();
        }
        int elsewhere = Ports.free();
        try (var server = Servers.postgres(directory, elsewhere)) {
            assertThat(server.jdbcUrl("x")).isEqualTo("jdbc:postgresql://127.0.0.1:" + elsewhere + "/x");
            assertThat(Sql.texts(server, "SELECT said FROM fact")).containsExactly("by the child", "by the child");
        }
    }
}
