package io.planshare.quota.simgroup;

import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import io.planshare.model.DeviceId;
import io.planshare.model.Iccid;

/**
 * What a device tells of its cards, signed by it as compact JWS (RFC 7515) with ES256: typ
 * {@code planshare-usage-report+json}, kid its id.
 *
 * @param sequence rises with each report of the device
 * @param answered the sequence of the report whose answer the device goes by; null if it does not say: then that of the last
 */
record UsageReport(DeviceId deviceId, long sequence, @Nullable Long answered, List<Slot> slots) {

    static final JOSEObjectType TYPE = new JOSEObjectType("planshare-usage-report+json");
    static final int SLOTS_MAX = 100;

    /**
     * A card in the device.
     *
     * @param counterBits 32 or 64
     * @param rxOctets counted since {@code from}
     */
    record Slot(Iccid iccid, int counterBits, long rxOctets, long txOctets, Instant from, Instant to) {

        CounterReading reading() {
            return new CounterReading(from, to, rxOctets, txOctets);
        }
    }

    UsageReport {
        slots = List.copyOf(slots);
    }

    /** Who says to have signed it. Nothing is proved yet. */
    static Optional<DeviceId> claimedSigner(String jws) {
        try {
            return Optional.ofNullable(JWSObject.parse(jws).getHeader().getKeyID()).map(UUID::fromString)
                    .map(DeviceId::new);
        } catch (ParseException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Empty unless this device signed it with this key, as a report. */
    static Optional<Signed> opened(String jws, DeviceId device, ECKey key) {
        try {
            var object = JWSObject.parse(jws);
            var header = object.getHeader();
            var genuine = JWSAlgorithm.ES256.equals(header.getAlgorithm()) && TYPE.equals(header.getType())
                    && device.toString().equals(header.getKeyID()) && object.verify(new ECDSAVerifier(key));
            return genuine ? Optional.of(new Signed(device, object.getPayload().toString())) : Optional.empty();
        } catch (ParseException | JOSEException _) {
            return Optional.empty();
        }
    }

    /** What a device has really signed. */
    record Signed(DeviceId signer, String payload) {

        /** Empty for what is no report, or another device's, or could not have been counted. */
        Optional<UsageReport> report(JsonMapper json, Instant latest) {
            try {
                var report = json.readValue(payload, UsageReport.class);
                return report.deviceId.equals(signer) && report.isPlausible(latest)
                        ? Optional.of(report)
                        : Optional.empty();
            } catch (JacksonException | NullPointerException _) {
                return Optional.empty();
            }
        }
    }

    private boolean isPlausible(Instant latest) {
        return sequence > 0 && (answered == null || answered >= 0 && answered < sequence) && slots.size() <= SLOTS_MAX
                && slots.stream().map(Slot::iccid).distinct().count() == slots.size()
                && slots.stream().allMatch(slot -> isPlausible(slot, latest));
    }

    private static boolean isPlausible(Slot slot, Instant latest) {
        long max = slot.counterBits == Integer.SIZE ? (1L << 32) - 1 : Long.MAX_VALUE / 4;
        return (slot.counterBits == Integer.SIZE || slot.counterBits == Long.SIZE) && slot.rxOctets >= 0
                && slot.rxOctets <= max && slot.txOctets >= 0 && slot.txOctets <= max && !slot.from.isAfter(slot.to)
                && !slot.to.isAfter(latest);
    }
}
