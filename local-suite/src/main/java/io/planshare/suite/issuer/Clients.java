package io.planshare.suite.issuer;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** Registers the demo clients, the browser's one, {@code swagger-ui}, and that of charging-service. */
final class Clients {
    static final String SWAGGER_UI = "swagger-ui";
    private static final String CHARGING_SERVICE = "charging-service";
    private static final String REDIRECT = "/swagger-ui/oauth2-redirect.html";

    private Clients() {}

    static InMemoryRegisteredClientRepository registered(IssuerSettings settings) {
        var clients = new ArrayList<RegisteredClient>();
        Arrays.stream(DemoClient.values()).map(client -> demo(client, settings)).forEach(clients::add);
        clients.add(swaggerUi(settings));
        clients.add(chargingService(settings));
        return new InMemoryRegisteredClientRepository(clients);
    }

    private static RegisteredClient demo(DemoClient client, IssuerSettings settings) {
        return RegisteredClient.withId(client.id())
                .clientId(client.id())
                .clientSecret("{noop}" + client.secret())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .tokenSettings(tokens(settings))
                .build();
    }

    /** A page in a browser keeps no secret: it proves itself by PKCE (RFC 7636), and its user by logging in. */
    private static RegisteredClient swaggerUi(IssuerSettings settings) {
        return RegisteredClient.withId(SWAGGER_UI)
                .clientId(SWAGGER_UI)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUris(uris -> uris.addAll(redirects(settings.swaggerOrigins())))
                .scopes(scopes -> scopes.addAll(Scopes.ALL))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(tokens(settings))
                .build();
    }

    /** For its question to enrollment (design section 2); a role of nobody, so {@code ./planshare token} does not know it. */
    private static RegisteredClient chargingService(IssuerSettings settings) {
        return RegisteredClient.withId(CHARGING_SERVICE)
                .clientId(CHARGING_SERVICE)
                .clientSecret("{noop}" + CHARGING_SERVICE + "-demo")
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope("enrollment:read")
                .tokenSettings(tokens(settings))
                .build();
    }

    private static List<String> redirects(List<URI> origins) {
        return origins.stream()
                .flatMap(origin -> Stream.of(origin.toString(), origin.toString().replace("localhost", "127.0.0.1")))
                .distinct()
                .map(origin -> origin + REDIRECT)
                .toList();
    }

    private static TokenSettings tokens(IssuerSettings settings) {
        return TokenSettings.builder()
                .accessTokenFormat(OAuth2TokenFormat.SELF_CONTAINED)
                .accessTokenTimeToLive(settings.tokenLife())
                .idTokenSignatureAlgorithm(SignatureAlgorithm.RS256)
                .build();
    }
}
