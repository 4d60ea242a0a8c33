package io.planshare.agent;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The access token for the server: of a file, or fetched by client credentials, anew each time. */
final class AccessToken {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final AgentSettings settings;
    private final String scope;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ANSWER).build();

    /** @param scope what is asked for; a file's token has what it has */
    AccessToken(AgentSettings settings, String scope) {
        this.settings = settings;
        this.scope = scope;
    }

    String value() throws IOException, InterruptedException {
        if (settings.tokenFile() != null) return Files.readString(settings.tokenFile()).strip();
        if (settings.tokenUrl() == null) throw new IOException("neither tokenFile nor tokenUrl is set");
        var answer = client.send(HttpRequest.newBuilder(settings.tokenUrl()).timeout(ANSWER)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=" + scope + "&client_id="
                        + encoded(settings.clientId()) + "&client_secret=" + encoded(settings.clientSecret())))
                .build(), BodyHandlers.ofString());
        JsonNode token = JSON.readTree(answer.body()).path("access_token");
        if (answer.statusCode() != 200 || !token.isString()) throw new IOException("no token: " + answer.statusCode());
        return token.asString();
    }

    private static String encoded(@Nullable String text) {
        return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8);
    }
}
