package io.planshare.quota.transfer;

import java.text.ParseException;
import java.util.Map;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;

import tools.jackson.databind.json.JsonMapper;

import io.planshare.transfer.TransferPolicy;

/** Signs policies as compact JWS (RFC 7515) with ES256, type {@code planshare-transfer-policy+json}. */
@Component
@EnableConfigurationProperties(PolicySettings.class)
class PolicySigner {

    private static final JOSEObjectType TYPE = new JOSEObjectType("planshare-transfer-policy+json");
    /** Its own mapper: a service's settings for its API must not change what agents read. */
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ECKey key;

    PolicySigner(PolicySettings settings, Environment environment) {
        if (settings.isForDevelopment() && environment.acceptsProfiles(Profiles.of("prod"))) {
            throw new IllegalStateException("planshare.transfers.policy.signing-key is not set: under the profile prod"
                    + " no policy is signed with the key that everybody knows");
        }
        try {
            key = ECKey.parse(settings.signingKey());
        } catch (ParseException e) {
            // Without the cause: its message may show a part of the key.
            throw new IllegalStateException("planshare.transfers.policy.signing-key is no EC key in JWK form");
        }
        if (!key.isPrivate() || key.getKeyID() == null) {
            throw new IllegalStateException("planshare.transfers.policy.signing-key needs its private part and a kid");
        }
    }

    String sign(TransferPolicy policy) {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build();
        var signed = new JWSObject(header, new Payload(JSON.writeValueAsString(policy)));
        try {
            signed.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a policy cannot be signed", e);
        }
        return signed.serialize();
    }

    /** The public key, for agents to keep. */
    Map<String, Object> publicKeys() {
        return new JWKSet(key.toPublicJWK()).toJSONObject();
    }
}
