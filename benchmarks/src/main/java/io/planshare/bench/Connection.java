package io.planshare.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An HTTP/1.1 connection that costs little: the load generator shares its processors with what it measures. */
final class Connection implements AutoCloseable {

    private static final String LENGTH = "content-length:";
    private static final String LOCATION = "location:";
    private static final String CLOSE = "connection: close";

    private final URI server;
    private Wire wire;
    private boolean open = true;
    private byte[] body = new byte[0];
    private String location = "";

    Connection(URI server) throws IOException {
        this.server = server;
        wire = Wire.to(server);
    }

    private record Wire(Socket socket, InputStream in, OutputStream out) {
        static Wire to(URI server) throws IOException {
            var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            return new Wire(socket, new BufferedInputStream(socket.getInputStream(), 4096), socket.getOutputStream());
        }
    }

    /** The server closes after some answers, 503 among them: the next request needs a new connection, as for any client. */
    private void reopen() throws IOException {
        wire.socket().close();
        wire = Wire.to(server);
        open = true;
    }

    /** Sends a request and reads its answer; gives the status. */
    int send(byte[] request) throws IOException {
        if (!open) reopen();
        wire.out().write(request);
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            } else if (header.regionMatches(true, 0, LOCATION, 0, LOCATION.length())) {
                location = header.substring(LOCATION.length()).strip();
            } else if (header.equalsIgnoreCase(CLOSE)) {
                open = false;
            }
        }
        body = wire.in().readNBytes(length);
        return status;
    }

    byte[] body() {
        return body;
    }

    /** Where the last answer that named a place pointed. */
    String location() {
        return location;
    }

    private String line() throws IOException {
        var bytes = new byte[512];
        int size = 0;
        for (int next = wire.in().read(); next != '\n'; next = wire.in().read()) {
            if (next < 0) throw new IOException("the connection was closed");
            if (next != '\r' && size < bytes.length) bytes[size++] = (byte) next;
        }
        return new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        wire.socket().close();
    }
}
