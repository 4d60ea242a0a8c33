package io.planshare.kit.security;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are trusted.
 *
 * @param issuer the tokens' {@code iss}, and where browsers find the issuer unless {@code browserIssuer} differs
 * @param jwkSetUri where this service reads the issuer's keys; its own property, because it may take another way there
 *            than browsers
 * @param audience what the tokens' {@code aud} must contain
 * @param browserIssuer where people's browsers find the issuer, for the login of Swagger UI; {@code issuer} if not set
 * @param clockSkew how far the issuer's clock may differ from ours
 */
@ConfigurationProperties("planshare.security")
public record SecuritySettings(String issuer, URI jwkSetUri, @DefaultValue("planshare") String audience,
        @Nullable String browserIssuer, @DefaultValue("30s") Duration clockSkew) {

    /** Where a browser finds the issuer. */
    public String issuerForBrowsers() {
        return browserIssuer == null || browserIssuer.isBlank() ? issuer : browserIssuer;
    }
}
