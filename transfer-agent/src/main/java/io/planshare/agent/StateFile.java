package io.planshare.agent;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import com.fasterxml.jackson.annotation.JsonAutoDetect;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the state in one file, whole at every instant: written beside it, forced to the disk, and moved over it. */
final class StateFile implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(AgentTransfer.class, FieldsOnly.class).addMixIn(AgentState.class, FieldsOnly.class).build();

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE, isGetterVisibility = JsonAutoDetect.Visibility.NONE)
    private interface FieldsOnly {}

    private final Path file;
    private final Path next;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private byte[] saved = {};

    /** @throws IOException if another agent has this directory */
    StateFile(Path directory) throws IOException {
        Files.createDirectories(directory);
        file = directory.resolve("state.json");
        next = directory.resolve("state.json.next");
        lockChannel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var taken = lockChannel.tryLock();
        if (taken == null) throw new IOException("another agent works in " + directory);
        lock = taken;
    }

    AgentState load() {
        return Files.exists(file) ? JSON.readValue(file.toFile(), AgentState.class) : new AgentState();
    }

    /** Returns when it is on the disk; what is there already is not written again. */
    void save(AgentState state) {
        var text = JSON.writeValueAsBytes(state);
        if (Arrays.equals(text, saved)) return;
        // Not a channel: an interrupted thread, whose transfer is to stop, would close it in the middle.
        try (var out = new FileOutputStream(next.toFile())) {
            out.write(text);
            out.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        saved = text;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        lockChannel.close();
    }
}
