package io.planshare.platform;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ContainersTest {
    @TempDir
    Path directory;

    @Test
    void an_engine_that_takes_the_call_and_says_nothing_costs_two_seconds() throws Exception {
        try (var silent = listen()) {
            long start = System.nanoTime();
            var containers = Containers.find(environment(), directory);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2),
                    Duration.ofSeconds(4));
            assertThat(containers.reason()).startsWith("no Docker engine answers at ").contains("docker.sock");
            assertThat(containers.databases()).isEmpty();
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @Test
    void an_engine_that_could_not_pull_is_not_asked_again_within_the_hour() throws Exception {
        Files.createFile(directory.resolve("images-failed"));
        try (var engine = listen()) {
            var answering = Thread.ofVirtual().start(() -> answerOnce(engine));
            assertThat(Containers.find(environment(), directory).reason()).contains("within the last hour");
            answering.join();
        }
    }

    @Test
    void where_nothing_listens_there_are_no_containers() throws Exception {
        listen().close();
        assertThat(Containers.find(environment(), directory)).isInstanceOf(Containers.None.class);
        assertThat(Containers.find(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + Ports.free()), directory).reason())
                .startsWith("no Docker engine answers");
    }

    private Map<String, String> environment() {
        return Map.of("DOCKER_HOST", "unix://" + directory.resolve("docker.sock"));
    }

    private ServerSocketChannel listen() throws Exception {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(directory.resolve("docker.sock")));
    }

    private static void answerOnce(ServerSocketChannel engine) {
        try (var caller = engine.accept()) {
            caller.read(ByteBuffer.allocate(1024));
            caller.write(StandardCharsets.US_ASCII.encode("HTTP/1.0 200 OK\r\n\r\nOK"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
