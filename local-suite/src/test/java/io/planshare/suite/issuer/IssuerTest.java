package io.planshare.suite.issuer;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.util.UriComponentsBuilder;

import io.planshare.suite.RunningIssuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The issuer as programs, browsers and services see it: over HTTP. */
class IssuerTest {
    private static final String REDIRECT = "http://localhost:8083/swagger-ui/oauth2-redirect.html";
    private static final String VERIFIER = "a-code-verifier-of-at-least-forty-three-characters";

    @TempDir
    static Path directory;
    static RunningIssuer issuer;

    @BeforeAll
    static void start() {
        issuer = RunningIssuer.in(directory);
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_demo_client_gets_a_token_that_a_service_accepts(DemoClient client) {
        Jwt token = verified(issuer, token(issuer, client));

        assertThat(token.getAudience()).containsExactly("planshare");
        assertThat(token.getHeaders()).containsEntry("alg", "RS256");
        assertThat(token.getSubject()).isEqualTo(client.id());
        assertThat(token.getClaimAsString("client_id")).isEqualTo(client.id());
        assertThat(token.getClaimAsString("scope")).isEqualTo(String.join(" ", new TreeSet<>(client.scopes())));
    }

    @Test
    void only_the_network_may_charge_and_only_back_office_and_operator_may_confirm_a_theft() {
        assertThat(DemoClient.NETWORK_FUNCTION.scopes()).containsExactlyInAnyOrder(Scopes.NCHF, Scopes.SPENDING,
                Scopes.EIR);
        assertThat(DemoClient.values()).filteredOn(client -> client.scopes().contains(Scopes.NCHF))
                .containsExactly(DemoClient.NETWORK_FUNCTION);
        assertThat(DemoClient.values()).filteredOn(client -> client.scopes().contains("theft:confirm"))
                .containsExactlyInAnyOrder(DemoClient.BACK_OFFICE, DemoClient.OPERATOR);
        assertThat(DemoClient.VIEWER.scopes()).allMatch(scope -> scope.endsWith(":read"));
    }

    @Test
    void a_wrong_secret_gets_nothing() {
        var answer = issuer.post("/oauth2/token", Map.of("grant_type", "client_credentials"),
                "authorization", basic("back-office", "guessed"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(RunningIssuer.json(answer).get("error").stringValue()).isEqualTo("invalid_client");
    }

    @Test
    void a_client_does_not_get_a_scope_of_another_role() {
        var answer = issuer.post("/oauth2/token",
                Map.of("grant_type", "client_credentials", "scope", "enrollment:write"),
                "authorization", basic(DemoClient.VIEWER.id(), DemoClient.VIEWER.secret()));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningIssuer.json(answer).get("error").stringValue()).isEqualTo("invalid_scope");
    }

    @Test
    void the_operator_logs_in_to_a_swagger_ui_without_a_consent_page() {
        Jwt token = verified(issuer, loggedIn(DemoUser.OPERATOR, "charging:read charging:write"));

        assertThat(token.getSubject()).isEqualTo("operator");
        assertThat(token.getClaimAsString("client_id")).isEqualTo(Clients.SWAGGER_UI);
        assertThat(token.getClaimAsString("scope")).isEqualTo("charging:read charging:write");
    }

    @Test
    void the_viewer_gets_what_he_may_see_of_what_the_page_asked_for() {
        Jwt token = verified(issuer, loggedIn(DemoUser.VIEWER, "charging:read charging:write nchf-convergedcharging"));

        assertThat(token.getClaimAsString("scope")).isEqualTo("charging:read");
    }

    @Test
    void nobody_is_sent_to_a_page_that_is_not_a_swagger_ui() {
        var answer = issuer.get(authorization("charging:read", "http://localhost:9999/steal", challenge()),
                "accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void a_browser_proves_itself_by_pkce_or_gets_no_code() {
        var answer = issuer.get("/oauth2/authorize?" + RunningIssuer.encoded(Map.of("response_type", "code",
                "client_id", Clients.SWAGGER_UI, "scope", "charging:read", "redirect_uri", REDIRECT)),
                "accept", "text/html");

        assertThat(location(answer)).contains("error=invalid_request").contains("code_challenge");
    }

    @Test
    void the_pages_of_the_services_may_fetch_tokens_and_others_may_not() throws Exception {
        assertThat(crossOrigin("http://localhost:8085")).contains("http://localhost:8085");
        assertThat(crossOrigin("http://evil.example")).isEmpty();
    }

    @Test
    void a_token_outlives_a_restart_of_the_issuer() {
        String token = token(issuer, DemoClient.OPERATOR);
        try (var restarted = RunningIssuer.in(directory)) {
            assertThat(verified(restarted, token).getSubject()).isEqualTo("operator");
        }
        assertThat(directory.resolve("signing-key.json")).exists();
    }

    @Test
    void another_directory_has_another_key(@TempDir Path other) {
        String token = token(issuer, DemoClient.OPERATOR);
        try (var stranger = RunningIssuer.in(other)) {
            assertThatThrownBy(() -> verified(stranger, token)).hasMessageContaining("no matching key");
        }
    }

    @Test
    void nobody_else_on_the_machine_reads_the_key() throws Exception {
        assertThat(Files.getPosixFilePermissions(directory.resolve("signing-key.json")))
                .hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void a_broken_key_file_is_named(@TempDir Path broken) throws Exception {
        Files.writeString(broken.resolve("signing-key.json"), "no key");
        assertThatThrownBy(() -> SigningKey.keptIn(broken))
                .hasMessageContaining("signing-key.json is not a signing key");
    }

    @Test
    void it_refuses_to_run_in_production(@TempDir Path other) {
        assertThatThrownBy(() -> RunningIssuer.in(other, "--spring.profiles.active=prod"))
                .hasStackTraceContaining("does not run under the profile prod");
    }

    private static String token(RunningIssuer from, DemoClient client) {
        var answer = from.post("/oauth2/token", Map.of("grant_type", "client_credentials"),
                "authorization", basic(client.id(), client.secret()));
        assertThat(answer.statusCode()).isEqualTo(200);
        return RunningIssuer.json(answer).get("access_token").stringValue();
    }

    /** As a service verifies: signature by the published keys, algorithm, issuer, times. */
    private static Jwt verified(RunningIssuer issuer, String token) {
        var decoder = NimbusJwtDecoder.withJwkSetUri(issuer.at("/oauth2/jwks").toString())
                .jwsAlgorithm(SignatureAlgorithm.RS256).build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(RunningIssuer.ISSUER));
        return decoder.decode(token);
    }

    private static String loggedIn(DemoUser user, String scopes) {
        var browser = issuer.byAnotherBrowser();
        String request = authorization(scopes, REDIRECT, challenge());
        assertThat(location(browser.get(request, "accept", "text/html"))).endsWith("/login");
        var page = browser.get("/login").body();
        var csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page);
        assertThat(csrf.find()).as(page).isTrue();
        var login = browser.post("/login",
                Map.of("username", user.login(), "password", user.password(), "_csrf", csrf.group(1)));
        String back = location(browser.get(URI.create(location(login)).getRawPath() + "?"
                + URI.create(location(login)).getRawQuery(), "accept", "text/html"));
        assertThat(back).startsWith(REDIRECT);
        String code = UriComponentsBuilder.fromUriString(back).build().getQueryParams().getFirst("code");
        assertThat(code).as(back).isNotNull();
        var answer = browser.post("/oauth2/token", Map.of("grant_type", "authorization_code", "code", code,
                "redirect_uri", REDIRECT, "client_id", Clients.SWAGGER_UI, "code_verifier", VERIFIER));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningIssuer.json(answer).get("access_token").stringValue();
    }

    private static String authorization(String scopes, String redirect, String challenge) {
        return "/oauth2/authorize?" + RunningIssuer.encoded(Map.of("response_type", "code", "client_id",
                Clients.SWAGGER_UI, "scope", scopes, "redirect_uri", redirect, "state", "s1",
                "code_challenge", challenge, "code_challenge_method", "S256"));
    }

    private static String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<String> crossOrigin(String origin) {
        return issuer.post("/oauth2/token", Map.of("grant_type", "client_credentials"), "origin", origin,
                "authorization", basic(DemoClient.VIEWER.id(), DemoClient.VIEWER.secret()))
                .headers().firstValue("access-control-allow-origin");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElseThrow(() -> new AssertionError(answer + answer.body()));
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
