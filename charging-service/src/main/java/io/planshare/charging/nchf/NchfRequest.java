package io.planshare.charging.nchf;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;

import io.planshare.charging.notify.NotifyHosts;
import io.planshare.charging.session.ChargingDataRef;
import io.planshare.charging.session.ChargingRequest;
import io.planshare.charging.session.ChargingRequest.Operation;
import io.planshare.model.Imsi;
import io.planshare.model.InvalidIdentifier;

/**
 * A body understood.
 *
 * @param upfs what the answer repeats: the user plane function that each rating group named first
 */
record NchfRequest(ChargingRequest command, Map<Long, String> upfs) {

    private static final String SUPI = "/subscriberIdentifier";
    /** Subscribers of fixed lines and of private networks (TS 29.571 Supi): real, and none of ours. */
    private static final Pattern OTHER_SUPI = Pattern.compile("(nai|gci|gli)-.+", Pattern.DOTALL);

    static NchfRequest create(byte[] body, NotifyHosts hosts) {
        return read(body, "create", hosts, wire -> {
            var pdu = wire.pDUSessionChargingInformation();
            return new Operation.Create(imsi(wire.subscriberIdentifier()), pdu == null ? null : pdu.imei());
        });
    }

    static NchfRequest update(ChargingDataRef ref, byte[] body, NotifyHosts hosts) {
        return read(body, "update", hosts, _ -> new Operation.Update(ref));
    }

    static NchfRequest release(ChargingDataRef ref, byte[] body, NotifyHosts hosts) {
        return read(body, "release", hosts, _ -> new Operation.Release(ref));
    }

    /** The operation is part of the hash: a release that says what an update said is no repetition of it. */
    private static NchfRequest read(byte[] bytes, String operation, NotifyHosts hosts,
            Function<ChargingDataRequest, Operation> toOperation) {
        try (var body = new JsonBody(bytes, ChargingDataRequest.FLAG)) {
            var wire = ChargingDataRequest.read(body);
            body.end();
            if (wire.oneTimeEvent()) throw oneTimeEvent();
            var command = wire.toCommand(toOperation.apply(wire), operation + ":" + body.hash(),
                    notifyUri(wire.notifyUri(), hosts));
            return new NchfRequest(command, upfs(wire));
        } catch (JacksonException broken) {
            var at = broken.getLocation();
            throw Refused.notJson(at == null
                    ? "it cannot be read"
                    : "it breaks off or goes wrong at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
    }

    private static Imsi imsi(@Nullable String supi) {
        if (supi == null) throw Refused.missing(SUPI);
        if (OTHER_SUPI.matcher(supi).matches()) {
            throw new Refused(ProblemDetails.userUnknown().at(SUPI, "is no IMSI, and only those have a subscription"));
        }
        try {
            return Imsi.ofSupi(supi);
        } catch (InvalidIdentifier wrong) {
            throw Refused.incorrect(SUPI, "must be imsi- and 6 to 15 digits");
        }
    }

    private static @Nullable URI notifyUri(@Nullable String text, NotifyHosts hosts) {
        if (text == null) return null;
        try {
            var uri = new URI(text);
            hosts.refusal(uri).ifPresent(reason -> {
                throw Refused.incorrect("/notifyUri", reason);
            });
            return uri;
        } catch (URISyntaxException notOne) {
            throw Refused.incorrect("/notifyUri", "must be an http or https address");
        }
    }

    /** Not "charging not applicable": to a network function that means that the event is free. */
    private static Refused oneTimeEvent() {
        return new Refused(
                ProblemDetails.of(400, "CHARGING_FAILED", "One-time events are not charged here: open a session.")
                        .at("/oneTimeEvent", "must be false"));
    }

    private static Map<Long, String> upfs(ChargingDataRequest wire) {
        var upfs = new HashMap<Long, String>();
        for (var usage : wire.multipleUnitUsage()) {
            if (usage.uPFID() != null) upfs.putIfAbsent(usage.ratingGroup(), usage.uPFID());
        }
        return upfs;
    }
}
