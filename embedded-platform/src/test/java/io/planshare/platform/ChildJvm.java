package io.planshare.platform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that runs servers, to be killed; it believes in a language that is not installed. */
final class ChildJvm implements AutoCloseable {
    private static final String READY = "ready ";

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static ChildJvm start(String role, Path directory, int port) {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + directory, "-cp",
                System.getProperty("java.class.path"), ChildJvm.class.getName(), role,
                directory.toString(), Integer.toString(port)));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LANG", "de_DE.UTF-8");
        builder.environment().remove("LC_ALL");
        builder.environment().put("DOCKER_HOST", "unix:///nowhere");
        builder.environment().keySet().removeAll(List.of(External.DATABASE, External.KAFKA));
        try {
            return new ChildJvm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says when its servers run. */
    String awaitReady() {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    return line.substring(READY.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("The child ended early; what it said stands above");
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    /** Runs in the child. */
    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        switch (arguments[0]) {
            case "durable" -> {
                var server = Servers.postgres(directory.resolve("pg"), port);
                Sql.run(server, "CREATE TABLE IF NOT EXISTS fact (said text)",
                        "INSERT INTO fact VALUES ('by the child')");
                System.out.println(READY + server.port());
            }
            case "shared" -> System.out.println(READY + Platform.shared().jdbcUrl("postgres"));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        Thread.currentThread().join();
    }
}
