package io.planshare.kit.security;

import java.util.Optional;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who stands behind the request of this thread, as his token says. */
public final class CurrentCaller {

    private static final String NOBODY = "anonymous";

    private CurrentCaller() {}

    /** The token's {@code sub}: a person, or the client itself; {@code anonymous} outside of a request with a token. */
    public static String subject() {
        return token().map(Jwt::getSubject).orElse(NOBODY);
    }

    /** The program he uses: the token's {@code client_id} (RFC 9068), else {@code azp}, else its subject. */
    public static String client() {
        return token().map(CurrentCaller::clientOf).orElse(NOBODY);
    }

    /** Whether the token stands for nobody but the client itself: its {@code sub} is the client then (RFC 9068, 2.2). */
    public static boolean isClient() {
        return token().map(token -> clientOf(token).equals(token.getSubject())).orElse(false);
    }

    /** Of the person that the token stands for, {@code phone_number} as OpenID Connect has it; empty unless it is verified. */
    public static Optional<String> phoneNumber() {
        return token().filter(token -> Boolean.TRUE.equals(token.getClaimAsBoolean("phone_number_verified")))
                .map(token -> token.getClaimAsString("phone_number"));
    }

    private static Optional<Jwt> token() {
        var caller = SecurityContextHolder.getContext().getAuthentication();
        return caller instanceof JwtAuthenticationToken token ? Optional.of(token.getToken()) : Optional.empty();
    }

    private static String clientOf(Jwt token) {
        return Optional.ofNullable(token.getClaimAsString("client_id"))
                .or(() -> Optional.ofNullable(token.getClaimAsString("azp")))
                .orElseGet(() -> Optional.ofNullable(token.getSubject()).orElse(NOBODY));
    }
}
