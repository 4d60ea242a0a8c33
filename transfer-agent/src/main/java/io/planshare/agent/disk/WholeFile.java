package io.planshare.agent.disk;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** One file, whole at every instant: written beside it, forced to the disk, and moved over it. */
public final class WholeFile {

    private final Path file;
    private final Path next;

    /** @param file may not be there yet */
    public WholeFile(Path file) {
        this.file = file;
        this.next = file.resolveSibling(file.getFileName() + ".next");
    }

    /** Returns when it is on the disk. */
    public void replace(byte[] content) {
        // Not a channel: an interrupted thread, whose transfer is to stop, would close it in the middle.
        try (var out = new FileOutputStream(next.toFile())) {
            out.write(content);
            out.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
