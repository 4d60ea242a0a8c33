package io.planshare.suite.home;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpServer;

import io.planshare.suite.RunningIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** The home page over HTTP, with one service that is ready, one that is starting and one that is not there. */
class HomePageTest {
    @TempDir
    static Path directory;
    static RunningIssuer home;
    static HttpServer ready;
    static HttpServer starting;

    @BeforeAll
    static void start() throws IOException {
        ready = service(200);
        starting = service(503);
        home = RunningIssuer.in(directory,
                "--planshare.home.services.enrollment-service.url=" + url(ready),
                "--planshare.home.services.charging-service.url=" + url(starting),
                "--planshare.home.services.quota-service.url=http://localhost:1",
                "--planshare.home.services.sim-allocation-service.url=http://localhost:8084",
                "--planshare.home.services.sim-allocation-service.internal-url=" + url(ready));
    }

    @AfterAll
    static void stop() {
        home.close();
        ready.stop(0);
        starting.stop(0);
    }

    @Test
    void the_page_and_all_it_needs_come_from_here() {
        var page = home.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy")).hasValueSatisfying(
                policy -> assertThat(policy).contains("default-src 'self'"));
        var links = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body());
        assertThat(links.results().map(link -> link.group(1))).hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(link -> assertThat(home.get(link).statusCode()).as(link).isEqualTo(200));
    }

    @Test
    void the_login_page_shows_the_demo_users_and_is_whole() {
        var page = home.get("/login").body();

        assertThat(page).contains("operator-demo").contains("viewer-demo").doesNotContain("{{");
        assertThat(home.get("/login?error").body()).doesNotContain("role=\"alert\" hidden");
        assertThat(page).contains("role=\"alert\" hidden");
    }

    @Test
    void each_service_is_shown_as_it_is() {
        var lines = RunningIssuer.json(home.get("/api/services"));

        assertThat(lines.valueStream()
                .map(line -> line.get("name").stringValue() + " " + line.get("status").stringValue()))
                .containsExactlyInAnyOrder("enrollment-service UP", "charging-service STARTING", "quota-service DOWN",
                        "sim-allocation-service UP");
        assertThat(lines.valueStream().map(line -> line.get("url").stringValue()))
                .as("addresses for a browser").contains("http://localhost:8084");
    }

    @Test
    void the_page_is_healthy_without_the_services() {
        assertThat(RunningIssuer.json(home.get("/health")).get("status").stringValue()).isEqualTo("UP");
        assertThat(RunningIssuer.json(home.get("/api/demo")).get("state").stringValue()).isEqualTo("WAITING");
    }

    @Test
    void a_form_of_another_site_uses_nothing() {
        assertThat(home.post("/api/demo/uses", Map.of("user", "TIA")).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/application.yml", "/assets/../issuer/login.html", "/assets/HomeConfig.class",
            "/api/nothing"})
    void nothing_else_is_served(String path) {
        assertThat(home.get(path).statusCode()).isIn(400, 404);
    }

    private static HttpServer service(int readiness) throws IOException {
        var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/actuator/health/readiness", exchange -> {
            exchange.sendResponseHeaders(readiness, -1);
            exchange.close();
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://localhost:" + server.getAddress().getPort();
    }
}
