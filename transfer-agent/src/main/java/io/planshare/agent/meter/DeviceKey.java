package io.planshare.agent.meter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
            if (!Files.exists(file)) make(file);
            return new DeviceKey(device, ECKey.parse(Files.readString(file)));
        } catch (ParseException | JOSEException e) {
            throw new IOException("no EC key on P-256 is in " + file, e);
        }
    }

    private static void make(Path file) throws IOException, JOSEException {
        var key = new ECKeyGenerator(Curve.P_256).generate();
        Files.writeString(file.resolveSibling(file.getFileName() + ".pub"), key.toPublicJWK().toJSONString());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key.toJSONString());
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
