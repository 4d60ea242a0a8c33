package io.planshare.kit.security;

import java.time.Duration;

import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Checks a token's signature once and its claims each time: a network function sends the same token thousands of times a
 * second. A key that the issuer withdraws is trusted for as long as the issuer's keys are kept anyway.
 */
final class RememberedTokens implements JwtDecoder {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST = 10_000;

    private final JwtDecoder signatures;
    private final OAuth2TokenValidator<Jwt> claims;
    private final Cache<String, Jwt> verified = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    /** @param signatures decodes what is signed as it should be, whatever it claims */
    RememberedTokens(JwtDecoder signatures, OAuth2TokenValidator<Jwt> claims) {
        this.signatures = signatures;
        this.claims = claims;
    }

    @Override
    public Jwt decode(String token) {
        var jwt = verified.get(token, signatures::decode);
        var result = claims.validate(jwt);
        if (result.hasErrors()) {
            throw new JwtValidationException("the token's claims do not hold", result.getErrors());
        }
        return jwt;
    }
}
