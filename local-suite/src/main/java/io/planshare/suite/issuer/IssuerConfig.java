package io.planshare.suite.issuer;

import java.util.Arrays;
import java.util.List;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

/** The authorization server's protocol endpoints, its key, its clients and its users. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties(IssuerSettings.class)
class IssuerConfig {
    static final String AUDIENCE = "planshare";

    /** The demo passwords are known to everybody. */
    IssuerConfig(Environment environment) {
        if (environment.acceptsProfiles(Profiles.of("prod"))) {
            throw new IllegalStateException("The local suite's token issuer has public demo passwords and does not run"
                    + " under the profile prod: name your own OpenID provider in planshare.security.issuer instead");
        }
    }

    @Bean
    @Order(1)
    SecurityFilterChain protocolEndpoints(HttpSecurity http) {
        return http
                .oauth2AuthorizationServer(server -> {
                    http.securityMatcher(server.getEndpointsMatcher());
                    server.authorizationEndpoint(
                            endpoint -> endpoint.authorizationRequestConverter(new ScopesOfUser()));
                    server.tokenEndpoint(endpoint -> endpoint.accessTokenRequestConverter(new ScopesOfClient()));
                })
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .cors(Customizer.withDefaults())
                .exceptionHandling(exceptions -> exceptions.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login"),
                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                .build();
    }

    /** The pages of a Swagger UI fetch their token from another port. */
    @Bean
    CorsConfigurationSource corsConfigurationSource(IssuerSettings settings) {
        var pages = new CorsConfiguration();
        pages.setAllowedOrigins(settings.swaggerOrigins().stream()
                .flatMap(origin -> List.of(origin.toString(), origin.toString().replace("localhost", "127.0.0.1"))
                        .stream())
                .distinct().toList());
        pages.setAllowedMethods(List.of(HttpMethod.GET.name(), HttpMethod.POST.name()));
        pages.setAllowedHeaders(List.of("authorization", "content-type", "x-requested-with"));
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/oauth2/token", pages);
        source.registerCorsConfiguration("/oauth2/jwks", pages);
        source.registerCorsConfiguration("/.well-known/**", pages);
        return source;
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings(IssuerSettings settings) {
        return AuthorizationServerSettings.builder().issuer(settings.url().toString()).build();
    }

    @Bean
    JWKSource<SecurityContext> signingKeys(IssuerSettings settings) {
        return new ImmutableJWKSet<>(new JWKSet(SigningKey.keptIn(settings.directory())));
    }

    @Bean
    JwtEncoder jwtEncoder(JWKSource<SecurityContext> keys) {
        return new NimbusJwtEncoder(keys);
    }

    @Bean
    RegisteredClientRepository clients(IssuerSettings settings) {
        return Clients.registered(settings);
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(Arrays.stream(DemoUser.values()).map(IssuerConfig::details).toList());
    }

    /** Claims as RFC 9068 has them: one audience for the suite, scopes as words in one string. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> accessTokens() {
        return context -> {
            if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
                context.getClaims().claims(claims -> {
                    claims.put("aud", List.of(AUDIENCE));
                    claims.put("client_id", context.getRegisteredClient().getClientId());
                    claims.put("scope", String.join(" ", context.getAuthorizedScopes().stream().sorted().toList()));
                });
            }
        };
    }

    private static UserDetails details(DemoUser user) {
        return User.withUsername(user.login())
                .password("{noop}" + user.password())
                .authorities(user.scopes().stream().map(ScopesOfUser::authority).toArray(String[]::new))
                .build();
    }
}
