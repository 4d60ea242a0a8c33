package io.planshare.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/** How long the disk takes to make a small write durable while nothing else runs: no commit is faster than that. */
final class Flushes {

    private static final int COUNT = 3_000;
    private static final long GAP_NANOS = Duration.ofMillis(2).toNanos();
    private static final int OCTETS = 32 << 10;
    private static final int FILE_OCTETS = 16 << 20;

    private Flushes() {}

    static Measured of(Path directory) throws IOException {
        var file = directory.resolve("flushes");
        var begin = System.nanoTime();
        var nanos = new long[COUNT];
        try (var channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
            channel.write(ByteBuffer.allocate(FILE_OCTETS), 0);
            channel.force(true);
            for (int i = 0; i < COUNT; i++) {
                channel.write(ByteBuffer.allocate(OCTETS), (long) i * OCTETS % FILE_OCTETS);
                var from = System.nanoTime();
                channel.force(false);
                nanos[i] = System.nanoTime() - from;
                LockSupport.parkNanos(GAP_NANOS);
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return new Measured(Duration.ofNanos(System.nanoTime() - begin), nanos, Map.of());
    }
}
