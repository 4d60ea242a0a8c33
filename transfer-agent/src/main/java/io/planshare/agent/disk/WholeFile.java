package io.planshare.agent.disk;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** One file, whole at every instant: written beside it, forced to the disk, and moved over it. */
public final class WholeFile {

    private final Path file;
    private final Path next;
    private final FileAttribute<?>[] attributes;

    /** @param file may not be there yet */
    public WholeFile(Path file) {
        this(file, new FileAttribute<?>[0]);
    }

    private WholeFile(Path file, FileAttribute<?>... attributes) {
        this.file = file.toAbsolutePath();
        this.next = this.file.resolveSibling(file.getFileName() + ".next");
        this.attributes = attributes;
    }

    /** What a file says that only its owner reads; made if there is none, or an empty one that a crash left. */
    public static String secret(Path file, Supplier<String> made) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            new WholeFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    .replace(made.get().getBytes(StandardCharsets.UTF_8));
        }
        return Files.readString(file);
    }

    /** Returns when it is on the disk. */
    public void replace(byte[] content) {
        try {
            if (attributes.length > 0) {
                Files.deleteIfExists(next);
                Files.createFile(next, attributes);
            }
            // Not a channel: an interrupted thread, whose transfer is to stop, would close it in the middle.
            try (var out = new FileOutputStream(next.toFile())) {
                out.write(content);
                out.getFD().sync();
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceMove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Or the old file might be there again after a power failure. A directory has no stream: where an interrupt closes its
     * channel, it is forced once more.
     */
    private void forceMove() throws IOException {
        boolean interrupted = false;
        while (true) {
            interrupted |= Thread.interrupted();
            try (var directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
                directory.force(true);
                break;
            } catch (ClosedByInterruptException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
