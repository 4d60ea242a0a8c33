package io.planshare.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.DeviceId;
import io.planshare.transfer.TransferPolicy;

/** Believes a policy only if it is signed by a key that the agent was set up with, and meant for this device. */
final class PolicyVerifier {

    private static final String TYPE = "planshare-transfer-policy+json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private final JWKSet keys;
    private final DeviceId device;

    PolicyVerifier(Path keys, DeviceId device) throws IOException {
        try {
            this.keys = JWKSet.load(keys.toFile());
        } catch (ParseException e) {
            throw new IOException(keys + " is no JWK set", e);
        }
        this.device = device;
    }

    /** Empty for anything else than such a policy; an expired one is still believed, and says so itself. */
    Optional<TransferPolicy> verify(String compact) {
        try {
            var signed = JWSObject.parse(compact);
            var header = signed.getHeader();
            var key = header.getKeyID() == null ? null : keys.getKeyByKeyId(header.getKeyID());
            if (!(key instanceof ECKey publicKey) || !JWSAlgorithm.ES256.equals(header.getAlgorithm())
                    || header.getType() == null || !TYPE.equals(header.getType().getType())
                    || !signed.verify(new ECDSAVerifier(publicKey))) {
                return Optional.empty();
            }
            var policy = JSON.readValue(signed.getPayload().toString(), TransferPolicy.class);
            return Optional.ofNullable(policy).filter(it -> it.deviceId().equals(device));
        } catch (ParseException | JOSEException | JacksonException e) {
            return Optional.empty();
        }
    }
}
