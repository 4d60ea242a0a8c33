package io.planshare.suite.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Supplier;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.suite.home.HomeSettings;
import io.planshare.suite.issuer.DemoClient;
import io.planshare.suite.issuer.DemoTokens;

/** Calls the services as one of the demo's roles. */
@Component
class ServiceClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE).build();
    private final JsonMapper json = JsonMapper.shared();
    private final HomeSettings settings;
    private final DemoTokens tokens;

    ServiceClient(HomeSettings settings, DemoTokens tokens) {
        this.settings = settings;
        this.tokens = tokens;
    }

    /** An answer, whatever its status. */
    record Answer(int status, String location, String body, Supplier<JsonNode> parsed) {
        JsonNode json() {
            return parsed.get();
        }

        boolean isProblem(String slug) {
            return body.contains("urn:planshare:problem:" + slug);
        }
    }

    /** @throws IOException the service is away */
    Answer get(String service, String path) throws IOException, InterruptedException {
        return send(request(service, path, DemoClient.VIEWER));
    }

    /**
     * @param key makes a repeated call the same call; any text of this suite
     * @throws IOException the service is away
     */
    Answer post(DemoClient role, String service, String path, Object body, String key)
            throws IOException, InterruptedException {
        return send(request(service, path, role)
                .header("content-type", "application/json")
                .header("idempotency-key", key)
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String service, String path, DemoClient role) throws IOException {
        URI address = settings.address(service)
                .orElseThrow(() -> new IOException("the suite runs without " + service));
        return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE)
                .header("authorization", "Bearer " + tokens.of(role));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.headers().firstValue("location").orElse(""), answer.body(),
                () -> json.readTree(answer.body()));
    }
}
