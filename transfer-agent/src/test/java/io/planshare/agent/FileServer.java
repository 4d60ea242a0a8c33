package io.planshare.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Files by ranges, uploads by tus 1.0, and the independent meter: which octets went to which address of the client. */
final class FileServer implements AutoCloseable {

    /** Octets of one exchange with a client, in the order in which they were served. */
    record Served(String client, String path, long octets) {}

    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final Map<String, Integer> lengths = new ConcurrentHashMap<>();
    private final List<Served> served = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger names = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    /** Milliseconds for each 16 KiB. */
    volatile int slowness;
    volatile boolean knowsRanges = true;

    FileServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/files/", this::file);
        server.createContext("/uploads", this::upload);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** A file of so many octets; answers its address. */
    String put(String name, int octets, Random random) {
        var content = new byte[octets];
        random.nextBytes(content);
        files.put("/files/" + name, content);
        return url("/files/" + name);
    }

    byte[] file(String name) {
        return files.getOrDefault("/files/" + name, new byte[0]);
    }

    byte[] uploaded() {
        return uploads.values().iterator().next().toByteArray();
    }

    List<Served> served() {
        synchronized (served) {
            return List.copyOf(served);
        }
    }

    /** To or from an address of the client. */
    long octets(String client) {
        return served().stream().filter(it -> it.client().equals(client)).mapToLong(Served::octets).sum();
    }

    long octets() {
        return served().stream().mapToLong(Served::octets).sum();
    }

    private void file(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            var content = files.get(exchange.getRequestURI().getPath());
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var tag = "\"" + Arrays.hashCode(content) + "\"";
            var range = exchange.getRequestHeaders().getFirst("Range");
            var condition = exchange.getRequestHeaders().getFirst("If-Range");
            exchange.getResponseHeaders().set("ETag", tag);
            int from = 0;
            int to = content.length;
            if (knowsRanges && range != null && (condition == null || condition.equals(tag))) {
                var parts = range.substring("bytes=".length()).split("-");
                from = Integer.parseInt(parts[0]);
                to = (int) Math.min(content.length, Long.parseLong(parts[1]) + 1);
                if (from >= content.length) {
                    exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
                    exchange.sendResponseHeaders(416, -1);
                    return;
                }
                exchange.getResponseHeaders().set("Content-Range",
                        "bytes " + from + "-" + (to - 1) + "/" + content.length);
                exchange.sendResponseHeaders(206, to - from);
            } else {
                exchange.sendResponseHeaders(200, content.length);
            }
            send(exchange, exchange.getResponseBody(), content, from, to);
        }
    }

    private void send(HttpExchange exchange, OutputStream body, byte[] content, int from, int to) throws IOException {
        for (int at = from; at < to; at += 16 * 1024) {
            int octets = Math.min(16 * 1024, to - at);
            body.write(content, at, octets);
            body.flush();
            meter(exchange, octets);
            pause();
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    var place = "/uploads/" + names.incrementAndGet();
                    uploads.put(place, new ByteArrayOutputStream());
                    lengths.put(place, Integer.parseInt(exchange.getRequestHeaders().getFirst("Upload-Length")));
                    exchange.getResponseHeaders().set("Location", place);
                    exchange.sendResponseHeaders(201, -1);
                }
                case "HEAD" -> {
                    exchange.getResponseHeaders().set("Upload-Offset", "" + place(path).size());
                    exchange.sendResponseHeaders(200, -1);
                }
                case "PATCH" -> patch(exchange, place(path));
                default -> {
                    var place = new ByteArrayOutputStream();
                    uploads.put(path, place);
                    receive(exchange, place);
                    exchange.sendResponseHeaders(204, -1);
                }
            }
        }
    }

    private ByteArrayOutputStream place(String path) {
        return uploads.computeIfAbsent(path, _ -> new ByteArrayOutputStream());
    }

    private void patch(HttpExchange exchange, ByteArrayOutputStream upload) throws IOException {
        synchronized (upload) {
            if (Integer.parseInt(exchange.getRequestHeaders().getFirst("Upload-Offset")) != upload.size()) {
                exchange.sendResponseHeaders(409, -1);
                return;
            }
            receive(exchange, upload);
            exchange.getResponseHeaders().set("Upload-Offset", "" + upload.size());
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void receive(HttpExchange exchange, ByteArrayOutputStream upload) throws IOException {
        var body = exchange.getRequestBody();
        var block = new byte[16 * 1024];
        for (int read = body.read(block); read >= 0; read = body.read(block)) {
            upload.write(block, 0, read);
            meter(exchange, read);
            pause();
        }
    }

    private void meter(HttpExchange exchange, long octets) {
        served.add(new Served(exchange.getRemoteAddress().getAddress().getHostAddress(),
                exchange.getRequestURI().getPath(), octets));
    }

    private void pause() {
        if (slowness == 0) return;
        try {
            Thread.sleep(slowness);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
