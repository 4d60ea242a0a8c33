package io.planshare.quota.transfer;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How agents' policies are issued.
 *
 * @param signingKey the private key, an EC key on P-256 with a {@code kid}, as a JWK (RFC 7517); a key that everybody can
 *            read here unless set, with which nothing starts under the profile {@code prod}
 * @param life how long an agent may decide by itself
 */
@ConfigurationProperties("planshare.transfers.policy")
record PolicySettings(@DefaultValue(DEVELOPMENT_KEY) String signingKey, @DefaultValue("24h") Duration life) {

    static final String DEVELOPMENT_KEY = "{\"kty\":\"EC\",\"d\":\"k3lVWoUf4zFfHzb75mswGitd13Q0z6El8UVErTBJAxg\",\"use\":\"sig\",\"crv\":\"P-256\",\"kid\":\"development\",\"x\":\"kh34gf0gjCmQ2uIwBtgJjvDiJaxynjHj3A4iXst0VDM\",\"y\":\"m1tpsp-2SoTgUqa_-4sfzmGwOxOHpKEZOYhHtesrGqc\",\"alg\":\"ES256\"}";

    boolean isForDevelopment() {
        return signingKey.equals(DEVELOPMENT_KEY);
    }

    @Override
    public String toString() {
        return "PolicySettings[life=" + life + "]";
    }
}
