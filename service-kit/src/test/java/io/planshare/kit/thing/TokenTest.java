package io.planshare.kit.thing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

import io.planshare.kit.testing.Api;
import io.planshare.kit.testing.ServiceTest;
import io.planshare.kit.testing.Tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Only a token of our issuer, for us, in its time, signed as we allow, opens anything; and only what its scopes say. */
@ServiceTest
class TokenTest {

    @Autowired
    Api api;

    static Stream<Arguments> wrongTokens() throws JOSEException {
        var foreign = new RSAKeyGenerator(2048).keyID("test").generate();
        var unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();
        return Stream.of(
                arguments("expired", with(claims -> claims.issueTime(in(-60)).expirationTime(in(-31)))),
                arguments("without an end", with(claims -> claims.expirationTime(null))),
                arguments("not valid yet", with(claims -> claims.notBeforeTime(in(60)))),
                arguments("of another issuer", with(claims -> claims.issuer("http://evil.test"))),
                arguments("without an issuer", with(claims -> claims.issuer(null))),
                arguments("for another audience", with(claims -> claims.audience("other"))),
                arguments("without an audience", with(claims -> claims.audience((String) null))),
                arguments("of a foreign key under our key's id", signed(foreign, JWSAlgorithm.RS256)),
                arguments("of an unknown key", signed(unknown, JWSAlgorithm.RS256)),
                arguments("of an algorithm that is not allowed", signed(unknown, JWSAlgorithm.PS256)),
                arguments("without a signature", new PlainJWT(good().build()).serialize()),
                arguments("with alg none and a signature", "eyJhbGciOiJub25lIn0." + good().build().toString() + ".x"),
                arguments("signed by HMAC with our public key", hmacWithPublicKey()),
                arguments("with a changed claim", changed()),
                arguments("nonsense", "nonsense"),
                arguments("too long", "x".repeat(6000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongTokens")
    void A_wrong_token_is_401(String name, String token) {
        var answer = api.withToken(token).get("/v1/things");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("invalid-token");
        assertThat(answer.header("WWW-Authenticate")).hasValueSatisfying(it -> assertThat(it).startsWith("Bearer"));
    }

    @Test
    void No_token_is_401() {
        var answer = api.get("/v1/things");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("token-missing");
        assertThat(answer.header("WWW-Authenticate")).hasValueSatisfying(it -> assertThat(it).startsWith("Bearer"));
        assertThat(api.get("/v1/unknown").status()).isEqualTo(401);
        assertThat(api.with("Authorization", "Basic YTpi").get("/v1/things").status()).isEqualTo(401);
    }

    @Test
    void A_token_in_the_url_is_not_taken() {
        var answer = api.get("/v1/things?access_token=" + Tokens.bearer("thing:read"));
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void A_token_without_the_scope_is_403() {
        for (var scopes : List.of("", "thing:write", "thing", "thing:read:all", "THING:READ")) {
            var answer = api.as(scopes).get("/v1/things");
            assertThat(answer.status()).as(scopes).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("insufficient-scope");
            assertThat(answer.header("WWW-Authenticate")).hasValueSatisfying(
                    it -> assertThat(it).contains("insufficient_scope"));
        }
        assertThat(api.as("thing:read").post("/v1/things", "{}").status()).isEqualTo(403);
    }

    @Test
    void What_no_rule_opens_is_closed_to_every_scope() {
        var all = "thing:read thing:write npcf-thing operations:read";
        assertThat(api.as(all).get("/closed").status()).isEqualTo(403);
        assertThat(api.as(all).get("/actuator/env").status()).isEqualTo(404);
        assertThat(api.as(all).get("/actuator/heapdump").status()).isEqualTo(404);
        assertThat(api.as(all).post("/actuator/shutdown", "").status()).isEqualTo(404);
    }

    @Test
    void Scopes_come_as_a_text_or_as_an_array() {
        assertThat(api.as("other thing:read").get("/v1/things").status()).isEqualTo(200);
        var array = Tokens.bearer(claims -> claims.claim("scope", List.of("other", "thing:read")));
        assertThat(api.withToken(array).get("/v1/things").status()).isEqualTo(200);
    }

    @Test
    void Clocks_may_differ_by_half_a_minute_and_types_by_their_name() throws JOSEException {
        assertThat(api.withToken(with(claims -> claims.issueTime(in(-60)).expirationTime(in(-20)))).get("/v1/things")
                .status())
                .isEqualTo(200);
        assertThat(api.withToken(Tokens.bearer("thing:read")).get("/v1/things").status()).isEqualTo(200);
    }

    @Test
    void Health_and_description_are_open() {
        for (var path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness",
                "/actuator/prometheus", "/actuator/info", "/v3/api-docs", "/swagger-ui/index.html",
                "/swagger-ui/oauth2-redirect.html")) {
            assertThat(api.get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(api.get("/actuator/prometheus").raw()).contains("application=\"thing-service\"");
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder().issuer(Tokens.ISSUER).audience(Tokens.AUDIENCE).subject("x")
                .claim("scope", "thing:read").expirationTime(in(600));
    }

    private static String with(Consumer<JWTClaimsSet.Builder> change) {
        return Tokens.bearer(claims -> change.accept(claims.claim("scope", "thing:read")));
    }

    private static String signed(RSAKey key, JWSAlgorithm algorithm) {
        return Tokens.signed(key, algorithm, claims -> claims.claim("scope", "thing:read"));
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    /** The classical confusion: whoever takes the public key for a secret believes this one. */
    private static String hmacWithPublicKey() throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test").type(JOSEObjectType.JWT).build();
        var token = new SignedJWT(header, good().build());
        token.sign(new MACSigner(Tokens.publicKey().toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private static String changed() {
        var parts = Tokens.bearer("").split("\\.");
        var claims = new JWTClaimsSet.Builder(good().build()).claim("scope", "thing:read").build().toPayload()
                .toString();
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];
    }
}
