package io.planshare.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Speaks to a service as a client does. Immutable: each change answers another one. */
public final class Api {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String origin;
    private final Map<String, String> headers;

    private Api(String origin, Map<String, String> headers) {
        this.origin = origin;
        this.headers = headers;
    }

    /** A service at {@code http://host:port}; nobody is logged in yet. */
    public static Api at(String origin) {
        return new Api(origin, Map.of());
    }

    /** With a token of {@link Tokens#SUBJECT} that has these scopes, separated by blanks. */
    public Api as(String scopes) {
        return withToken(Tokens.bearer(scopes));
    }

    public Api as(String subject, String scopes) {
        return withToken(Tokens.bearer(subject, scopes));
    }

    public Api withToken(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** With a header, which replaces one of the same name. */
    public Api with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(origin, more);
    }

    /** With this {@code Idempotency-Key}. */
    public Api key(String key) {
        return with("Idempotency-Key", key);
    }

    /** With a fresh {@code Idempotency-Key}; the same for every call on the result. */
    public Api freshKey() {
        return key(UUID.randomUUID().toString());
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** A JSON body; another {@code Content-Type} is set by {@link #with}. */
    public Answer post(String path, String json) {
        return send("POST", path, json);
    }

    /** Without a body. */
    public Answer post(String path) {
        return send("POST", path, null);
    }

    public Answer put(String path, String json) {
        return send("PUT", path, json);
    }

    public Answer patch(String path, String json) {
        return send("PATCH", path, json);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    public Answer send(String method, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(origin + path)).timeout(PATIENCE).method(method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null && !headers.containsKey("Content-Type")) request.header("Content-Type", "application/json");
        headers.forEach(request::header);
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
