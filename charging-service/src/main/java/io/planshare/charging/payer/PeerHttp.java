package io.planshare.charging.payer;

import java.net.http.HttpClient;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

import io.micrometer.observation.ObservationRegistry;

/** HTTP to another service, with this service's own token: fetched when first needed, kept until it expires or is refused. */
final class PeerHttp {

    private static final String ENROLLMENT = "enrollment";

    private PeerHttp() {}

    static RestClient toEnrollment(PeerSettings settings, ObservationRegistry observations) {
        var http = http(settings);
        return RestClient.builder().baseUrl(settings.enrollment().url()).requestFactory(http)
                .requestInterceptor(tokens(settings, http)).observationRegistry(observations).build();
    }

    private static ClientHttpRequestFactory http(PeerSettings settings) {
        var http = new JdkClientHttpRequestFactory(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout()).followRedirects(HttpClient.Redirect.NEVER).build());
        http.setReadTimeout(settings.timeout());
        return http;
    }

    private static OAuth2ClientHttpRequestInterceptor tokens(PeerSettings settings, ClientHttpRequestFactory http) {
        var clients = new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId(ENROLLMENT)
                .clientId(settings.clientId()).clientSecret(settings.clientSecret())
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(settings.tokenUrl().toString()).scope("enrollment:read").build());
        var kept = new InMemoryOAuth2AuthorizedClientService(clients);
        var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(clients, kept);
        var issuer = new RestClientClientCredentialsTokenResponseClient();
        issuer.setRestClient(issuer(http));
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .clientCredentials(grant -> grant.accessTokenResponseClient(issuer)).build());
        var tokens = new OAuth2ClientHttpRequestInterceptor(manager);
        var self = UsernamePasswordAuthenticationToken.unauthenticated(settings.clientId(), "");
        tokens.setClientRegistrationIdResolver(_ -> ENROLLMENT);
        tokens.setPrincipalResolver(_ -> self);
        tokens.setAuthorizationFailureHandler(OAuth2ClientHttpRequestInterceptor.authorizationFailureHandler(kept));
        return tokens;
    }

    private static RestClient issuer(ClientHttpRequestFactory http) {
        return RestClient.builder().requestFactory(http)
                .configureMessageConverters(converters -> converters.disableDefaults()
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler()).build();
    }
}
