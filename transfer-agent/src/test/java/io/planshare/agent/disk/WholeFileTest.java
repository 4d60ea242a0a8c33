package io.planshare.agent.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class WholeFileTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void whoever_interrupts_it_whenever_the_file_is_there_and_the_interrupt_is_not_lost() throws Exception {
        var file = new WholeFile(directory.resolve("f"));
        var writer = Thread.currentThread();
        var over = new AtomicBoolean();
        var interrupter = Thread.ofPlatform().start(() -> {
            while (!over.get())
                writer.interrupt();
        });
        try {
            for (int i = 0; i < 50; i++)
                file.replace(new byte[]{(byte) i});
        } finally {
            over.set(true);
        }
        while (interrupter.isAlive())
            Thread.onSpinWait();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllBytes(directory.resolve("f"))).containsExactly(49);

        file.replace(new byte[]{50});
        assertThat(writer.isInterrupted()).isFalse();
    }
}
