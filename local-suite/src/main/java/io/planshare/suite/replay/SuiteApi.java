package io.planshare.suite.replay;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.suite.issuer.DemoClient;

/**
 * The suite's public APIs as one role may use them. What a service could not decide (it is away, starting or busy) is asked
 * again, unchanged, until it can.
 */
final class SuiteApi implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();
    private final URI issuer;
    private final DemoClient role;
    private volatile @Nullable String token;

    /** @param issuer where the token is fetched */
    SuiteApi(URI issuer, DemoClient role) {
        this.issuer = issuer;
        this.role = role;
    }

    record Answer(int status, String location, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        boolean isProblem(String slug) {
            return status >= 400 && body.contains("urn:planshare:problem:" + slug);
        }
    }

    Answer get(URI url) throws InterruptedException {
        return send(HttpRequest.newBuilder(url).GET());
    }

    /** @param key the Idempotency-Key, if the operation wants one */
    Answer post(URI url, String body, @Nullable String key) throws InterruptedException {
        var request = HttpRequest.newBuilder(url).header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(key == null ? request : request.header("idempotency-key", key));
    }

    /** JSON documents, one a line. */
    Answer postLines(URI url, String lines) throws InterruptedException {
        return send(HttpRequest.newBuilder(url).header("content-type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines)));
    }

    /** Where there is none yet. */
    Answer putNew(URI url, String body) throws InterruptedException {
        return send(HttpRequest.newBuilder(url).header("content-type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Whatever version of it there is. */
    Answer put(URI url, String body) throws InterruptedException {
        return send(HttpRequest.newBuilder(url).header("content-type", "application/json").header("if-match", "*")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var last = Instant.now().isAfter(deadline);
            try {
                var answer = http.send(request.setHeader("authorization", "Bearer " + token())
                        .timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 401 && !last) {
                    token = null;
                } else if (last || !isPassing(answer)) {
                    return new Answer(answer.statusCode(), answer.headers().firstValue("location").orElse(""),
                            answer.body());
                }
            } catch (IOException away) {
                if (last) throw new IllegalStateException("no answer in " + PATIENCE.toSeconds() + " s: " + away, away);
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Whether asking again may help: 5xx, or facts that are still on their way between services. */
    private static boolean isPassing(HttpResponse<String> answer) {
        return answer.statusCode() >= 500 || answer.headers().firstValue("retry-after").isPresent()
                || (answer.statusCode() == 404 && answer.body().contains("USER_UNKNOWN"));
    }

    /** An access token of this role; fetched once, and anew when it is refused. */
    String token() throws IOException, InterruptedException {
        var known = token;
        if (known != null) return known;
        var secret = Base64.getEncoder()
                .encodeToString((role.id() + ":" + role.secret()).getBytes(StandardCharsets.UTF_8));
        var answer = http.send(HttpRequest.newBuilder(issuer.resolve("/oauth2/token"))
                .header("authorization", "Basic " + secret).header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) throw new IOException("the issuer answers " + answer.statusCode());
        var fresh = JSON.readTree(answer.body()).get("access_token").stringValue();
        token = fresh;
        return fresh;
    }

    @Override
    public void close() {
        http.close();
    }
}
