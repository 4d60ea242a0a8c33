package io.planshare.suite.issuer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

/** Tokens of the demo clients for programs inside the issuer, which need not ask for them over the network. */
@Component
public class DemoTokens {
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final Duration RENEWAL = Duration.ofMinutes(5);

    private final JwtEncoder encoder;
    private final IssuerSettings settings;
    private final Map<DemoClient, Signed> signed = new ConcurrentHashMap<>();

    DemoTokens(JwtEncoder encoder, IssuerSettings settings) {
        this.encoder = encoder;
        this.settings = settings;
    }

    private record Signed(String token, Instant until) {}

    /** An access token that is good for five minutes at least. */
    public String of(DemoClient client) {
        var now = Instant.now();
        return signed.compute(client, (_, known) -> known != null && known.until().isAfter(now.plus(RENEWAL))
                ? known
                : new Signed(sign(client, now), now.plus(LIFE))).token();
    }

    private String sign(DemoClient client, Instant now) {
        var claims = JwtClaimsSet.builder()
                .issuer(settings.url().toString())
                .subject(client.id())
                .audience(List.of(IssuerConfig.AUDIENCE))
                .issuedAt(now)
                .notBefore(now)
                .expiresAt(now.plus(LIFE))
                .claim("client_id", client.id())
                .claim("scope", String.join(" ", client.scopes().stream().sorted().toList()))
                .build();
        return encoder.encode(JwtEncoderParameters.from(JwsHeader.with(SignatureAlgorithm.RS256).build(), claims))
                .getTokenValue();
    }
}
