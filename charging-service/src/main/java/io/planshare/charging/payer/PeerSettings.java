package io.planshare.charging.payer;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this service asks others.
 *
 * @param enrollment where enrollment-service is
 * @param tokenUrl the issuer's token endpoint
 * @param clientId as whom this service gets its tokens (OAuth 2.0 client credentials); needs the scope enrollment:read
 * @param clientSecret without it nobody is asked: use that only enrollment can place is answered 503
 * @param timeout at most so long to connect, and so long to wait for an answer
 * @param leftAlone how long nobody is asked after most of the last calls failed
 */
@ConfigurationProperties("planshare.peers")
record PeerSettings(@DefaultValue Enrollment enrollment,
        @DefaultValue("http://localhost:8080/oauth2/token") URI tokenUrl,
        @DefaultValue("charging-service") String clientId, @Nullable String clientSecret,
        @DefaultValue("300ms") Duration timeout, @DefaultValue("5s") Duration leftAlone) {

    record Enrollment(@DefaultValue("http://localhost:8081") URI url) {}

    @Override
    public String toString() {
        return "PeerSettings[enrollment=" + enrollment.url + ", tokenUrl=" + tokenUrl + ", clientId=" + clientId + "]";
    }
}
