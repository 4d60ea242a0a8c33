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
        return read(body, hosts, wire -> {
            var pdu = wire.pDUSessionChargingInformation();
            var supi = imsi(wire.subscriberIdentifier());
            var pei = pdu == null ? null : pdu.imei();
            return wire.oneTimeEvent() ? new Operation.Event(supi, pei) : new Operation.Create(supi, pei);
        });
    }

    static NchfRequest update(ChargingDataRef ref, byte[] body, NotifyHosts hosts) {
        return read(body, hosts, wire -> inSession(wire, new Operation.Update(ref)));
    }

    static NchfRequest release(ChargingDataRef ref, byte[] body, NotifyHosts hosts) {
        return read(body, hosts, wire -> inSession(wire, new Operation.Release(ref)));
    }

    /** The operation is part of the hash: a release that says what an update said is no repetition of it. */
    private static NchfRequest read(byte[] bytes, NotifyHosts hosts,
            Function<ChargingDataRequest, Operation> toOperation) {
        try (var body = new JsonBody(bytes, ChargingDataRequest.FLAG)) {
            var wire = ChargingDataRequest.read(body);
            body.end();
            var operation = toOperation.apply(wire);
            var command = wire.toCommand(operation, name(operation) + ":" + body.hash(),
                    notifyUri(wire.notifyUri(), hosts));
            return new NchfRequest(command, upfs(wire));
        } catch (JacksonException broken) {
            throw Refused.broken(broken);
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

    private static String name(Operation operation) {
        return switch (operation) {
            case Operation.Create _ -> "create";
            case Operation.Event _ -> "event";
            case Operation.Update _ -> "update";
            case Operation.Release _ -> "release";
            case Operation.Expire _ -> throw new IllegalArgumentException("no network function says that");
        };
    }

    private static Operation inSession(ChargingDataRequest wire, Operation operation) {
        if (wire.oneTimeEvent()) throw Refused.incorrect("/oneTimeEvent", "has its place in a create only");
        return operation;
    }

    private static Map<Long, String> upfs(ChargingDataRequest wire) {
        var upfs = new HashMap<Long, String>();
        for (var usage : wire.multipleUnitUsage()) {
            if (usage.uPFID() != null) upfs.putIfAbsent(usage.ratingGroup(), usage.uPFID());
        }
        return upfs;
    }
}
