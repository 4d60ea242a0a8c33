package io.planshare.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Servers in containers, where a Docker engine answers and has their images. */
interface Containers {
    Duration ENGINE_ANSWER = Duration.ofSeconds(2);
    Duration IMAGES = Duration.ofSeconds(20);
    /** Else every test run of an engine without a network would wait for the images again. */
    Duration BEFORE_ANOTHER_TRY = Duration.ofHours(1);

    /** Why there are containers, or why there are none. */
    String reason();

    Optional<DatabaseServer> databases();

    Optional<MessageServer> messages();

    /** Never throws and takes 22 s at most; on a machine without an engine no time at all. */
    static Containers find(Map<String, String> environment, Path cache) {
        var engine = DockerEngine.of(environment);
        if (engine.isEmpty()) {
            return new None("no Docker engine here");
        }
        if (!hasTestcontainers()) {
            return new None("Testcontainers is not on the class path");
        }
        if (!within(ENGINE_ANSWER, engine.get()::answers).orElse(false)) {
            return new None("no Docker engine answers at " + engine.get());
        }
        Path failed = cache.resolve("images-failed");
        if (isRecent(failed)) {
            return new None(
                    "the Docker engine could not get the images within the last hour (remembered in " + failed + ")");
        }
        if (!within(IMAGES, DockerContainers::haveImages).orElse(false)) {
            remember(failed);
            return new None("the Docker engine did not come up with "
                    + String.join(" and ", DockerContainers.IMAGE_NAMES) + " in "
                    + IMAGES.toSeconds() + " s");
        }
        return new DockerContainers("a Docker engine answers at " + engine.get());
    }

    /** Empty when it took longer, or failed. */
    static <T> Optional<T> within(Duration limit, Callable<T> question) {
        var task = new FutureTask<>(question);
        Thread.ofPlatform().daemon().name("docker-question").start(task);
        try {
            return Optional.of(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            task.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean hasTestcontainers() {
        try {
            Class.forName("org.testcontainers.DockerClientFactory", false, Containers.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isRecent(Path mark) {
        try {
            return Files.getLastModifiedTime(mark).toInstant().isAfter(Instant.now().minus(BEFORE_ANOTHER_TRY));
        } catch (IOException never) {
            return false;
        }
    }

    private static void remember(Path mark) {
        try {
            Files.deleteIfExists(mark);
            Files.createFile(mark);
        } catch (IOException e) {
            // Then the next run waits again.
        }
    }

    /** Nothing there. */
    record None(String reason) implements Containers {
        @Override
        public Optional<DatabaseServer> databases() {
            return Optional.empty();
        }

        @Override
        public Optional<MessageServer> messages() {
            return Optional.empty();
        }
    }
}
