package io.planshare.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The issuer with its home page on a free port, and a browser that keeps cookies but follows no redirect. */
public final class RunningIssuer implements AutoCloseable {
    /** Where it says it stands; a test asks it on its real port. */
    public static final String ISSUER = "http://localhost:8080";

    private final ConfigurableApplicationContext context;
    private final HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private RunningIssuer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static RunningIssuer in(Path directory, String... args) {
        return new RunningIssuer(IssuerApplication.run(Stream.concat(
                Stream.of("--server.port=0", "--planshare.issuer.directory=" + directory,
                        "--spring.main.register-shutdown-hook=false"),
                Arrays.stream(args)).toArray(String[]::new)));
    }

    /** The same issuer seen by somebody who never logged in. */
    public RunningIssuer byAnotherBrowser() {
        return new RunningIssuer(context);
    }

    public URI at(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://localhost:" + port + path);
    }

    public HttpResponse<String> get(String path, String... headers) {
        var request = HttpRequest.newBuilder(at(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
        var request = HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .header("content-type", "application/x-www-form-urlencoded");
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    @Override
    public void close() {
        context.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
