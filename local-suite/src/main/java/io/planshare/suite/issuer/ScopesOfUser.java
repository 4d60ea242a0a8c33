package io.planshare.suite.issuer;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Gives a user less than the page asked for, where he may do less: the token names what is left (RFC 6749 section 3.3). Before the login
 * the request passes unchanged; it comes back after it.
 */
final class ScopesOfUser implements AuthenticationConverter {
    private static final String PREFIX = "SCOPE_";
    private final AuthenticationConverter delegate = new OAuth2AuthorizationCodeRequestAuthenticationConverter();

    static String authority(String scope) {
        return PREFIX + scope;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        Authentication asked = delegate.convert(request);
        return asked instanceof OAuth2AuthorizationCodeRequestAuthenticationToken code
                && code.getPrincipal() instanceof Authentication user && user.isAuthenticated()
                        ? narrowed(code, user)
                        : asked;
    }

    private static Authentication narrowed(OAuth2AuthorizationCodeRequestAuthenticationToken asked,
            Authentication user) {
        Set<String> allowed = allowed(user);
        if (allowed.isEmpty()) {
            return asked;
        }
        Set<String> scopes = new HashSet<>(asked.getScopes());
        // What the client may not ask for at all stays in, and is refused by name.
        scopes.removeIf(scope -> Scopes.ALL.contains(scope) && !allowed.contains(scope));
        var narrowed = new OAuth2AuthorizationCodeRequestAuthenticationToken(asked.getAuthorizationUri(),
                asked.getClientId(), user, asked.getRedirectUri(), asked.getState(), scopes,
                asked.getAdditionalParameters());
        narrowed.setDetails(asked.getDetails());
        return narrowed;
    }

    private static Set<String> allowed(Authentication user) {
        return user.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(authority -> authority != null && authority.startsWith(PREFIX))
                .map(authority -> authority.substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }
}
