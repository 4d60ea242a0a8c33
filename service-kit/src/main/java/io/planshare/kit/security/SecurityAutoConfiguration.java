package io.planshare.kit.security;

import java.util.List;

import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.servlet.HandlerMapping;

import io.planshare.kit.ConditionalOnService;
import io.planshare.kit.problem.ProblemWriter;

/** Closes a service: what no {@link ScopeRules} opens is denied. */
@AutoConfiguration(before = {OAuth2ResourceServerAutoConfiguration.class,
        OAuth2ResourceServerWebSecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class})
@ConditionalOnService
@EnableConfigurationProperties(SecuritySettings.class)
class SecurityAutoConfiguration {

    private static final String[] OPEN = {"/actuator/health/**", "/actuator/health", "/v3/api-docs/**",
            "/v3/api-docs.yaml", "/swagger-ui.html", "/swagger-ui/**"};
    private static final String[] OPERATIONS = {"/actuator/prometheus", "/actuator/info"};

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(SecuritySettings settings) {
        var signatures = new NimbusJwtDecoder(IssuerKeys.processor(settings.jwkSetUri()));
        signatures.setJwtValidator(_ -> OAuth2TokenValidatorResult.success());
        return new RememberedTokens(signatures, new DelegatingOAuth2TokenValidator<>(List.of(
                new JwtTimestampValidator(settings.clockSkew()), new ExpiryRequired(),
                new JwtIssuerValidator(settings.issuer()), new JwtAudienceValidator(settings.audience()))));
    }

    /** One span for a request is enough; each filter of the chain would have one more. */
    @Bean
    @ConditionalOnMissingBean
    SecurityObservationSettings noSpanForEachFilter() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Takes no control characters, be it in parameters or in headers: where they are read, 400. The rules are the
     * firewall's own, which tries them by regular expressions, several for each header of each request.
     */
    @Bean
    @ConditionalOnMissingBean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(SecurityAutoConfiguration::isText);
        firewall.setAllowedHeaderNames(SecurityAutoConfiguration::isText);
        firewall.setAllowedHeaderValues(value -> isText(value.replace('\t', ' ')));
        return firewall;
    }

    private static boolean isText(String value) {
        for (int i = 0, each; i < value.length(); i += Character.charCount(each)) {
            each = value.codePointAt(i);
            if (!Character.isDefined(each) || Character.isISOControl(each)) return false;
        }
        return true;
    }

    /** A service that declares no rules keeps everything closed. */
    @Bean
    @ConditionalOnMissingBean
    ScopeRules scopeRules() {
        return ScopeRules.builder().build();
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain security(HttpSecurity http, ScopeRules rules, ProblemWriter problems, Environment environment,
            ObjectProvider<HandlerMapping> mappings) {
        var refusal = new ProblemEntryPoint(problems);
        return http
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .oauth2ResourceServer(server -> server.jwt(jwt -> {}).bearerTokenResolver(new BearerToken())
                        .authenticationEntryPoint(refusal)
                        .accessDeniedHandler(refusal)
                        .withObjectPostProcessor(failingWith(refusal)))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(refusal).accessDeniedHandler(refusal))
                .authorizeHttpRequests(requests -> open(requests, rules,
                        environment.acceptsProfiles(Profiles.of("prod")), mappings))
                .build();
    }

    private static void open(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            ScopeRules rules, boolean inProduction, ObjectProvider<HandlerMapping> mappings) {
        requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll();
        requests.requestMatchers(HttpMethod.GET, OPEN).permitAll();
        if (inProduction) {
            requests.requestMatchers(HttpMethod.GET, OPERATIONS).hasAuthority("SCOPE_operations:read");
        } else {
            requests.requestMatchers(HttpMethod.GET, OPERATIONS).permitAll();
        }
        for (var rule : rules.rules()) {
            if (rule.methods().isEmpty()) {
                requests.requestMatchers(rule.pattern()).hasAuthority("SCOPE_" + rule.scope());
            }
            for (var method : rule.methods()) {
                requests.requestMatchers(method, rule.pattern()).hasAuthority("SCOPE_" + rule.scope());
            }
        }
        requests.anyRequest().access(new UnknownPath(mappings));
    }

    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> failingWith(ProblemEntryPoint refusal) {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(refusal);
                return filter;
            }
        };
    }
}
