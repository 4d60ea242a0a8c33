package io.planshare.suite;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.suite.issuer.DemoClient;

/** Fetches an access token of a demo client, for {@code curl} and for programs that begin by hand. */
final class Token {
    private Token() {}

    /** @throws Refused no such role, or no issuer to ask */
    static String of(List<String> arguments, SuiteDirectory directory) {
        String role = arguments.size() == 1 ? arguments.getFirst() : "";
        var client = DemoClient.named(role).orElseThrow(() -> new Refused("token takes one role of: " + roles()));
        var url = Running.require(directory).options().ports().homeUrl().resolve("/oauth2/token");
        String credentials = Base64.getEncoder()
                .encodeToString((client.id() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(url)
                .header("authorization", "Basic " + credentials)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new Refused("The issuer at " + url + " answers " + answer.statusCode() + ": " + answer.body());
            }
            return JsonMapper.shared().readTree(answer.body()).get("access_token").stringValue();
        } catch (IOException e) {
            throw new Refused("The issuer at " + url + " does not answer yet: ./planshare status shows more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused("Interrupted", e);
        }
    }

    static String roles() {
        return Arrays.stream(DemoClient.values()).map(DemoClient::id).collect(Collectors.joining(", "));
    }
}
