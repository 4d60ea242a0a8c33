package io.planshare.suite.issuer;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the issuer stands and for whom it works.
 *
 * @param url {@code iss} of its tokens, exactly as the services expect it
 * @param directory keeps the signing key between starts
 * @param swaggerOrigins {@code http://host:port} of every Swagger UI: may redirect to itself and fetch tokens from its pages
 * @param tokenLife how long an access token is good
 */
@ConfigurationProperties("planshare.issuer")
record IssuerSettings(
        @DefaultValue("http://localhost:8080") URI url,
        @DefaultValue(".planshare/issuer") Path directory,
        @DefaultValue({
                "http://localhost:8081", "http://localhost:8082", "http://localhost:8083",
                "http://localhost:8084", "http://localhost:8085"}) List<URI> swaggerOrigins,
        @DefaultValue("4h") Duration tokenLife) {
    IssuerSettings {
        swaggerOrigins = List.copyOf(swaggerOrigins);
        if (tokenLife.isNegative() || tokenLife.isZero()) {
            throw new IllegalArgumentException("planshare.issuer.token-life must be positive, not " + tokenLife);
        }
    }
}
