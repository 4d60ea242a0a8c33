package io.planshare.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How another shell asks a running suite to start or stop one service: by a file in the run directory, which only this user can write. The
 * suite takes it away when it begins.
 */
final class Requests {
    private static final String START = ".start";
    private static final String STOP = ".stop";

    private final SuiteDirectory directory;

    Requests(SuiteDirectory directory) {
        this.directory = directory;
    }

    void askToStart(Instance instance) {
        ask(instance, START);
    }

    void askToStop(Instance instance) {
        ask(instance, STOP);
    }

    boolean isTaken(Instance instance) {
        return !Files.exists(file(instance, START)) && !Files.exists(file(instance, STOP));
    }

    void serve(Processes processes, Console console) {
        for (Path file : files()) {
            String name = file.getFileName().toString();
            Optional<Instance> instance = Instance.named(name.substring(0, name.lastIndexOf('.')));
            boolean start = name.endsWith(START);
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            instance.filter(each -> processes.runs(each) != start).ifPresent(each -> {
                console.dim("  " + each.name() + (start ? " is started" : " is stopped") + " on request");
                if (start) {
                    processes.start(each);
                } else {
                    processes.stop(each);
                }
            });
        }
    }

    private void ask(Instance instance, String what) {
        try {
            Files.writeString(file(instance, what), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(Instance instance, String what) {
        return directory.run().resolve(instance.name() + what);
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.run(), "*{" + START + "," + STOP + "}")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
