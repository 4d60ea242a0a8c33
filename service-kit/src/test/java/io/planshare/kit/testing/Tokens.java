package io.planshare.kit.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Tokens that a {@link ServiceTest} trusts, and whatever wrong ones a test can think of. */
public final class Tokens {

    public static final String ISSUER = "http://issuer.test";
    public static final String AUDIENCE = "planshare";
    public static final String SUBJECT = "somebody";
    public static final String CLIENT = "test-client";

    private Tokens() {}

    /** A token of {@link #SUBJECT} with these scopes, separated by blanks; valid for an hour. */
    public static String bearer(String scopes) {
        return bearer(SUBJECT, scopes);
    }

    public static String bearer(String subject, String scopes) {
        return bearer(claims -> claims.subject(subject).claim("scope", scopes));
    }

    /** A good token without scopes after a change of its claims. */
    public static String bearer(Consumer<JWTClaimsSet.Builder> change) {
        return signed(TestIssuer.KEY, JWSAlgorithm.RS256, change);
    }

    /** A good token with these claims beside the usual ones, or in their place. */
    public static String bearer(Map<String, Object> more) {
        return bearer(claims -> more.forEach(claims::claim));
    }

    /** The same, signed with a key that the service may never have seen. */
    public static String signed(RSAKey key, JWSAlgorithm algorithm, Consumer<JWTClaimsSet.Builder> change) {
        var claims = new JWTClaimsSet.Builder().issuer(ISSUER).audience(List.of(AUDIENCE)).subject(SUBJECT)
                .claim("client_id", CLIENT).issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
        change.accept(claims);
        var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims.build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** The public half of the issuer's key. */
    public static RSAKey publicKey() {
        return TestIssuer.KEY.toPublicJWK();
    }

    /** Where the issuer publishes its key. */
    public static String jwkSetUri() {
        return TestIssuer.JWK_SET_URI;
    }
}
