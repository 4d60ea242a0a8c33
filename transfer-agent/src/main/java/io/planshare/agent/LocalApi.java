package io.planshare.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.Id;
import io.planshare.model.Units;
import io.planshare.transfer.ConnectionState;
import io.planshare.transfer.Priority;
import io.planshare.transfer.TransferRequest;
import io.planshare.transfer.TransferRequest.Direction;

/** What applications of the device may ask for: on the loopback address only, and with the agent's token. */
final class LocalApi implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BODY_MAX = 64 * 1024;
    private static final int WAIT_MAX_S = 30;

    private final Desk desk;
    private final Path files;
    private final byte[] token;
    private final Clock clock;
    private final HttpServer server;

    LocalApi(Desk desk, Path files, String token, int port, Clock clock) throws IOException {
        this.desk = desk;
        this.files = files.toAbsolutePath().normalize();
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/v1/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** An answer that is not 200. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(int status, String detail) {
            super(detail);
            this.status = status;
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                authorize(exchange);
                var body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
                if (body.length > BODY_MAX) throw new Refused(413, "the body is too large");
                answer(exchange, 200, route(exchange, body));
            } catch (Refused e) {
                answer(exchange, e.status, problem(e.status, String.valueOf(e.getMessage())));
            } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
                answer(exchange, 400, problem(400, "the body is not what it should be"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A page in a browser can reach this port too, but knows no token. */
    private void authorize(HttpExchange exchange) throws Refused {
        var header = exchange.getRequestHeaders().getFirst("Authorization");
        var shown = header != null && header.startsWith("Bearer ") ? header.substring(7) : "";
        if (!MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), token)) {
            throw new Refused(401, "show the token of the file api.token as Bearer");
        }
    }

    private Object route(HttpExchange exchange, byte[] body) throws Refused, InterruptedException {
        var path = List.of(exchange.getRequestURI().getPath().substring("/v1/".length()).split("/"));
        var call = exchange.getRequestMethod() + " " + path.getFirst() + (path.size() > 2 ? "/" + path.get(2) : "")
                + " " + path.size();
        return switch (call) {
            case "POST transfers 1" -> AgentView.of(ask(JSON.readTree(body)));
            case "GET transfers 1" -> Map.of("transfers", desk.all().stream().map(AgentView::of).toList());
            case "GET transfers 2" -> AgentView.of(find(path.get(1)));
            case "POST transfers/acknowledge 3" -> {
                var found = find(path.get(1));
                desk.acknowledge(found.id(), needed(JSON.readTree(body), "connection"));
                yield AgentView.of(found);
            }
            case "POST transfers/cancel 3" -> {
                var found = find(path.get(1));
                if (!desk.cancel(found.id())) throw new Refused(409, "it is over");
                yield AgentView.of(found);
            }
            case "DELETE apps 2" -> {
                desk.forget(path.get(1));
                yield Map.of();
            }
            case "PUT connections 1" -> {
                desk.connections(states(JSON.readTree(body)));
                yield Map.of("connections", desk.connections());
            }
            case "GET notices 1" -> {
                var query = query(exchange.getRequestURI());
                var wait = Math.clamp(Long.parseLong(query.getOrDefault("wait", "0")), 0, WAIT_MAX_S);
                yield Map.of("notices", desk.notices(Long.parseLong(query.getOrDefault("since", "0")),
                        Duration.ofSeconds(wait)));
            }
            case "GET status 1" -> status();
            default -> throw new Refused(404, "there is nothing at this path");
        };
    }

    private Map<String, Object> status() {
        var status = new HashMap<String, Object>();
        status.put("connections", desk.connections());
        desk.policy().ifPresent(it -> {
            status.put("policyNumber", it.number());
            status.put("policyExpiresAt", it.expiresAt());
            status.put("policyExpired", !it.expiresAt().isAfter(clock.instant()));
        });
        return status;
    }

    private AgentTransfer ask(JsonNode body) throws Refused {
        var direction = Direction.valueOf(needed(body, "direction"));
        var name = needed(body, "file");
        var file = files.resolve(name).normalize();
        if (!file.startsWith(files) || file.equals(files))
            throw new Refused(400, "file must lie below the agent's files");
        var url = URI.create(needed(body, "url"));
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new Refused(400, "url must be an http or https address");
        }
        var app = needed(body, "appId");
        if (!app.matches("[!-~]{1,100}")) throw new Refused(400, "appId has 1 to 100 characters without blanks");
        var resumable = !body.has("resumable") || body.path("resumable").asBoolean();
        var size = size(body, direction, file);
        if (size == null && !resumable) throw new Refused(400, "what cannot be resumed needs sizeOctets");
        var earliest = instant(body, "earliest");
        var deadline = instant(body, "deadline");
        if (earliest != null && deadline != null && !earliest.isBefore(deadline)) {
            throw new Refused(400, "deadline must be after earliest");
        }
        var request = new TransferRequest(Id.next(), app, direction, size,
                Priority.valueOf(needed(body, "priority")), earliest, deadline, resumable, clock.instant());
        return desk.ask(request, url.toString(), files.relativize(file).toString())
                .orElseThrow(() -> new Refused(409, "there are too many open transfers"));
    }

    private static @Nullable Units size(JsonNode body, Direction direction, Path file) throws Refused {
        if (direction == Direction.UPLOAD) {
            try {
                if (!Files.isRegularFile(file)) throw new Refused(400, "there is no such file to upload");
                return Units.of(Files.size(file));
            } catch (IOException e) {
                throw new Refused(400, "the file cannot be read");
            }
        }
        if (!body.has("sizeOctets")) return null;
        var size = body.path("sizeOctets");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 1) {
            throw new Refused(400, "sizeOctets is 1 or more");
        }
        return Units.of(size.asLong());
    }

    private static @Nullable Instant instant(JsonNode body, String member) {
        return body.has(member) ? Instant.parse(body.path(member).asString()) : null;
    }

    private static String needed(JsonNode body, String member) throws Refused {
        var value = body.path(member);
        if (!value.isString() || value.asString().isBlank()) throw new Refused(400, member + " is needed, as a text");
        return value.asString();
    }

    private List<ConnectionState> states(JsonNode body) throws Refused {
        var states = new ArrayList<ConnectionState>();
        for (var it : body.path("connections")) {
            states.add(new ConnectionState(needed(it, "connection"), it.path("available").asBoolean(false),
                    it.path("roaming").asBoolean(false), it.path("congested").asBoolean(false),
                    it.has("network") ? it.path("network").asString() : null,
                    it.has("throughput") ? it.path("throughput").asLong() : null, clock.instant()));
        }
        return states;
    }

    private AgentTransfer find(String id) throws Refused {
        try {
            return desk.find(UUID.fromString(id)).orElseThrow(() -> new Refused(404, "there is no such transfer"));
        } catch (IllegalArgumentException e) {
            throw new Refused(404, "there is no such transfer");
        }
    }

    private static Map<String, String> query(URI uri) {
        var query = new HashMap<String, String>();
        for (var pair : String.valueOf(uri.getQuery()).split("&")) {
            var cut = pair.indexOf('=');
            if (cut > 0) query.put(pair.substring(0, cut), pair.substring(cut + 1));
        }
        return query;
    }

    private static Map<String, Object> problem(int status, String detail) {
        return Map.of("status", status, "detail", detail);
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        var octets = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type",
                status < 400 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
