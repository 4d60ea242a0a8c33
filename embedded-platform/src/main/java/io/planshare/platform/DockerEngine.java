package io.planshare.platform;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Where a Docker engine may listen. Asked by hand, because Testcontainers takes its time to find out that nobody is there. */
record DockerEngine(SocketAddress address) {

    /** The one named by {@code DOCKER_HOST}, else the first of the usual sockets that exists. */
    static Optional<DockerEngine> of(Map<String, String> environment) {
        String named = environment.get("DOCKER_HOST");
        if (named != null && !named.isBlank()) {
            return Optional.ofNullable(parse(URI.create(named.strip()))).map(DockerEngine::new);
        }
        return Stream
                .of("/var/run", environment.getOrDefault("XDG_RUNTIME_DIR", "/run"),
                        environment.getOrDefault("HOME", "") + "/.docker/run",
                        environment.getOrDefault("HOME", "") + "/.docker/desktop")
                .map(directory -> Path.of(directory, "docker.sock"))
                .filter(Files::exists)
                .<DockerEngine>map(socket -> new DockerEngine(UnixDomainSocketAddress.of(socket)))
                .findFirst();
    }

    /** Whether it answers a ping; over TCP, where it may speak TLS, whether it takes a connection. May block for ever. */
    boolean answers() throws IOException {
        try (var channel = SocketChannel.open(address)) {
            if (address instanceof InetSocketAddress) {
                return true;
            }
            channel.write(StandardCharsets.US_ASCII.encode("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"));
            var answer = ByteBuffer.allocate("HTTP/1.0 200".length());
            while (answer.hasRemaining() && channel.read(answer) >= 0) {
                // The first line may come in pieces.
            }
            return new String(answer.array(), StandardCharsets.US_ASCII).endsWith(" 200");
        }
    }

    @Override
    public String toString() {
        return address.toString();
    }

    private static @Nullable SocketAddress parse(URI host) {
        if ("unix".equals(host.getScheme())) {
            return UnixDomainSocketAddress.of(host.getPath());
        }
        return host.getHost() == null
                ? null
                : new InetSocketAddress(host.getHost(), host.getPort() < 0 ? 2375 : host.getPort());
    }
}
