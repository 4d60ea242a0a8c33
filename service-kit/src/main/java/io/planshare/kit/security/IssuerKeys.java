package io.planshare.kit.security;

import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;

/**
 * The issuer's keys: fetched at the first token, refreshed every 5 minutes and when a token names an unknown key (twice
 * in 30 s at most), kept for 4 hours while the issuer is away.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration OUTAGE = Duration.ofHours(4);
    private static final int BYTES_MAX = 256 * 1024;

    private final JWKSource<SecurityContext> keys;

    IssuerKeys(URI jwkSetUri) {
        var patience = Math.toIntExact(PATIENCE.toMillis());
        try {
            keys = JWKSourceBuilder
                    .create(jwkSetUri.toURL(), new DefaultResourceRetriever(patience, patience, BYTES_MAX))
                    .retrying(true).outageTolerant(OUTAGE.toMillis()).build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("planshare.security.jwk-set-uri is not a URL: " + jwkSetUri, e);
        }
    }

    /** Takes the two signature algorithms that we allow, whatever the token asks for. */
    static ConfigurableJWTProcessor<SecurityContext> processor(URI jwkSetUri) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                new IssuerKeys(jwkSetUri)));
        // Issuers write JWT, at+jwt (RFC 9068) or nothing.
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"),
                        null));
        // Spring's validators check the claims.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        return processor;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            return keys.get(selector, context);
        } catch (RateLimitReachedException e) {
            // Unknown key ids come in faster than we ask: the token is foreign, the issuer is well.
            return List.of();
        }
    }
}
