package io.planshare.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import com.fasterxml.jackson.annotation.JsonAutoDetect;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.agent.disk.WholeFile;

/** Keeps the state in one file, whole at every instant. */
final class StateFile implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(AgentTransfer.class, FieldsOnly.class).addMixIn(AgentState.class, FieldsOnly.class).build();

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE, isGetterVisibility = JsonAutoDetect.Visibility.NONE)
    private interface FieldsOnly {}

    private final Path file;
    private final WholeFile whole;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private byte[] saved = {};

    /** @throws IOException if another agent has this directory */
    StateFile(Path directory) throws IOException {
        Files.createDirectories(directory);
        file = directory.resolve("state.json");
        whole = new WholeFile(file);
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
        whole.replace(text);
        saved = text;
    }

    @Override
    public void close() throws IOException {
        lock.close();
        lockChannel.close();
    }
}
