package io.planshare.kit.thing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/** The wire between a service and its database: a test can cut it, or let nothing through while it stays up. */
final class Wire implements AutoCloseable {

    private final String url;
    private final String host;
    private final int port;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ReentrantLock gate = new ReentrantLock();
    private volatile boolean isCut;

    private Wire(String jdbcUrl) throws IOException {
        var target = URI.create(jdbcUrl.substring("jdbc:".length()));
        host = target.getHost();
        port = target.getPort();
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        url = jdbcUrl.replace(host + ":" + port, "localhost:" + server.getLocalPort());
        Thread.ofVirtual().start(this::accept);
    }

    static Wire to(String jdbcUrl) throws IOException {
        return new Wire(jdbcUrl);
    }

    /** Where the database seems to be. */
    String url() {
        return url;
    }

    void cut() {
        isCut = true;
        sockets.forEach(Wire::close);
        sockets.clear();
    }

    void hold() {
        gate.lock();
    }

    void mend() {
        isCut = false;
        if (gate.isHeldByCurrentThread()) gate.unlock();
    }

    private void accept() {
        try {
            while (true) {
                var near = server.accept();
                if (isCut) {
                    close(near);
                    continue;
                }
                var far = new Socket(host, port);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                gate.lock();
                gate.unlock();
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // The other end is closed: so is this.
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
