package io.planshare.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import io.planshare.transfer.TransferTerms;

import static io.planshare.agent.AgentWorld.CELLULAR;
import static io.planshare.agent.AgentWorld.UNREACHABLE;
import static io.planshare.agent.AgentWorld.cellular;
import static io.planshare.agent.AgentWorld.limited;
import static io.planshare.agent.AgentWorld.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The agent as a process that is killed while it transfers; no server of ours answers. */
class CrashTest {

    private static final int SIZE = 6 << 20;
    private static final long BLOCK = Download.BLOCK;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path root = Path.of("");
    private final Random random = new Random(11);

    private record Running(Process process, AgentWorld.App app) implements AutoCloseable {
        /** As kill -9 does. */
        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_download_goes_on_where_it_stood_and_each_octet_stays_counted() throws Exception {
        var world = world();
        try (var server = new FileServer()) {
            server.slowness = 5;
            JsonNode asked;
            try (var agent = start(world)) {
                agent.app().connections("cellular");
                asked = agent.app().download(server.put("f", SIZE, random), "f", "NORMAL", (long) SIZE);
                await().atMost(SOON).until(() -> server.octets(CELLULAR) > SIZE / 3);
            }
            var there = Files.size(world.files.resolve("f.part"));
            assertThat(there).isBetween(1L, SIZE - 1L);
            assertThat(counted(world)).isBetween(there, there + BLOCK);

            server.slowness = 0;
            try (var agent = start(world)) {
                agent.app().connections("cellular");
                await().atMost(SOON).until(() -> agent.app().state(asked).equals("COMPLETED"));
            }
            assertThat(world.files.resolve("f")).hasBinaryContent(server.file("f"));
            assertThat(counted(world)).isBetween((long) SIZE, SIZE + BLOCK);
            assertThat(counted(world)).isGreaterThanOrEqualTo(server.octets(CELLULAR));
        }
    }

    @Test
    void an_upload_goes_on_where_the_other_side_stands() throws Exception {
        var world = world();
        var content = new byte[SIZE];
        random.nextBytes(content);
        Files.write(world.files.resolve("f"), content);
        try (var server = new FileServer()) {
            server.slowness = 5;
            JsonNode asked;
            try (var agent = start(world)) {
                agent.app().connections("cellular");
                asked = agent.app().upload(server.url("/uploads"), "f", "HIGH", true);
                await().atMost(SOON).until(() -> server.octets(CELLULAR) > SIZE / 3);
            }
            server.slowness = 0;
            try (var agent = start(world)) {
                agent.app().connections("cellular");
                await().atMost(SOON).until(() -> agent.app().state(asked).equals("COMPLETED"));
            }
            assertThat(server.uploaded()).isEqualTo(content);
            assertThat(counted(world)).isBetween((long) SIZE, SIZE + 2 * BLOCK);
            assertThat(counted(world)).isGreaterThanOrEqualTo(server.octets(CELLULAR));
        }
    }

    @Test
    void two_agents_never_work_in_one_directory() throws Exception {
        var world = world();
        try (var first = start(world)) {
            assertThat(first.process().isAlive()).isTrue();
            var second = launch(world);
            assertThat(second.waitFor()).isNotZero();
            assertThat(new String(second.getInputStream().readAllBytes())).contains("another agent works in");
        }
    }

    private AgentWorld world() throws IOException {
        var world = new AgentWorld(root);
        return world.holding(signed(world.policy(1, Instant.now(), Duration.ofDays(1), TransferTerms.NONE,
                limited(cellular(1 << 30), 0, 1 << 29))));
    }

    private static long counted(AgentWorld world) throws IOException {
        return world.state().path("lines").valueStream().mapToLong(it -> it.path("octets").asLong()).sum()
                + world.state().path("sent").path("lines").valueStream().mapToLong(it -> it.path("octets").asLong())
                        .sum();
    }

    private Running start(AgentWorld world) throws IOException {
        var process = launch(world);
        var first = process.inputReader().readLine();
        assertThat(first).startsWith("The agent listens on ");
        return new Running(process, world.app(Integer.parseInt(first.replaceFirst(".*:", ""))));
    }

    private static Process launch(AgentWorld world) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Agent.class.getName(),
                world.settingsFile(UNREACHABLE).toString()).redirectErrorStream(true).start();
    }
}
