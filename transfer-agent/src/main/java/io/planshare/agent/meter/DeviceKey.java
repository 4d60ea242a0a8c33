package io.planshare.agent.meter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;

import io.planshare.agent.disk.WholeFile;
import io.planshare.model.DeviceId;

/** Signs a device's reports as compact JWS (RFC 7515) with ES256. */
final class DeviceKey {

    private static final JOSEObjectType TYPE = new JOSEObjectType("planshare-usage-report+json");

    private final DeviceId device;
    private final ECKey key;

    private DeviceKey(DeviceId device, ECKey key) {
        this.device = device;
        this.key = key;
    }

    /** The key of a file; made on the first start, readable by this user only. */
    static DeviceKey of(DeviceId device, Path file) throws IOException {
        try {
            return new DeviceKey(device, ECKey.parse(WholeFile.secret(file, () -> make(file))));
        } catch (ParseException e) {
            throw new IOException("no EC key on P-256 is in " + file, e);
        }
    }

    private static String make(Path file) {
        try {
            var key = new ECKeyGenerator(Curve.P_256).generate();
            new WholeFile(file.resolveSibling(file.getFileName() + ".pub"))
                    .replace(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
            return key.toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException("no EC key can be made", e);
        }
    }

    String signed(String payload) {
        var jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(device.toString()).build(),
                new Payload(payload));
        try {
            jws.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the device's key does not sign", e);
        }
        return jws.serialize();
    }
}
